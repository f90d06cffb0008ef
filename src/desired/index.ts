export type { NamedTemplate } from './command-line.js'
export { type DesiredIo, nodeIo, withFiles } from './io.js'
export { type LoadedFiles, loadDesired, loadFiles } from './load.js'
export { type PhaseEdit, type PhaseOptions, type PhaseStep, phaseEdit } from './phase.js'
export { formatProblem, InputError, type Problem } from './problem.js'
export { desiredStateSchema, templateSchema } from './schema.js'
export { type TemplateUse, templateUse } from './template-use.js'
export {
  expandTemplate,
  listTemplates,
  loadTemplate,
  type TemplateInfo,
  type TemplateParameter,
  templateInfo,
  templateText,
} from './templates.js'
export { isWaiversFile, loadWaivers, waiversFile } from './waivers.js'
export { waiversSchema } from './waivers-schema.js'
