import { stringify } from 'yaml'
import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'
import type { HubIdentity } from '../koji/live-state.js'
import type { ResourceKind } from '../plan/index.js'
import { type Difference, type LeftOver, type Release, releaseName } from '../release/index.js'
import { cleanLine } from './clean.js'
import { fileYaml } from './file-yaml.js'
import { wrapped } from './names-text.js'
import { differenceLines } from './release-comparison.js'
import type { Override } from './release-overrides.js'
import { plainStyle } from './style.js'

/** All that the file of a new release says, and why. */
export interface ReleaseFile {
  readonly release: Release
  /** as the file names it: a name, or `./layout.yaml` */
  readonly template: string
  readonly description: string
  /** the comment at the beginning of the template */
  readonly preface: readonly string[]
  readonly parameters: readonly FileParameter[]
  /** those that are said */
  readonly values: ReadonlyMap<string, Json>
  /** of each value that was found out: why */
  readonly reasons: ReadonlyMap<string, string>
  /** what the file is to be called, for the next commands */
  readonly file: string
  readonly profile: string | undefined
  readonly like: LikeRelease | null
  readonly overrides: readonly Override[]
  /** what a person should know before anything is applied */
  readonly warnings: readonly string[]
}

interface FileParameter {
  readonly name: string
  readonly schema: JsonObject
  readonly default?: Json
}

/** The release that a new one is made like. */
export interface LikeRelease {
  readonly release: Release
  readonly hub: HubIdentity
  readonly event: number
  /** the phase in which the template fits it best, where it has phases; and others that fit as well */
  readonly phase: string | null
  readonly left: readonly LeftOver[]
  /** differences that the phase alone makes: what is carried there counts in all phases of the new release */
  readonly ofPhase: ReadonlySet<Difference>
}

const width = 100

/** The desired-state file of a new release, with comments. */
export function releaseFileText(file: ReleaseFile): string {
  return [...headLines(file), 'version: 1', ...useLines(file), ...overrideLines(file)].join('\n').concat('\n')
}

function headLines(all: ReleaseFile): string[] {
  const { release, template, description, preface, values, file, profile, like, warnings } = all
  const hub = profile === undefined ? '' : ` --profile ${profile}`
  return [
    ...comment(`Release ${release.number}. ${cleanLine(description)}: the template ${template}.`),
    '#',
    '# Review this file, and go on with',
    `#   koji-releng tags plan ${file}${hub}`,
    `#   koji-releng tags apply ${file}${hub}`,
    ...(values.has('phase')
      ? ['# When the release goes on to its next phase', `#   koji-releng tags phase ${file} PHASE${hub}`]
      : []),
    ...(preface.length === 0
      ? []
      : ['#', '# Of the template:', ...preface.map(line => `#   ${line}`.trimEnd())]),
    ...(like === null ? [] : ['#', ...likeLines(like)]),
    ...warnings.flatMap(warning => ['#', ...comment(`WARNING: ${cleanLine(warning)}`)]),
  ]
}

function likeLines({ release, hub, event, phase, left }: LikeRelease): string[] {
  const name = releaseName(release)
  const fit = phase === null ? '' : ` The template fits it best in phase ${phase}: that was compared.`
  return [
    ...comment(
      `Made like ${name} on ${cleanLine(hub.profile)} (${cleanLine(hub.url)}, event ${event}).${fit} What ${name} has ` +
        'otherwise is said at the end. Package lists and tagged builds are not carried over: others own them.',
    ),
    ...(left.length === 0 ? [] : [`# Not carried over from ${name}:`]),
    ...left.flatMap(({ difference, reason }) => [
      ...differenceComment(difference, name).map(line => `#   ${line}`),
      ...comment(reason, '    '),
    ]),
  ]
}

function useLines({ template, values, reasons, parameters }: ReleaseFile): string[] {
  const said = [...values].flatMap(([name, value]) => {
    const reason = reasons.get(name)
    return [
      ...(reason === undefined ? [] : comment(reason).map(line => `      ${line}`)),
      `      ${name}: ${flow(value)}`,
    ]
  })
  const others = parameters.filter(({ name }) => !values.has(name))
  const widest = Math.min(40, Math.max(0, ...others.map(one => defaultText(one).length)))
  return [
    'use:',
    `  - template: ${flow(template)}`,
    '    with:',
    ...said,
    ...(others.length === 0 ? [] : ['      # What is not said here is so:']),
    ...others.map(one => `      # ${defaultText(one).padEnd(widest)}  ${descriptionOf(one)}`.trimEnd()),
  ]
}

function defaultText({ name, default: preset }: FileParameter): string {
  return `${name}: ${flow(preset ?? null)}`
}

function descriptionOf({ schema: { description, enum: values } }: FileParameter): string {
  const choices = Array.isArray(values) ? [`(${values.map(value => flow(value)).join(', ')})`] : []
  return [...(typeof description === 'string' ? [cleanLine(description)] : []), ...choices].join(' ')
}

/** A value on one line, as YAML. */
function flow(value: Json): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd()
}

const sections: readonly [ResourceKind, string][] = [
  ['external_repo', 'external_repos'],
  ['tag', 'tags'],
  ['target', 'targets'],
]

function overrideLines(file: ReleaseFile): string[] {
  return sections.flatMap(([kind, key]) => {
    const own = file.overrides.filter(override => override.kind === kind)
    return own.length === 0 ? [] : ['', `${key}:`, ...own.flatMap(one => resourceLines(one, file))]
  })
}

function resourceLines({ name, patch, differences }: Override, { like, values }: ReleaseFile): string[] {
  const other = like === null ? '' : releaseName(like.release)
  const phase = values.get('phase')
  const notes = differences.flatMap(difference => [
    ...differenceComment(difference, other).map(line => `# ${line}`),
    ...(like?.ofPhase.has(difference)
      ? comment(
          `Look at it: ${other} is in phase ${like.phase}, and the template says something else in ` +
            `phase ${typeof phase === 'string' ? phase : 'of this file'}; what stands here counts in every phase.`,
        )
      : []),
  ])
  const yaml = fileYaml({ [name]: isJsonObject(patch) ? inLines(patch) : patch })
  return [...notes, ...yaml.trimEnd().split('\n')].map(line => `  ${line}`)
}

// A file is read by people: the order of the documentation, not that of the alphabet.
function inLines(patch: JsonObject): JsonObject {
  const order = [
    'absent',
    'arches',
    'perm',
    'locked',
    'maven_support',
    'maven_include_all',
    'dist_tag',
    'extra',
  ]
  const rank = (key: string) => (order.indexOf(key) + order.length + 1) % (order.length + 1)
  return Object.fromEntries(Object.entries(patch).sort(([a], [b]) => rank(a) - rank(b)))
}

/** What differs, without its title where the text below says it already. */
export function differenceComment(difference: Difference, like: string): string[] {
  const labels = { a: 'the template', b: like }
  const [title = '', ...rows] = differenceLines(difference, labels, { style: plainStyle, width: 0 })
  if (difference.only === 'a') return [`${title.slice(2).split('  ')[0]}: ${like} has none`]
  if (difference.only === 'b') return [`${title.slice(2).split('  ')[0]}: the template makes none`]
  return [`${difference.kind} ${difference.b}`, ...rows.map(row => row.replace(/^ {2}/, ''))]
}

function comment(text: string, indent = ''): string[] {
  return wrapped(text, width - indent.length - 2).map(line => `# ${indent}${line}`)
}
