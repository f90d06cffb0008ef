import type { AuditInput } from '../../src/audit/index.js'
import type { AuditFacts } from '../../src/hub/index.js'
import { noFacts } from '../../src/hub/index.js'
import type { LiveExternalRepo, LiveTarget } from '../../src/koji/live-state.js'
import type { Tag } from '../../src/koji/tag.js'
import { block, group, groupRows, link, live, set, tag, use } from '../builders.js'

/** Small hubs on which a rule finds something, each with what it says, and others on which it does not. */
export interface RuleCases {
  readonly finds: readonly { readonly hub: AuditInput; readonly says: readonly Said[] }[]
  readonly quiet: { readonly [why: string]: AuditInput }
}

/** The path of a finding, and its message. */
type Said = readonly [path: string, message: string]

interface HubParts {
  readonly targets?: readonly LiveTarget[]
  readonly leftovers?: readonly Tag[]
  readonly repos?: readonly LiveExternalRepo[]
  readonly facts?: Partial<AuditFacts>
}

function hub(tags: readonly Tag[], { targets, leftovers, repos, facts }: HubParts = {}): AuditInput {
  return { live: live(tags, targets, leftovers, repos), facts: { ...noFacts, ...facts } }
}

/** The same, of which but some tags are audited. */
function only(names: readonly string[], input: AuditInput): AuditInput {
  const none = new Set<string>()
  return { ...input, scope: { tags: new Set(names), targets: none, external_repos: none } }
}

/** A target named like its build tag, without the end of that. */
function into(build_tag: string, dest_tag = build_tag.replace(/-build$/, '')): LiveTarget {
  return { name: build_tag.replace(/-build$/, ''), build_tag, dest_tag }
}

const parents = (...names: readonly string[]) => names.map((name, index) => link(name, index * 10))
const dist = (value: string, macro = 'dist') => ({ [`rpm.macro.${macro}`]: set(value) })
const roots = [group('build', ['bash']), group('srpm-build', ['bash'])]
const holders = (table: { readonly [perm: string]: readonly string[] }) => ({
  facts: { holders: new Map(Object.entries(table)) },
})
const names = (tags: readonly string[], targets: readonly LiveTarget[] = []) => ({
  names: { tags: new Set(tags), targets: new Map(targets.map(target => [target.name, target])) },
})
const builds = (table: { readonly [pkg: string]: { readonly [tag: string]: string } }) => ({
  builds: new Map(Object.entries(table).map(([pkg, tags]) => [pkg, new Map(Object.entries(tags))])),
})

export const ruleCases: { readonly [rule: string]: RuleCases } = {
  'dist-tag-unique': {
    finds: [
      {
        hub: hub(
          [
            tag('f44-app-build', { extra: dist('.f44app') }),
            tag('f44-runtime-build', { extra: dist('.f44app') }),
          ],
          { targets: [into('f44-app-build'), into('f44-runtime-build')] },
        ),
        says: [
          [
            'tags.f44-runtime-build.extra.rpm.macro.dist',
            'gives builds the dist tag .f44app, as f44-app-build does',
          ],
        ],
      },
      {
        hub: hub(
          [
            tag('f44-app-build', { extra: dist('.fc%{fedora}app', 'distcore') }),
            tag('f44-x-build', { extra: dist('.fc44app', 'distcore') }),
          ],
          { targets: [into('f44-app-build'), into('f44-x-build')] },
        ),
        says: [
          [
            'tags.f44-x-build.extra.rpm.macro.distcore',
            'gives builds the dist tag .fc44app, as f44-app-build does',
          ],
        ],
      },
    ],
    quiet: {
      'different dist tags': hub(
        [
          tag('f44-app-build', { extra: dist('.f44app') }),
          tag('f44-runtime-build', { extra: dist('.f44runtime') }),
        ],
        { targets: [into('f44-app-build'), into('f44-runtime-build')] },
      ),
      'one dist tag of one ancestor': hub(
        [
          tag('f44-build', { extra: dist('.f44') }),
          tag('f44-kde', { inheritance: parents('f44-build') }),
          tag('f44-gnome', { inheritance: parents('f44-build') }),
        ],
        { targets: [into('f44-build'), into('f44-kde'), into('f44-gnome')] },
      ),
      'the same of two releases, by a macro of the build root': hub(
        [
          tag('f43-app-build', { extra: dist('.f%{fedora}app') }),
          tag('f44-app-build', { extra: dist('.f%{fedora}app') }),
        ],
        { targets: [into('f43-app-build'), into('f44-app-build')] },
      ),
      'a tag that nothing is built in': hub(
        [tag('f44-a', { extra: dist('.f44') }), tag('f44-b', { extra: dist('.f44') })],
        { targets: [into('f44-a')] },
      ),
      'side tags': hub(
        [
          tag('f44-build-side-1', { extra: dist('.f44x') }),
          tag('f44-build-side-2', { extra: dist('.f44x') }),
        ],
        { targets: [into('f44-build-side-1'), into('f44-build-side-2')] },
      ),
    },
  },
  'dist-tag-release': {
    finds: [
      {
        hub: hub([tag('f44-app-build', { extra: dist('.f43app') })], { targets: [into('f44-app-build')] }),
        says: [
          [
            'tags.f44-app-build.extra.rpm.macro.dist',
            'the dist tag .f43app does not hold the number of its release, 44',
          ],
        ],
      },
      {
        hub: hub([tag('f44-app-build', { extra: dist('.app') })], { targets: [into('f44-app-build')] }),
        says: [
          [
            'tags.f44-app-build.extra.rpm.macro.dist',
            'the dist tag .app does not hold the number of its release, 44',
          ],
        ],
      },
      {
        hub: hub([tag('f4-build', { extra: dist('.f44') })], { targets: [into('f4-build')] }),
        says: [
          [
            'tags.f4-build.extra.rpm.macro.dist',
            'the dist tag .f44 does not hold the number of its release, 4',
          ],
        ],
      },
    ],
    quiet: {
      'the number': hub([tag('f44-app-build', { extra: dist('.f44app') })], {
        targets: [into('f44-app-build')],
      }),
      'a macro for the number': hub([tag('f44-app-build', { extra: dist('.fc%{?fedora}app', 'distcore') })], {
        targets: [into('f44-app-build')],
      }),
      'a minor number, as EPEL writes it': hub([tag('epel10.1-build', { extra: dist('.el10_1') })], {
        targets: [into('epel10.1-build')],
      }),
      'a tag of no release': hub([tag('eln-build', { extra: dist('.eln') })], {
        targets: [into('eln-build')],
      }),
    },
  },
  'macro-outside-family': {
    finds: [
      {
        hub: hub(
          [
            tag('f44-app-build', { extra: dist('.f44app') }),
            tag('f44-infra-build', { inheritance: parents('f44-app-build') }),
          ],
          { targets: [into('f44-infra-build')] },
        ),
        says: [
          [
            'tags.f44-infra-build.extra.rpm.macro.dist',
            'builds see rpm.macro.dist of f44-app-build, which is of another family',
          ],
        ],
      },
    ],
    quiet: {
      'one of its family': hub(
        [
          tag('f44-build', { extra: { 'rpm.macro.vendor': set('Fedora') } }),
          tag('f44-infra-build', { inheritance: parents('f44-build') }),
          tag('f44-build-side-1', { inheritance: parents('f44-build') }),
        ],
        { targets: [into('f44-infra-build'), into('f44-build-side-1')] },
      ),
      'a macro that is blocked on the way': hub(
        [
          tag('f44-app-build', { extra: dist('.f44app') }),
          tag('f44-infra-build', {
            inheritance: parents('f44-app-build'),
            extra: { 'rpm.macro.dist': block },
          }),
        ],
        { targets: [into('f44-infra-build')] },
      ),
      'a link without configuration': hub(
        [
          tag('f44-app-build', { extra: dist('.f44app') }),
          tag('f44-infra-build', { inheritance: [link('f44-app-build', 0, { noconfig: true })] }),
        ],
        { targets: [into('f44-infra-build')] },
      ),
    },
  },
  'build-tag-arches': {
    finds: [
      {
        hub: hub([tag('f44-app-build'), tag('f44-app')], { targets: [into('f44-app-build')] }),
        says: [['tags.f44-app-build.arches', 'has no arches, and target f44-app builds in it']],
      },
      {
        hub: hub([tag('f44-build', { settings: { arches: null } })], {
          targets: ['a', 'b', 'c', 'd', 'e'].map(name => ({ ...into('f44-build'), name })),
        }),
        says: [['tags.f44-build.arches', 'has no arches, and targets a, b, c and 2 more build in it']],
      },
    ],
    quiet: {
      'its own': hub([tag('f44-build', { settings: { arches: 'x86_64' } })], {
        targets: [into('f44-build')],
      }),
      inherited: hub(
        [
          tag('f44', { settings: { arches: 'x86_64' } }),
          tag('f44-build', { settings: { arches: null }, inheritance: parents('f44') }),
        ],
        { targets: [into('f44-build')] },
      ),
      'no target': hub([tag('f44-build')]),
      'a build tag that was not read': hub([tag('f44')], { targets: [into('f44-build')] }),
    },
  },
  'build-tag-groups': {
    finds: [
      {
        hub: hub([tag('f44-build', { groups: [group('build', ['bash'])] })], {
          targets: [into('f44-build')],
        }),
        says: [
          ['tags.f44-build.groups.srpm-build', 'has no group srpm-build, which build roots are made of'],
        ],
      },
      {
        hub: hub(
          [
            tag('f44', { groups: roots }),
            tag('f44-build', {
              inheritance: parents('f44'),
              groups: [group('build', [], { blocked: true }), group('srpm-build', [], null, ['bash'])],
            }),
          ],
          { targets: [into('f44-build')] },
        ),
        says: [
          ['tags.f44-build.groups.build', 'has a blocked group build, which build roots are made of'],
          [
            'tags.f44-build.groups.srpm-build',
            'has an empty group srpm-build, which build roots are made of',
          ],
        ],
      },
    ],
    quiet: {
      inherited: hub([tag('f44', { groups: roots }), tag('f44-build', { inheritance: parents('f44') })], {
        targets: [into('f44-build')],
      }),
      'a tag for images of containers': hub([tag('f44-container-build')], {
        targets: [into('f44-container-build')],
      }),
    },
  },
  'flatpak-macros': {
    finds: [
      {
        hub: hub([tag('f44-app-build', { groups: roots })], { targets: [into('f44-app-build')] }),
        says: [
          ['tags.f44-app-build.groups.build.flatpak-rpm-macros', 'the group build lacks flatpak-rpm-macros'],
        ],
      },
    ],
    quiet: {
      'it has them from its destination': hub(
        [
          tag('f44-app', { groups: [group('build', ['flatpak-rpm-macros'], null)] }),
          tag('f44-build', { groups: roots }),
          tag('f44-app-build', { inheritance: parents('f44-app', 'f44-build') }),
        ],
        { targets: [into('f44-app-build')] },
      ),
      'other build tags': hub([tag('f44-build', { groups: roots })], { targets: [into('f44-build')] }),
      'no groups at all, which another rule tells': hub([tag('f44-app-build')], {
        targets: [into('f44-app-build')],
      }),
    },
  },
  'flatpak-macros-build': {
    finds: [
      {
        hub: hub([tag('f44-app-build')], {
          targets: [into('f44-app-build')],
          facts: builds({ 'flatpak-rpm-macros': { 'f44-flatpak-runtime': 'flatpak-rpm-macros-44-1' } }),
        }),
        says: [
          ['tags.f44-app-build.builds.flatpak-rpm-macros', 'no build of flatpak-rpm-macros is in reach'],
        ],
      },
    ],
    quiet: {
      'an ancestor has one': hub(
        [tag('f44-flatpak-runtime'), tag('f44-app-build', { inheritance: parents('f44-flatpak-runtime') })],
        {
          targets: [into('f44-app-build')],
          facts: builds({ 'flatpak-rpm-macros': { 'f44-flatpak-runtime': 'flatpak-rpm-macros-44-1' } }),
        },
      ),
      'nobody asked': hub([tag('f44-app-build')], { targets: [into('f44-app-build')] }),
    },
  },
  'flatpak-tags': {
    finds: [
      {
        hub: hub(
          [
            tag('f44-images', {
              extra: {
                'flatpak.runtime_tag': set('f44-gone'),
                'flatpak.app_package_tag': set(['f44-app']),
                'flatpak.app_package_dist_repo': set('true'),
                'flatpak.runtime_pakage_tag': set('f44'),
              },
            }),
          ],
          { facts: { tags: new Map([['f44-gone', null]]) } },
        ),
        says: [
          [
            'tags.f44-images.extra.flatpak.app_package_dist_repo',
            'flatpak.app_package_dist_repo is neither true nor false',
          ],
          ['tags.f44-images.extra.flatpak.app_package_tag', 'flatpak.app_package_tag is no name of a tag'],
          [
            'tags.f44-images.extra.flatpak.runtime_pakage_tag',
            'flatpak-module-tools knows no flatpak.runtime_pakage_tag; did you mean flatpak.runtime_package_tag?',
          ],
          [
            'tags.f44-images.extra.flatpak.runtime_tag',
            'flatpak.runtime_tag names f44-gone, and there is no such tag',
          ],
        ],
      },
      {
        hub: hub([
          tag('f44-flatpak-app', { settings: { arches: 'x86_64' } }),
          tag('f44-images', {
            extra: {
              'flatpak.app_package_tag': set('f44-flatpak-app'),
              'flatpak.app_package_dist_repo': set(true),
              'flatpak.runtime_package_dist_repo': set(true),
            },
          }),
        ]),
        says: [
          [
            'tags.f44-images.extra.flatpak.app_package_dist_repo',
            'no dist-repo is made of f44-flatpak-app: it has no tag2distrepo.enabled',
          ],
          [
            'tags.f44-images.extra.flatpak.runtime_package_dist_repo',
            'no flatpak.runtime_package_tag says of which tag',
          ],
        ],
      },
    ],
    quiet: {
      'tags that were read, or asked about': hub(
        [
          tag('f44-app', { extra: { 'tag2distrepo.enabled': set(true) } }),
          tag('f44-images', {
            extra: {
              'flatpak.app_package_tag': set('f44-app'),
              'flatpak.app_package_dist_repo': set(true),
              'flatpak.runtime_tag': set('f44-candidate'),
            },
          }),
        ],
        { facts: { tags: new Map([['f44-candidate', tag('f44-candidate')]]) } },
      ),
      'no dist-repo': hub([
        tag('f44-app'),
        tag('f44-images', {
          extra: {
            'flatpak.app_package_tag': set('f44-app'),
            'flatpak.app_package_dist_repo': set(false),
          },
        }),
      ]),
      'a tag of which nothing is known': hub([
        tag('f44-images', { extra: { 'flatpak.runtime_tag': set('f44-candidate') } }),
      ]),
    },
  },
  'dist-repo': {
    finds: [
      {
        hub: hub([
          tag('f44-app', {
            extra: {
              'tag2distrepo.enabled': set('true'),
              'tag2distrepo.inherit': set('false'),
              'tag2distrepo.latest': set(1),
              'tag2distrepo.keys': set(12345678),
              'tag2distrepo.enable': set(true),
            },
          }),
        ]),
        says: [
          ['tags.f44-app.arches', 'a dist-repo is made of it, and it has no arches of its own'],
          [
            'tags.f44-app.extra.tag2distrepo.enable',
            'tag2distrepo knows no tag2distrepo.enable; did you mean tag2distrepo.enabled?',
          ],
          [
            'tags.f44-app.extra.tag2distrepo.enabled',
            'tag2distrepo.enabled is the text "true", and any text is true',
          ],
          [
            'tags.f44-app.extra.tag2distrepo.inherit',
            'tag2distrepo.inherit is the text "false", and any text is true',
          ],
          ['tags.f44-app.extra.tag2distrepo.keys', 'tag2distrepo.keys is no text of hexadecimal digits'],
          ['tags.f44-app.extra.tag2distrepo.latest', 'tag2distrepo.latest is neither true nor false'],
        ],
      },
      {
        hub: hub([
          tag('f44-infra', {
            settings: { arches: 'x86_64' },
            extra: { 'tag2distrepo.enabled': set(true), 'tag2distrepo.keys': set('47dd8ef9 47DD8EF9') },
          }),
        ]),
        says: [
          [
            'tags.f44-infra.extra.tag2distrepo.keys',
            'tag2distrepo.keys: 47DD8EF9 is no id of a key, 8 to 40 hexadecimal digits in lower case',
          ],
        ],
      },
      {
        // The plugin reads the tag's own arches alone.
        hub: hub([
          tag('f44', { settings: { arches: 'x86_64' } }),
          tag('f44-infra', {
            settings: { arches: null },
            extra: { 'tag2distrepo.enabled': set(true) },
            inheritance: parents('f44'),
          }),
        ]),
        says: [['tags.f44-infra.arches', 'a dist-repo is made of it, and it has no arches of its own']],
      },
    ],
    quiet: {
      'all as it should be': hub([
        tag('f44-infra', {
          settings: { arches: 'x86_64' },
          extra: { 'tag2distrepo.enabled': set(true), 'tag2distrepo.keys': set('47dd8ef9') },
        }),
      ]),
      'not enabled, or blocked': hub([
        tag('a', { extra: { 'tag2distrepo.enabled': set(false) } }),
        tag('b', { extra: { 'tag2distrepo.enabled': block } }),
      ]),
    },
  },
  'locked-destination': {
    finds: [
      {
        hub: hub([tag('f43', { settings: { locked: true } })], { targets: [into('f43-build')] }),
        says: [['targets.f43.dest_tag', 'its destination f43 is locked']],
      },
    ],
    quiet: {
      'an open destination': hub([tag('f43')], { targets: [into('f43-build')] }),
      'a locked tag without targets': hub([tag('f43', { settings: { locked: true } })]),
    },
  },
  'target-without-access': {
    finds: [
      {
        hub: hub([tag('f44-infra-candidate', { settings: { perm: 'admin' } })], {
          targets: [into('f44-infra-build', 'f44-infra-candidate')],
          ...holders({ admin: ['releng'] }),
        }),
        says: [
          [
            'targets.f44-infra.dest_tag',
            'only administrators may tag builds into f44-infra-candidate, which asks for admin',
          ],
        ],
      },
      {
        hub: hub([tag('f44', { settings: { perm: 'infra' } })], {
          targets: [into('f44-build')],
          ...holders({ admin: ['releng'], infra: [] }),
        }),
        says: [['targets.f44.dest_tag', 'nobody may tag builds into f44, which asks for infra']],
      },
    ],
    quiet: {
      'somebody holds it': hub([tag('f44', { settings: { perm: 'infra' } })], {
        targets: [into('f44-build')],
        ...holders({ admin: ['releng'], infra: ['releng', 'packager'] }),
      }),
      'no permission': hub([tag('f44')], {
        targets: [into('f44-build')],
        ...holders({ admin: [] }),
      }),
      'nobody asked': hub([tag('f44', { settings: { perm: 'infra' } })], { targets: [into('f44-build')] }),
    },
  },
  'perm-without-holder': {
    finds: [
      {
        hub: hub([tag('f44-signing', { settings: { perm: 'autosign' } })], holders({ autosign: [] })),
        says: [['tags.f44-signing.perm', 'nobody holds autosign']],
      },
    ],
    quiet: {
      'somebody holds it': hub(
        [tag('f44-signing', { settings: { perm: 'autosign' } })],
        holders({ autosign: ['robot'] }),
      ),
      'nobody asked': hub([tag('f44-signing', { settings: { perm: 'autosign' } })]),
    },
  },
  'locked-parent': {
    finds: [
      {
        hub: hub([
          tag('f43', { settings: { locked: true } }),
          tag('f43-build', { inheritance: parents('f43') }),
          tag('rawhide', { inheritance: parents('f43') }),
          tag('eln-build', { inheritance: parents('f43-build') }),
        ]),
        says: [
          ['tags.eln-build.inheritance.f43-build', 'inherits from f43-build, and f43 is locked'],
          ['tags.rawhide.inheritance.f43', 'inherits from f43, and f43 is locked'],
        ],
      },
    ],
    quiet: {
      'its own release': hub([
        tag('f43', { settings: { locked: true } }),
        tag('f43-updates', { inheritance: parents('f43') }),
        tag('module-f43-build', { inheritance: parents('f43') }),
      ]),
      'another release that is open': hub([tag('f43'), tag('rawhide', { inheritance: parents('f43') })]),
      'a locked tag of no release': hub([
        tag('attic', { settings: { locked: true } }),
        tag('f43', { inheritance: parents('attic') }),
      ]),
    },
  },
  'ended-parent': {
    finds: [
      {
        hub: hub([tag('f41-build'), tag('f43-kde', { inheritance: parents('f41-build') })], {
          facts: names(['f41', 'f41-build', 'f43', 'f43-kde'], [into('f43-kde'), into('f41-build-side-7')]),
        }),
        says: [
          ['tags.f43-kde.inheritance.f41-build', 'inherits from f41-build, and f41 has no targets any more'],
        ],
      },
    ],
    quiet: {
      'a release with targets': hub(
        [tag('f41-build'), tag('f43-kde', { inheritance: parents('f41-build') })],
        {
          facts: names(['f41', 'f41-build', 'f43-kde'], [into('f41-build')]),
        },
      ),
      'its own release': hub([tag('f41'), tag('f41-updates', { inheritance: parents('f41') })], {
        facts: names(['f41', 'f41-updates']),
      }),
      'what has no root': hub(
        [tag('python3-macros'), tag('f44', { inheritance: parents('python3-macros') })],
        {
          facts: names(['python3-macros', 'f44']),
        },
      ),
      'a locked one, which another rule tells': hub(
        [tag('f41', { settings: { locked: true } }), tag('rawhide', { inheritance: parents('f41') })],
        { facts: names(['f41', 'rawhide']) },
      ),
      'nobody asked': hub([tag('f41'), tag('rawhide', { inheritance: parents('f41') })]),
    },
  },
  'inheritance-loop': {
    finds: [
      {
        hub: hub([
          tag('b', { inheritance: parents('c') }),
          tag('c', { inheritance: parents('a', 'd') }),
          tag('a', { inheritance: parents('b') }),
          tag('d'),
          tag('z', { inheritance: parents('a') }),
        ]),
        says: [['tags.a.inheritance.b', 'inherits from itself: a → b → c → a']],
      },
      {
        hub: hub([
          tag('f44', { inheritance: parents('f44-build') }),
          tag('f44-build', { inheritance: parents('f44') }),
        ]),
        says: [['tags.f44.inheritance.f44-build', 'inherits from itself: f44 → f44-build → f44']],
      },
    ],
    quiet: {
      'two ways to one ancestor': hub([
        tag('a', { inheritance: parents('b', 'c') }),
        tag('b', { inheritance: parents('d') }),
        tag('c', { inheritance: parents('d') }),
        tag('d'),
      ]),
    },
  },
  zombie: {
    finds: [
      {
        hub: hub([tag('f44', { inheritance: parents('f40-extras'), external_repos: [use('gone-repo')] })], {
          leftovers: [tag('f20', { inheritance: parents('f44') })],
        }),
        says: [
          ['tags.f20', 'does not exist, and has links, groups or external repos: 1'],
          ['tags.f44.external_repos.gone-repo', 'uses the external repo gone-repo, which does not exist'],
          ['tags.f44.inheritance.f40-extras', 'inherits from f40-extras, which does not exist'],
        ],
      },
    ],
    quiet: {
      'all is there': hub(
        [tag('f43'), tag('f44', { inheritance: parents('f43'), external_repos: [use('repo')] })],
        { repos: [{ name: 'repo', url: 'https://repos.test/' }] },
      ),
    },
  },
  'duplicate-ancestor': {
    finds: [
      {
        hub: hub([
          tag('f44'),
          tag('f44-updates', { inheritance: parents('f44') }),
          tag('f44-build', { inheritance: parents('f44', 'f44-updates') }),
          tag('f44-x', { inheritance: parents('f44-updates', 'f44') }),
        ]),
        says: [
          [
            'tags.f44-build.inheritance.f44',
            'inherits from f44 before f44-updates, which inherits from it: what is in f44 hides newer builds there',
          ],
          ['tags.f44-x.inheritance.f44', 'the link to f44 gives nothing: it comes with f44-updates already'],
        ],
      },
    ],
    quiet: {
      'a link that is intransitive and ends there': hub([
        tag('f44'),
        tag('f44-app', { inheritance: [link('f44', 0, { intransitive: true })] }),
        tag('f44-app-build', { inheritance: parents('f44-app', 'f44') }),
      ]),
      'a link with a filter': hub([
        tag('f44'),
        tag('f44-updates', { inheritance: parents('f44') }),
        tag('f44-x', {
          inheritance: [link('f44', 0, { pkg_filter: '^kernel$' }), link('f44-updates', 10)],
        }),
      ]),
      'two parents with one ancestor': hub([
        tag('f44'),
        tag('a', { inheritance: parents('f44') }),
        tag('b', { inheritance: parents('f44') }),
        tag('c', { inheritance: parents('a', 'b') }),
      ]),
    },
  },
  'redundant-entry': {
    finds: [
      {
        hub: hub([
          tag('f44', {
            groups: [group('build', ['bash', 'sed'])],
            extra: { 'mock.package_manager': set('dnf') },
          }),
          tag('f44-build', {
            groups: [group('build', ['bash', 'gcc'], null)],
            extra: { 'mock.package_manager': set('dnf') },
            inheritance: parents('f44'),
          }),
        ]),
        says: [
          ['tags.f44-build.extra.mock.package_manager', 'f44 gives mock.package_manager already'],
          ['tags.f44-build.groups.build.bash', 'f44 gives bash in group build already'],
        ],
      },
    ],
    quiet: {
      'other values': hub([
        tag('f44', {
          groups: [group('build', ['bash'])],
          extra: { 'mock.package_manager': set('dnf'), k: set(1) },
        }),
        tag('f44-build', {
          groups: [groupRows('build', { config: null, packages: { bash: { type: 'optional' } } })],
          extra: { 'mock.package_manager': set('dnf5'), k: set('1') },
          inheritance: parents('f44'),
        }),
      ]),
      'what comes through an intransitive link, which heirs do not have': hub([
        tag('f44', { extra: { k: set(1) } }),
        tag('f44-app', { extra: { k: set(1) }, inheritance: [link('f44', 0, { intransitive: true })] }),
      ]),
      'what counts in the tag itself alone': hub([
        tag('f44-infra', { extra: { 'tag2distrepo.enabled': set(true) } }),
        tag('f44-infra-stg', {
          extra: { 'tag2distrepo.enabled': set(true) },
          inheritance: parents('f44-infra'),
        }),
      ]),
      'a value that a nearer ancestor hides': hub([
        tag('f43', { extra: { k: set(1) } }),
        tag('f44', { extra: { k: block }, inheritance: parents('f43') }),
        tag('f44-build', { extra: { k: set(1) }, inheritance: parents('f44') }),
      ]),
    },
  },
  'group-package-without-build': {
    finds: [
      {
        hub: hub([tag('f44-build', { groups: [group('build', ['bash', 'info'])] })], {
          targets: [into('f44-build')],
          facts: builds({ bash: { 'f44-build': 'bash-5-1' }, info: { f43: 'info-7-1' } }),
        }),
        says: [['tags.f44-build.groups.build.info', 'no build in reach of f44-build has info']],
      },
      {
        hub: hub(
          [
            tag('f44', { groups: [group('build', ['bash', 'info'])] }),
            tag('f44-build', { inheritance: parents('f44') }),
            tag('f44-infra-build', { inheritance: parents('f44-build') }),
          ],
          {
            targets: [into('f44-build'), into('f44-infra-build')],
            facts: builds({ bash: { f44: 'bash-5-1' }, info: {} }),
          },
        ),
        says: [['tags.f44.groups.build.info', 'no build in reach of f44-build and f44-infra-build has info']],
      },
      {
        hub: hub([tag('f44-build', { groups: roots.concat([group('build', ['bash', 'sed'])]) })], {
          targets: [into('f44-build')],
          facts: builds({ bash: {}, sed: {} }),
        }),
        says: [['tags.f44-build.groups', 'no build in reach has any of the 2 packages of its groups']],
      },
    ],
    quiet: {
      'all are in reach': hub(
        [tag('f44', { groups: roots }), tag('f44-build', { inheritance: parents('f44') })],
        { targets: [into('f44-build')], facts: builds({ bash: { f44: 'bash-5-1' } }) },
      ),
      'an external repo may have it': hub(
        [tag('f44-build', { groups: roots, external_repos: [use('rhel')] })],
        { targets: [into('f44-build')], facts: builds({ bash: {} }) },
      ),
      'nobody asked': hub([tag('f44-build', { groups: roots })], { targets: [into('f44-build')] }),
    },
  },
  'repo-plain-http': {
    finds: [
      {
        hub: hub([], { repos: [{ name: 'rhel', url: 'http://mirror.test/rhel/' }] }),
        says: [['external_repos.rhel.url', 'is fetched over plain http']],
      },
    ],
    quiet: {
      https: hub([], { repos: [{ name: 'rhel', url: 'https://mirror.test/rhel/' }] }),
      'a file of the builders': hub([], { repos: [{ name: 'rhel', url: 'file:///mnt/rhel/' }] }),
    },
  },
  'repo-unused': {
    finds: [
      {
        hub: hub([], { repos: [{ name: 'f38-build', url: 'https://repos.test/', users: [] }] }),
        says: [['external_repos.f38-build', 'no tag uses it']],
      },
    ],
    quiet: {
      'a tag uses it': hub([], {
        repos: [{ name: 'f44-build', url: 'https://repos.test/', users: ['f44-build'] }],
      }),
      'it is not known who does': hub([], { repos: [{ name: 'f44-build', url: 'https://repos.test/' }] }),
    },
  },
  'name-off-pattern': {
    finds: [
      {
        hub: hub(
          ['f44', 'f44kde', 'F44-gnome', 'f-44-xfce', 'f044-lxqt', 'module_f44_build', 'f44-'].map(name =>
            tag(name),
          ),
          { targets: [{ name: 'F44', build_tag: 'f44', dest_tag: 'f44' }] },
        ),
        says: [
          ['tags.F44-gnome', 'is not written as names of f44 are: f44-gnome'],
          ['tags.f-44-xfce', 'is not written as names of f44 are: f44-xfce'],
          ['tags.f044-lxqt', 'is not written as names of f44 are: f44-lxqt'],
          ['tags.f44kde', 'is not written as names of f44 are: f44-kde'],
          ['tags.module_f44_build', 'is not written as names of f44 are: module_f44-build'],
          ['targets.F44', 'is not written as names of f44 are: f44'],
        ],
      },
    ],
    quiet: {
      'names of the release': hub(
        ['f44', 'f44-build', 'module-f44-build', 'f44-build-side-123', 'f44-Beta'].map(name => tag(name)),
      ),
      'another number': hub(['f44', 'f440-kde', 'f4', 'f4-build', 'f44.1'].map(name => tag(name))),
      'no root of that name': hub(['F30kde', 'f44', 'x86_64', 'gf44'].map(name => tag(name))),
    },
  },
  'unlike-siblings': {
    finds: [
      {
        hub: only(
          ['f44', 'f44-build'],
          hub([tag('f44'), tag('f44-build')], {
            facts: names(
              [
                'f42',
                'f42-infra',
                'f42-build',
                'f43',
                'f43-infra',
                'f43-build',
                'f43-kde',
                'f44',
                'f44-build',
              ],
              [
                into('f42-build'),
                into('f43-build'),
                into('f43-infra', 'f43'),
                into('f42-infra', 'f42'),
              ].concat(into('f44-build')),
            ),
          }),
        ),
        says: [
          ['tags.f44-infra', 'f43 has f43-infra, and f44 lacks its like'],
          ['targets.f44-infra', 'f43 has f43-infra, and f44 lacks its like'],
        ],
      },
    ],
    quiet: {
      'all alike': hub([tag('f44')], { facts: names(['f43', 'f43-build', 'f44', 'f44-build']) }),
      'what but one of two has, and side tags': hub([tag('f44')], {
        facts: names(['f42', 'f43', 'f43-kde', 'f43-build-side-1', 'f44']),
      }),
      'targets of releases that have ended': hub([tag('f43'), tag('f44')], {
        facts: names(['f42', 'f43', 'f44'], [into('f44-build')]),
      }),
      'a release that is not audited': only(
        ['f44-build'],
        hub([tag('f44'), tag('f44-build')], { facts: names(['f43', 'f43-x', 'f44', 'f44-build']) }),
      ),
      'nobody asked': hub([tag('f44')]),
    },
  },
}
