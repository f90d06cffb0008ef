import { jsonEqual } from '../koji/json.js'
import type { Plan } from '../plan/index.js'
import { type PlanFile, shortDigest } from '../plan-file/index.js'
import { cleanLine } from './clean.js'
import { few, wrapped } from './names-text.js'
import type { TextOptions } from './resource-text.js'
import { plainStyle } from './style.js'

/** Said above a plan that comes from a file: by what its digest and its makings tell it. */
export function savedPlanText(
  { digest, tool, desired, event }: PlanFile,
  { style = plainStyle, width = 100 }: TextOptions = {},
): string {
  const files = few(desired.files.map(({ file }) => file))
  const made = `made from ${files} by ${cleanLine(tool.name)} ${cleanLine(tool.version)} at event ${event}`
  const [first = '', ...rest] = wrapped(`Saved plan ${digest.slice(0, shortDigest)}, ${made}`, width, 2)
  return `${[style.heading(first), ...rest].join('\n')}\n\n`
}

/** Said after a plan was saved. */
export function saveText(file: string, digest: string): string {
  return `saved as ${cleanLine(file)}; digest ${digest}`
}

/** Said where builds will notice something else of a plan than when it was saved, since the hub around it has changed. */
export function seenOtherwiseText(saved: Plan, now: Plan): string | undefined {
  const seen = ({ consequences, repos }: Plan) => ({ consequences, repos })
  if (jsonEqual(seen(saved), seen(now))) return undefined
  return 'what builds will notice is not what it was when the plan was saved: what is shown is so now'
}
