import fc from 'fast-check'

/*
 * Desired-state files of any content that makes sense together, over few names, so that they meet often: no
 * name is said to be two things, and only what is additive takes something away.
 */
const names = ['bash', 'make', 'gcc', '7', '__proto__', 'constructor']
const tagName = fc.constantFrom('f44', 'f44-build', 'f44-app', 'rawhide', '__proto__', 'constructor')
const repoName = fc.constantFrom('f44-build', 'epel', '__proto__')
const arches = fc.constantFrom(null, [], ['x86_64', 'aarch64'], 'x86_64', '')
const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })

type Roles<Role extends string> = readonly [name: string, role: Role][]

function roles<Role extends string>(...among: Role[]): fc.Arbitrary<Roles<Role>> {
  const each = fc.constantFrom(...among)
  return fc
    .tuple(...names.map(name => each.map((role): [string, Role] => [name, role])))
    .chain(all => fc.shuffledSubarray(all))
}

function having<Role extends string>(all: Roles<Role>, wanted: Role): string[] {
  return all.flatMap(([name, role]) => (role === wanted ? [name] : []))
}

const extra = fc.record({
  roles: roles('set', 'blocked', 'absent'),
  value: fc.constantFrom(1, '1', true, [null]),
})
const extraOf = ({ roles, value }: { roles: Roles<string>; value: unknown }, additive: boolean) => ({
  extra: Object.fromEntries(having(roles, 'set').map(key => [key, value])),
  block_extra: having(roles, 'blocked'),
  ...(additive && { remove_extra: having(roles, 'absent') }),
})

const packages = fc.record({
  roles: roles('releng', 'kevin', 'blocked', 'absent'),
  arches: arches.filter(value => value !== null),
  list: fc.boolean(),
  blocks: fc.boolean(),
})
const packagesOf = (
  { roles, arches, list, blocks }: { roles: Roles<string>; arches: unknown; list: boolean; blocks: boolean },
  additive: boolean,
) => {
  const owned = { releng: having(roles, 'releng'), kevin: having(roles, 'kevin') }
  return {
    ...(list && {
      packages: owned,
      package_arches: Object.fromEntries(owned.kevin.map(name => [name, arches])),
    }),
    ...(blocks && { blocked_packages: having(roles, 'blocked') }),
    ...(additive && { absent_packages: having(roles, 'absent') }),
  }
}

const groupName = fc.constantFrom('build', 'srpm-build', '__proto__')
const group = fc.record({
  roles: roles('listed', 'described', 'blocked', 'absent'),
  required: roles('required', 'described', 'blocked'),
  hidden: fc.constantFrom('no', 'no', 'no', 'hidden', 'absent'),
  described: fc.record(
    {
      type: fc.constantFrom('optional', 'conditional'),
      basearchonly: fc.boolean(),
      requires: fc.constant('x'),
    },
    { requiredKeys: [] },
  ),
  needed: fc.record({ type: fc.constant('default'), is_metapkg: fc.boolean() }, { requiredKeys: [] }),
  options: fc.record(
    {
      description: fc.constantFrom('', 'yes', '7'),
      display_name: fc.constant('Build'),
      exported: fc.boolean(),
      uservisible: fc.boolean(),
      is_default: fc.boolean(),
      biarchonly: fc.boolean(),
      langonly: fc.constant('no'),
    },
    { requiredKeys: [] },
  ),
})
type Group = typeof group extends fc.Arbitrary<infer T> ? T : never
const groupOf = (
  { roles, required, hidden, described, needed, options }: Group,
  additive: boolean,
): unknown => {
  if (hidden === 'hidden') return { blocked: true }
  if (hidden === 'absent' && additive) return { absent: true }
  return {
    ...options,
    packages: [
      ...having(roles, 'listed'),
      ...having(roles, 'described').map(name => ({ package: name, ...described })),
    ],
    blocked: having(roles, 'blocked'),
    ...(additive && { absent: having(roles, 'absent') }),
    requires: [
      ...having(required, 'required'),
      ...having(required, 'described').map(name => ({ group: name, ...needed })),
      ...having(required, 'blocked').map(name => ({ group: name, blocked: true })),
    ],
  }
}

// Bare names have the priorities of their positions; long forms stay clear of these.
function ranked(key: string, among: string[], fields: fc.Arbitrary<object>): fc.Arbitrary<Ranked> {
  const entry = fc.record({ long: fc.constantFrom('bare', 'long', 'absent'), fields })
  return fc
    .record({ chosen: fc.shuffledSubarray(among), entries: fc.array(entry, { minLength: 3, maxLength: 3 }) })
    .map(({ chosen, entries }) => ({ key, chosen, entries }))
}
interface Ranked {
  readonly key: string
  readonly chosen: string[]
  readonly entries: { readonly long: string; readonly fields: object }[]
}
const rankedOf = ({ key, chosen, entries }: Ranked, additive: boolean): unknown =>
  chosen.map((name, at) => {
    const { long, fields } = entries[at] ?? { long: 'bare', fields: {} }
    if (long === 'absent' && additive) return { [key]: name, absent: true }
    return long === 'long' ? { [key]: name, priority: 100 + at, ...fields } : name
  })

// Parents that no file has: no loops.
const links = ranked(
  'parent',
  ['base-a', 'base-b', '8'],
  fc.record(
    {
      maxdepth: fc.constantFrom(0, 3, '2'),
      intransitive: fc.boolean(),
      noconfig: fc.boolean(),
      pkg_filter: fc.constantFrom('', '^(a|b)'),
    },
    { requiredKeys: [] },
  ),
)
const uses = ranked(
  'repo',
  ['hub-a', 'hub-b', '9'],
  fc.record({ merge_mode: fc.constantFrom('koji', 'simple', 'bare'), arches }, { requiredKeys: [] }),
)

const settings = fc.record(
  {
    arches: fc.oneof(arches, fc.constant({ of: 'hub-tag' })),
    perm: fc.constantFrom(null, 'admin'),
    locked: fc.boolean(),
    maven_support: fc.boolean(),
  },
  { requiredKeys: [] },
)
const mode = fc.constantFrom<unknown>('exact', 'additive', undefined)

const present = fc
  .record({
    settings,
    manage: fc.record({
      settings: mode,
      extra: mode,
      inheritance: mode,
      groups: mode,
      packages: mode,
      external_repos: mode,
    }),
    extra: some(extra),
    inheritance: some(links),
    groups: some(fc.dictionary(groupName, group)),
    packages: some(packages),
    external_repos: some(uses),
  })
  .map(({ settings, manage, ...facets }): object => {
    const { extra, inheritance, groups, packages, external_repos } = facets
    const isAdditive = (facet: keyof typeof facets) => manage[facet] === 'additive'
    return withoutUndefined({
      ...settings,
      manage: withoutUndefined(manage),
      ...(extra && extraOf(extra, isAdditive('extra'))),
      ...(inheritance && { inheritance: rankedOf(inheritance, isAdditive('inheritance')) }),
      ...(groups && {
        groups: Object.fromEntries(
          Object.entries(groups).map(([name, group]) => [name, groupOf(group, isAdditive('groups'))]),
        ),
      }),
      ...(packages && packagesOf(packages, isAdditive('packages'))),
      ...(external_repos && { external_repos: rankedOf(external_repos, isAdditive('external_repos')) }),
    })
  })

function withoutUndefined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}

const absent = fc.constant<object>({ absent: true })
const tag = fc.oneof({ weight: 7, arbitrary: present }, { weight: 1, arbitrary: absent })
// Tags that no file has: none that it deletes.
const otherTag = fc.constantFrom('hub-tag', '44')
const target = fc.oneof(fc.record({ build_tag: otherTag, dest_tag: otherTag }), absent)
const repo = fc.oneof(fc.record({ url: fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] }) }), absent)

/** A file, as data. */
export const anyFile = fc.record({
  version: fc.constant(1),
  tags: fc.dictionary(tagName, tag),
  targets: fc.dictionary(tagName, target),
  external_repos: fc.dictionary(repoName, repo),
  requires: fc.constantFrom(undefined, { tags: ['f43', 'f42'], targets: ['rawhide'] }),
  protect: fc.subarray(['f4?-build', 'rawhide', '44']),
  profile: fc.constantFrom(undefined, 'koji'),
})
