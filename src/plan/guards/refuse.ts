import { cleanLine } from '../../koji/clean.js'
import { type ProblemData, RefusedError } from '../../koji/error.js'
import { formatSourceInUse } from '../../koji/source.js'
import type { Finding } from './finding.js'
import { findingText, guardWords } from './finding-text.js'
import { flagOf, type Leaves, withoutLeave } from './leaves.js'

/** Throws `RefusedError` where findings have no leave, and tells all of them: to be called before anything is written. */
export function refuseWithoutLeave(
  { hub, guards }: { readonly hub: { readonly url: string }; readonly guards: readonly Finding[] },
  leaves: Leaves,
): void {
  const open = withoutLeave(guards, leaves)
  if (open.length === 0) return
  const flags = [...new Set(open.map(flagOf))].join(' ')
  throw new RefusedError([...open.map(findingLine), 'nothing was written'].join('\n'), {
    problems: open.flatMap(problemOf),
    where: hub.url,
    next: cleanLine(`review the plan, then add ${flags}`),
    data: { guards: open },
  })
}

/** `f20.yaml:7:3: delete: target f20 would be deleted; allow it by --allow-delete f20` */
function findingLine(finding: Finding): string {
  const place = 'source' in finding ? `${formatSourceInUse(finding.source)}: ` : ''
  return cleanLine(`${place}${messageOf(finding)}; ${hintOf(finding)}`)
}

function problemOf(finding: Finding): ProblemData[] {
  if (!('source' in finding)) return []
  return [{ source: finding.source, message: messageOf(finding), hint: hintOf(finding) }]
}

function messageOf(finding: Finding): string {
  return `${guardWords(finding)}: ${findingText(finding)}`
}

function hintOf(finding: Finding): string {
  return `allow it by ${flagOf(finding)}`
}
