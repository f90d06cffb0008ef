import type {
  BuildDifference,
  BuildRoot,
  Consequence,
  DestinationConsequence,
  TagConsequence,
  TargetConsequence,
} from '../plan/index.js'
import { cleanLine } from './clean.js'
import { type DifferenceRow, differenceRows } from './difference-rows.js'
import { count } from './names-text.js'
import { mergedNotices, type Notice, noticeLines } from './notice.js'
import type { TextOptions } from './resource-text.js'
import { tagSummary } from './tag-summary.js'

export interface ConsequenceOptions extends TextOptions {
  /** tells all of every tag, and every name, however many there are */
  readonly everything?: boolean
}

/** Up to so many tags are told in full, unless one asks for more. */
const few = 5

/**
 * What builds will notice. Tags and targets of which the same is to be said share their lines. Where the tags are
 * many, only those that are built in are told, by what is different rather than tag by tag.
 */
export function consequenceLines(
  consequences: readonly Consequence[],
  { everything = false, ...options }: ConsequenceOptions = {},
): string[] {
  const tags = consequences.filter(one => one.kind === 'tag')
  const others = consequences.flatMap(one => {
    if (one.kind === 'tag') return []
    return one.kind === 'target' ? [targetNotice(one, everything)] : [destinationNotice(one)]
  })
  const shown = everything ? options : { ...options, most: 6 }
  if (!everything && tags.length > few) {
    return [...tagSummary(tags, options), ...noticeLines(mergedNotices(others), shown)]
  }
  return noticeLines(mergedNotices([...tags.map(tag => tagNotice(tag, everything)), ...others]), shown)
}

function tagNotice(tag: TagConsequence, everyName: boolean): Notice {
  return {
    kind: 'tag',
    names: [tag.tag],
    rows: differenceRows(tag, { everyName }),
    targets: { label: 'builds of', names: tag.targets },
  }
}

function destinationNotice({ tag, before, after, targets }: DestinationConsequence): Notice {
  return {
    kind: 'target',
    names: targets,
    headline: `builds go to ${cleanLine(tag)}`,
    rows: taggingRows(before, after),
  }
}

function targetNotice(consequence: TargetConsequence, everyName: boolean): Notice {
  const { target, before, after, difference } = consequence
  const about = { kind: 'target', names: [target], rows: [] } as const
  if (after === null) return { ...about, headline: 'takes no more builds' }
  if (before === null) return { ...about, headline: `new: ${buildRootText(after)}` }
  const instead = (field: 'build_tag' | 'dest_tag') =>
    `${cleanLine(after[field])} instead of ${cleanLine(before[field])}`
  return {
    ...about,
    headline: [
      ...(before.build_tag === after.build_tag ? [] : [`builds in ${instead('build_tag')}`]),
      ...(before.dest_tag === after.dest_tag ? [] : [`builds go to ${instead('dest_tag')}`]),
    ].join(', '),
    rows: [
      ...(difference === null ? [] : movedRows(difference, everyName)),
      ...(before.dest_tag === after.dest_tag ? [] : taggingRows(before.tagging, after.tagging)),
    ],
  }
}

/** Another build tag has other ancestors; nobody needs to be told, unless asking for everything. */
function movedRows(difference: BuildDifference, everyName: boolean): DifferenceRow[] {
  const rows = differenceRows(difference, { everyName })
  return everyName ? rows : rows.filter(({ label }) => label !== 'inheritance')
}

function buildRootText({ build_tag, dest_tag, dist_tag, build_packages, tagging }: BuildRoot): string {
  const dist = dist_tag === null ? 'the distribution’s dist tag' : `dist tag ${cleanLine(dist_tag)}`
  const root = `${dist} (${cleanLine(build_tag)}), ${count(build_packages, 'package')} in group build`
  const who = taggers(tagging)
  return who === everybody ? root : `${root}, tagged into ${cleanLine(dest_tag)} by ${who}`
}

function taggingRows(before: BuildRoot['tagging'], after: BuildRoot['tagging']): DifferenceRow[] {
  const [was, becomes] = [taggers(before), taggers(after)]
  return was === becomes ? [] : [{ label: 'tagged by', sign: 'update', text: `${was} → ${becomes}` }]
}

const everybody = 'everybody'

/** Whose builds get into a tag. */
function taggers({ locked, perm }: BuildRoot['tagging']): string {
  if (locked) return 'nobody (locked)'
  return perm === null ? everybody : `holders of ${cleanLine(perm)}`
}
