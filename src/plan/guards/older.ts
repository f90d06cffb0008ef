import type { Change } from '../change.js'
import type { ChangedResource } from '../changed-resources.js'
import type { OlderFinding } from './finding.js'
import type { Judged } from './judged.js'

/**
 * What all releases share goes from one to the next: `rawhide` from `f44` to `f45`. A file that was forgotten, and still
 * says what it said a release ago, would move it back. What bears the number of the older release itself comes home.
 */
export function movesToOlder({ resources }: Judged): OlderFinding[] {
  return resources.flatMap((resource): OlderFinding[] => {
    const { kind, name } = resource
    const move = kind === 'external_repo' ? undefined : olderMove(resource)
    if (kind === 'external_repo' || move === undefined) return []
    const { from, to, source } = move
    return [{ guard: 'older', kind, name, from, to, source, flag: '--allow-older', value: name }]
  })
}

type Move = Pick<OlderFinding, 'from' | 'to' | 'source'>

function olderMove({ name, changes }: ChangedResource): Move | undefined {
  return movesOf(changes).find(({ from, to }) => {
    const number = lowerNumber(from, to)
    return number !== undefined && !numbersIn(name).includes(number)
  })
}

/** What a tag inherited from and what it will, pair by pair; what a target builds in and delivers to, and will. */
function movesOf(changes: readonly Change[]): Move[] {
  const links = changes.filter(change => change.kind === 'inheritance')
  const left = links.filter(({ after }) => after === null)
  const found = links.filter(({ before }) => before === null)
  return [
    ...found.flatMap(({ parent, source }) => left.map(gone => ({ from: gone.parent, to: parent, source }))),
    ...changes.flatMap(change => {
      if (change.kind !== 'target' || change.before === null || change.after === null) return []
      const { before, after, source } = change
      return [
        { from: before.build_tag, to: after.build_tag, source },
        { from: before.dest_tag, to: after.dest_tag, source },
      ]
    }),
  ]
}

/** The number that is lower in the one of two names that are the same but for their numbers. */
function lowerNumber(from: string, to: string): string | undefined {
  if (withoutNumbers(from) !== withoutNumbers(to)) return
  const before = numbersIn(from)
  const index = numbersIn(to).findIndex((number, position) => number !== before[position])
  const number = numbersIn(to)[index]
  return number !== undefined && Number(number) < Number(before[index]) ? number : undefined
}

function withoutNumbers(name: string): string {
  return name.replaceAll(/\d+/g, '#')
}

function numbersIn(name: string): string[] {
  return name.match(/\d+/g) ?? []
}
