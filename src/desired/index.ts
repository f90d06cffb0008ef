export { type DesiredIo, nodeIo } from './io.js'
export { loadDesired } from './load.js'
export { formatProblem, InputError, type Problem } from './problem.js'
export { desiredStateSchema, templateSchema } from './schema.js'
export {
  expandTemplate,
  listTemplates,
  type TemplateInfo,
  type TemplateParameter,
  templateText,
} from './templates.js'
