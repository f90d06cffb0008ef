export { type DesiredIo, nodeIo, withFiles } from './io.js'
export { type LoadedFiles, loadDesired, loadFiles } from './load.js'
export { formatProblem, InputError, type Problem } from './problem.js'
export { desiredStateSchema, templateSchema } from './schema.js'
export { type TemplateUse, templateUse } from './template-use.js'
export {
  expandTemplate,
  listTemplates,
  type TemplateInfo,
  type TemplateParameter,
  templateText,
} from './templates.js'
