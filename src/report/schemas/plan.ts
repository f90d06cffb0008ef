import type { JsonObject } from '../../koji/json.js'
import { facets } from '../../koji/tag.js'
import {
  groupConfig,
  groupPackage,
  groupRequirement,
  hub,
  link,
  origin,
  ownPackage,
  repoUse,
  target,
} from './resources.js'
import { anything, flag, integer, list, nullable, object, one, ref, text } from './vocabulary.js'

const settings = object({
  arches: nullable(text),
  perm: nullable(text),
  locked: flag,
  maven_support: flag,
  maven_include_all: flag,
})

const extraValue: JsonObject = {
  oneOf: [object({ blocked: { const: false }, value: anything }), object({ blocked: { const: true } })],
}

const externalRepo = object({ name: text, url: text })

interface Properties {
  readonly [name: string]: JsonObject
}

/** A change of one kind: what it is about, and both halves of its value. */
function change(kind: string, value: JsonObject, about: Properties, more: Properties = {}): JsonObject {
  const common = {
    kind: { const: kind },
    action: one('create', 'update', 'delete'),
    before: nullable(value),
    after: nullable(value),
    source: ref('source'),
  }
  return object({ ...common, ...about }, { origin, ...more })
}

/** A change of a whole resource: one that comes may have been there before. */
function whole(kind: string, value: JsonObject, about: Properties, more: Properties = {}): JsonObject {
  return change(kind, value, about, { former: origin, ...more })
}

const held = object({ count: integer, names: list(text) })

/** What goes with a tag. */
const losses = object(
  {
    rows: list(ref('change')),
    heirs: list(object({ tag: text, link, stays: flag, further: integer })),
    targets: list(object({ target: text, stays: flag })),
  },
  { contents: object({ packages: held, builds: held }) },
)

/** That a tag's seed brings a row, and whether the file says otherwise of it than the other tag. */
const seeded: Properties = { seeded: object({ from: text }, { changed: { const: true } }) }

/** A tag that the hub copies from another one. */
const copy = object({
  from: text,
  packages: flag,
  groups: flag,
  builds: flag,
  event: integer,
  force: flag,
  differing: list(ref('change')),
})

/** A change of a row that ancestors may give as well; then `from` is the nearest of them. */
function inheritable(kind: string, value: Properties, about: Properties): JsonObject {
  const inherited = nullable(object({ ...value, from: text }))
  return change(kind, object(value), { ...about, inherited }, seeded)
}

const changes: JsonObject = {
  oneOf: [
    whole('tag', settings, { tag: text }, { losses, copy }),
    change('setting', text, { tag: text, field: one('arches', 'perm') }),
    change('setting', flag, { tag: text, field: one('locked', 'maven_support', 'maven_include_all') }),
    change('extra', extraValue, { tag: text, key: text }),
    change('inheritance', object(link), { tag: text, parent: text }),
    inheritable('group', groupConfig, { tag: text, group: text }),
    inheritable('group_package', groupPackage, { tag: text, group: text, package: text }),
    inheritable('group_requirement', groupRequirement, { tag: text, group: text, required: text }),
    change('external_repo_use', object(repoUse), { tag: text, repo: text }),
    inheritable('package', ownPackage, { tag: text, package: text }),
    change('build', object({ package: text }), { tag: text, build: text }, seeded),
    whole('target', target, { target: text }),
    whole('external_repo', externalRepo, { external_repo: text }),
  ],
}

const halves = (value: JsonObject) => ({ before: value, after: value })
const tagging = object({ locked: flag, perm: nullable(text) })
const buildRoot = object({
  build_tag: text,
  dest_tag: text,
  arches: nullable(text),
  dist_tag: nullable(text),
  build_packages: integer,
  tagging,
})

// What builds see, each value with the tag that gives it.
const given = object({ name: text, from: text })
const seenArches = object({ value: nullable(text), from: nullable(text) })
const seenExtra = object({ value: anything, from: nullable(text) })
const seenRepo = object({ repo: text, url: text, merge_mode: text, arches: nullable(text), from: text })
const groupEntry = object({ name: text, from: text }, { type: text })
const packageOptions = object({ type: text, basearchonly: nullable(flag), requires: nullable(text) })

/** The properties of a difference of build roots: those that are always there, and those that may be missing. */
const always: Properties = {
  extra: list(object({ key: text }, halves(seenExtra))),
  groups: list(
    object({
      group: text,
      added: list(groupEntry),
      removed: list(groupEntry),
      changed: list(object({ name: text, from: text, ...halves(packageOptions) })),
    }),
  ),
  ancestors: object({ added: list(given), removed: list(given), filtered: list(text), reordered: flag }),
  external_repos: object(
    {
      added: list(given),
      removed: list(given),
      changed: list(object({ repo: text, ...halves(seenRepo) })),
      reordered: flag,
    },
    { mixed: list(text) },
  ),
}
const perhaps: Properties = { arches: object(halves(seenArches)) }

const consequence: JsonObject = {
  oneOf: [
    object(
      { kind: { const: 'tag' }, tag: text, through: list(text), ...always, targets: list(text) },
      perhaps,
    ),
    object({ kind: { const: 'destination' }, tag: text, ...halves(tagging), targets: list(text) }),
    object({
      kind: { const: 'target' },
      target: text,
      action: one('create', 'update', 'delete'),
      ...halves(nullable(buildRoot)),
      difference: nullable(object(always, perhaps)),
    }),
  ],
}

const repos = object({
  tags: list(object({ tag: text, arches: list(text), first: flag })),
  tasks: integer,
})

const ofFacet = { tag: text, facet: one(...facets), source: ref('source') }

const note: JsonObject = {
  oneOf: [
    object(
      { kind: { const: 'redundant' }, ...ofFacet, name: text, from: text },
      { group: text, part: one('package', 'requirement') },
    ),
    object({
      kind: { const: 'taken' },
      name: text,
      differing: list(text),
      present: integer,
      source: ref('source'),
    }),
    object({ kind: { const: 'leftover' }, ...ofFacet, names: list(text) }),
    object({
      kind: { const: 'owner-inherited' },
      ...ofFacet,
      name: text,
      wanted: text,
      inherited: nullable(text),
      from: text,
    }),
    object(
      {
        kind: { const: 'left-alone' },
        reason: one('changed', 'gone', 'used', 'shared'),
        change: ref('change'),
        source: ref('source'),
      },
      {
        others: object({
          rows: list(ref('change')),
          packages: integer,
          builds: integer,
          tags: list(text),
          targets: list(text),
        }),
        missing: text,
      },
    ),
  ],
}

/** What one guard finds; `value` is the narrowest value of its flag. */
function finding(name: string, about: Properties, value: JsonObject = text): JsonObject {
  const flag = `--allow-${name.replaceAll('_', '-')}`
  return object({ guard: { const: name }, ...about, flag: { const: flag }, value })
}

const ofResource = { kind: one('tag', 'target', 'external_repo'), name: text, source: ref('source') }

const guard: JsonObject = {
  oneOf: [
    finding('profile', { wanted: text, profile: text, source: ref('source') }),
    finding('empty', {}, { type: 'null' }),
    finding('mass_change', { changed: integer, managed: integer }),
    finding('mass_delete', { deleted: integer }),
    finding('delete', ofResource),
    finding('protected', { ...ofResource, loses: one('all', 'parents'), glob: text }),
    finding('locked', { ...ofResource, kind: { const: 'tag' }, facets: list(one(...facets)) }),
    finding('older', { ...ofResource, kind: one('tag', 'target'), from: text, to: text }),
  ],
}

const counts = object({ tag: integer, target: integer, external_repo: integer })

const stages = ['create', 'fill', 'switch', 'remove']

/** The parts of a plan. */
export const planParts: Properties = {
  hub,
  event: integer,
  changes: list(ref('change')),
  stages: list(object({ stage: one(...stages), calls: list(ref('call')), requests: integer })),
  consequences: list(ref('consequence')),
  repos,
  notes: list(ref('note')),
  guards: list(ref('guard')),
}

/** A plan as journals hold it. */
export const barePlan = object(planParts)

const summed: Properties = {
  ...planParts,
  summary: object({ create: counts, update: counts, delete: counts, calls: integer, requests: integer }),
}

/** A plan and its sum. */
export const plan = object(summed, { digest: text })

/** What `tags plan` prints. */
export const planned = object(
  { ...summed, warnings: list(text) },
  {
    digest: text,
    koji_commands: list(object({ stage: one(...stages), comments: list(text), argv: nullable(list(text)) })),
  },
)

/** What the schemas of plans and applies refer to. */
export const planDefinitions: JsonObject = {
  source: object({ file: text, line: integer, column: integer }, { used_by: ref('source') }),
  change: changes,
  call: object(
    { method: text, params: list(anything), changes: list(integer) },
    { named: { type: 'object' } },
  ),
  consequence,
  note,
  guard,
}
