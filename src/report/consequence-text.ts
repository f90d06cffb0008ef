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
import { plainStyle } from './style.js'
import { tagSummary } from './tag-summary.js'

export interface ConsequenceOptions extends TextOptions {
  /** tells all of every tag, and every name, however many there are */
  readonly everything?: boolean
}

/** Up to so many tags, and targets, are told one by one, unless somebody asks for everything. */
const few = 5

/** What is said of targets is cut after so many notices. */
const most = 12

/**
 * What builds will notice. Tags and targets of which the same is to be said share their lines. Where the tags are
 * many, only those that are built in are told, by what is different rather than tag by tag.
 */
export function consequenceLines(
  consequences: readonly Consequence[],
  { everything = false, ...options }: ConsequenceOptions = {},
): string[] {
  const tags = consequences.filter(one => one.kind === 'tag')
  const destinations = consequences.filter(one => one.kind === 'destination').map(destinationNotice)
  const targets = consequences.filter(one => one.kind === 'target')
  if (everything) {
    const each = targets.map(target => targetNotice(target, { everyName: true, alike: false }))
    const all = [...tags.map(tag => tagNotice(tag, { everyName: true })), ...destinations, ...each]
    return noticeLines(mergedNotices(all), options)
  }
  const isMany = tags.length > few
  const alike = targets.length > few
  const moves = targets.map(target => targetNotice(target, { everyName: false, alike }))
  const others = mergedNotices([...destinations, ...moves])
  const each = isMany ? [] : mergedNotices(tags.map(tag => tagNotice(tag, { everyName: false })))
  return [
    ...(isMany ? tagSummary(tags, options) : []),
    ...noticeLines([...each, ...others.slice(0, most)], { ...options, most: 6 }),
    ...moreLines(others.slice(most), options),
  ]
}

function moreLines(hidden: readonly Notice[], { style = plainStyle }: TextOptions): string[] {
  const number = hidden.reduce((sum, { names }) => sum + names.length, 0)
  return number === 0
    ? []
    : [style.faint(`  … and ${count(number, 'more target')}: --consequences shows all`)]
}

function tagNotice(tag: TagConsequence, names: { readonly everyName: boolean }): Notice {
  return {
    kind: 'tag',
    names: [tag.tag],
    rows: differenceRows(tag, names),
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

/** @param alike leaves out what only this target has, so that many may share a notice */
function targetNotice(
  { target, before, after, difference }: TargetConsequence,
  { everyName, alike }: { readonly everyName: boolean; readonly alike: boolean },
): Notice {
  const about = { kind: 'target', names: [target], rows: [] } as const
  if (after === null) return { ...about, headline: 'takes no more builds' }
  if (before === null) return { ...about, headline: `new: ${buildRootText(after, alike)}` }
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

function buildRootText(root: BuildRoot, alike: boolean): string {
  const { build_tag, dest_tag, dist_tag, build_packages, tagging } = root
  const who = taggers(tagging)
  return [
    (dist_tag === null ? 'the distribution’s dist tag' : `dist tag ${cleanLine(dist_tag)}`) +
      (alike ? '' : ` (${cleanLine(build_tag)})`),
    `${count(build_packages, 'package')} in group build`,
    ...(who === everybody ? [] : [`${alike ? 'tagged' : `tagged into ${cleanLine(dest_tag)}`} by ${who}`]),
  ].join(', ')
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
