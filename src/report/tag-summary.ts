import { canonicalJson } from '../koji/json.js'
import type { TagConsequence } from '../plan/index.js'
import { type DifferenceRow, differenceRows } from './difference-rows.js'
import { count, namesText, plainFirst, wrapped } from './names-text.js'
import { type Notice, noticeLines } from './notice.js'
import type { TextOptions } from './resource-text.js'
import { plainStyle } from './style.js'

/** So many differences are told, the most important ones. */
const most = 12

/** Many tags in few lines: how many there are and why, and each difference once, with the tags that it is in. */
export function tagSummary(tags: readonly TagConsequence[], options: TextOptions = {}): string[] {
  const { style = plainStyle, width = 100 } = options
  const builtIn = tags.filter(({ targets }) => targets.length > 0)
  const differences = sharedDifferences(builtIn.length > 0 ? builtIn : tags)
  const rest = differences.length - most
  const more = rest > 0 ? `… and ${count(rest, 'more difference')}; ` : ''
  return [
    ...wrapped(`  ${headline(tags, builtIn)}`, width, 4),
    ...noticeLines(sameTags(differences.slice(0, most)), { ...options, most: 3 }),
    style.faint(`  ${more}--consequences shows what each tag sees`),
  ]
}

/** `12 tags inherit from f44; builds of 3 targets change: eln, f44 and rawhide` */
function headline(tags: readonly TagConsequence[], builtIn: readonly TagConsequence[]): string {
  const heirs = tags.filter(({ tag, through }) => through.some(written => written !== tag))
  const written = new Set(heirs.flatMap(({ tag, through }) => through.filter(one => one !== tag)))
  const why =
    heirs.length === 0
      ? `${tags.length} tags change`
      : `${count(heirs.length, 'tag')} inherit${heirs.length === 1 ? 's' : ''} from ${namesText([...written], 4)}`
  const targets = plainFirst([...new Set(builtIn.flatMap(tag => tag.targets))])
  if (targets.length === 0) return `${why}; nothing builds in them`
  return `${why}; builds of ${count(targets.length, 'target')} change: ${namesText(targets, 9)}`
}

interface Shared {
  readonly row: DifferenceRow
  readonly tags: string[]
}

/** Each difference once: those that end all builds before the others, then those of most tags. */
function sharedDifferences(tags: readonly TagConsequence[]): Shared[] {
  const shared = new Map<string, Shared>()
  for (const tag of tags) {
    for (const row of differenceRows(tag, { everyName: false })) {
      const key = canonicalJson(row)
      const known = shared.get(key)
      if (known === undefined) shared.set(key, { row, tags: [tag.tag] })
      else known.tags.push(tag.tag)
    }
  }
  const isFatal = ({ row }: Shared) => Number(row.isFatal ?? false)
  return [...shared.values()].sort((a, b) => isFatal(b) - isFatal(a) || b.tags.length - a.tags.length)
}

/** Differences of the same tags stand together. */
function sameTags(differences: readonly Shared[]): Notice[] {
  const notices = new Map<string, { names: readonly string[]; rows: DifferenceRow[] }>()
  for (const { row, tags } of differences) {
    const known = notices.get(canonicalJson(tags))
    if (known === undefined) notices.set(canonicalJson(tags), { names: tags, rows: [row] })
    else known.rows.push(row)
  }
  return [...notices.values()].map(({ names, rows }) => ({ kind: 'tag', names, rows }))
}
