export { additiveCases } from './groups/additive.js'
export { optionCases } from './groups/options.js'
export { packageCases } from './groups/packages.js'
export { requirementCases } from './groups/requirements.js'
