import { formatSource } from '../koji/source.js'
import { booleanOf, type MapNode } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import { toSource } from './source-file.js'

/**
 * Whether something shall not exist; reports if more is said of it.
 *
 * @param name the key that only says what it is about: `parent` of `{parent: f43, absent: true}`
 */
export function isAbsent(body: MapNode, path: Path, report: Report, name?: string): boolean {
  const absent = body.entries.get('absent')
  if (absent === undefined || !booleanOf(absent.value)) return false
  reportBeside(body, 'absent', ['absent', ...(name === undefined ? [] : [name])], path, report)
  return true
}

/** Reports what is said beside a key that leaves nothing more to say: `absent: true`, `blocked: true`. */
export function reportBeside(
  body: MapNode,
  key: 'absent' | 'blocked',
  fitting: readonly string[],
  path: Path,
  report: Report,
): void {
  const rest = [...body.entries].filter(([other]) => !fitting.includes(other))
  const [first] = rest
  const place = body.entries.get(key)?.place
  if (first === undefined || place === undefined) return
  const keys = rest.map(([key]) => `\`${key}\``).join(', ')
  const meaning = key === 'absent' ? 'it shall not exist' : 'it is hidden'
  const hint = `take away either; \`${first[0]}\` is at ${formatSource(toSource(first[1].place))}`
  report(place, [...path, key], `\`${key}: true\` beside ${keys}: ${meaning}`, hint)
}
