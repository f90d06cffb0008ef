import type { LiveState } from '../../../src/koji/live-state.js'
import { type Facet, newTag } from '../../../src/koji/tag.js'
import { block, blocked, group, groupRows, link, listed, live, set, tag, use } from '../../builders.js'
import { linkText, noLinkText } from './facet-case.js'

/** What the tags of a file say, and the calls that they come to. */
export type Cell = readonly [tags: readonly string[], calls: readonly string[]]

export const modes = ['exact', 'additive'] as const
export const actions = ['create', 'update', 'remove', 'no change'] as const
type Cells = Readonly<Record<(typeof modes)[number], Readonly<Record<(typeof actions)[number], Cell>>>>

/** What a hub holds, and what each action comes to there, in each mode. */
export interface FacetRow extends Cells {
  readonly hub: LiveState
}

/** All names of tags and external repos begin with this, so that they can be others on a hub that others use. */
export const prefix = 'mx-'

const url = 'https://example.org/repo/'
const repos = ['mx-r', 'mx-s', 'mx-t'].map(name => ({ name, url }))
const [p, q] = [newTag('mx-p'), newTag('mx-q')]

/**
 * Every facet, in every mode, with every action. The corners of a facet are in its own tests (`settings-cases.ts`,
 * `extra-cases.ts`, `inheritance-cases.ts`, `groups/`, `packages.test.ts`, `external-repos.test.ts`), from data;
 * here files are read, and no cell is missing. To create is shown on a tag that is there and on a new one.
 */
export const matrix: Readonly<Record<Facet, FacetRow>> = {
  // Settings are managed one by one: the modes mean the same. To remove one is to say null.
  settings: {
    hub: live([tag('mx-a', { settings: { arches: 'x86_64', perm: 'admin', locked: true } })]),
    exact: {
      create: [
        ['mx-new: {arches: [x86_64, aarch64], perm: admin, locked: true}'],
        ['create: createTag("mx-new", arches="x86_64 aarch64", perm="admin", locked=true)'],
      ],
      update: [
        ['mx-a: {arches: [aarch64], locked: false}'],
        ['switch: editTag2("mx-a", arches="aarch64", locked=false)'],
      ],
      remove: [['mx-a: {arches: null, perm: null}'], ['switch: editTag2("mx-a", arches=null, perm=null)']],
      'no change': [['mx-a: {arches: x86_64, perm: admin}'], []],
    },
    additive: {
      create: [
        ['mx-new: {perm: admin, manage: {settings: additive}}'],
        ['create: createTag("mx-new", perm="admin")'],
      ],
      update: [
        ['mx-a: {perm: repo, manage: {settings: additive}}'],
        ['switch: editTag2("mx-a", perm="repo")'],
      ],
      remove: [['mx-a: {perm: null, manage: {settings: additive}}'], ['switch: editTag2("mx-a", perm=null)']],
      'no change': [['mx-a: {locked: true, manage: {settings: additive}}'], []],
    },
  },

  extra: {
    hub: live([tag('mx-a', { extra: { k: set('x'), l: set(1), b: block } })]),
    exact: {
      create: [
        ['mx-a: {extra: {k: x, l: 1, n: {deep: [true]}}, block_extra: [b, c]}', 'mx-new: {dist_tag: .new}'],
        [
          'create: createTag("mx-new", extra={"rpm.macro.dist":".new"})',
          'switch: editTag2("mx-a", extra={"n":{"deep":[true]}}, block_extra=["c"])',
        ],
      ],
      update: [
        ['mx-a: {extra: {k: y, b: 0}, block_extra: [l]}'],
        ['switch: editTag2("mx-a", extra={"b":0,"k":"y"}, block_extra=["l"])'],
      ],
      remove: [['mx-a: {extra: {l: 1}, block_extra: [b]}'], ['switch: editTag2("mx-a", remove_extra=["k"])']],
      'no change': [['mx-a: {extra: {k: x, l: 1}, block_extra: [b]}'], []],
    },
    additive: {
      create: [
        [
          'mx-a: {extra: {n: [null]}, manage: {extra: additive}}',
          'mx-new: {block_extra: [k], manage: {extra: additive}}',
        ],
        [
          'create: createTag("mx-new")',
          'create: editTag2("mx-new", block_extra=["k"])',
          'switch: editTag2("mx-a", extra={"n":[null]})',
        ],
      ],
      update: [
        ['mx-a: {extra: {k: y}, manage: {extra: additive}}'],
        ['switch: editTag2("mx-a", extra={"k":"y"})'],
      ],
      remove: [
        ['mx-a: {remove_extra: [k, never], manage: {extra: additive}}'],
        ['switch: editTag2("mx-a", remove_extra=["k"])'],
      ],
      'no change': [['mx-a: {extra: {k: x}, block_extra: [b], manage: {extra: additive}}'], []],
    },
  },

  inheritance: {
    hub: live([p, q, tag('mx-a', { inheritance: [link('mx-p'), link('mx-q', 10, { noconfig: true })] })]),
    exact: {
      create: [
        [
          'mx-a: {inheritance: [mx-p, {parent: mx-q, priority: 10, noconfig: true}, mx-new]}',
          'mx-new: {inheritance: [mx-p, {parent: mx-q, priority: 3, maxdepth: 0, pkg_filter: ^k}]}',
        ],
        [
          'create: createTag("mx-new")',
          `fill: setInheritanceData("mx-new", [${linkText('mx-p')},${linkText('mx-q', 3, { maxdepth: 0, pkg_filter: '^k' })}])`,
          `switch: setInheritanceData("mx-a", [${linkText('mx-new', 20)}])`,
        ],
      ],
      update: [
        ['mx-a: {inheritance: [mx-p, {parent: mx-q, intransitive: true}]}'],
        [`switch: setInheritanceData("mx-a", [${linkText('mx-q', 10, { intransitive: true })}])`],
      ],
      remove: [
        ['mx-a: {inheritance: [mx-p]}'],
        [`switch: setInheritanceData("mx-a", [${noLinkText('mx-q')}])`],
      ],
      'no change': [
        ['mx-a: {inheritance: [{parent: mx-q, priority: 10, noconfig: true}, {parent: mx-p, priority: 0}]}'],
        [],
      ],
    },
    additive: {
      create: [
        [
          'mx-a: {inheritance: [{parent: mx-new, priority: 5}], manage: {inheritance: additive}}',
          'mx-new: {inheritance: [mx-p], manage: {inheritance: additive}}',
        ],
        [
          'create: createTag("mx-new", parent="mx-p")',
          `switch: setInheritanceData("mx-a", [${linkText('mx-new', 5)}])`,
        ],
      ],
      update: [
        ['mx-a: {inheritance: [{parent: mx-q, priority: 10, maxdepth: 1}], manage: {inheritance: additive}}'],
        [`switch: setInheritanceData("mx-a", [${linkText('mx-q', 10, { maxdepth: 1 })}])`],
      ],
      remove: [
        ['mx-a: {inheritance: [{parent: mx-p, absent: true}], manage: {inheritance: additive}}'],
        [`switch: setInheritanceData("mx-a", [${noLinkText('mx-p')}])`],
      ],
      'no change': [['mx-a: {inheritance: [mx-p], manage: {inheritance: additive}}'], []],
    },
  },

  groups: {
    hub: live([
      tag('mx-a', {
        groups: [
          groupRows('build', {
            packages: { bash: {}, gcc: {}, zsh: { blocked: true } },
            requires: { core: {} },
          }),
          group('core', []),
        ],
      }),
    ]),
    exact: {
      create: [
        [
          'mx-a: {groups: {build: {packages: [bash, gcc, make], blocked: [zsh], requires: [core, more]}, core: [], more: [vim]}}',
          'mx-new: {groups: {build: {packages: [{package: bash, type: optional}], description: d}}}',
        ],
        [
          'create: createTag("mx-new")',
          'fill: groupListAdd("mx-new", "build", description="d")',
          'fill: groupPackageListAdd("mx-new", "build", "bash", type="optional", force=true)',
          'switch: groupListAdd("mx-a", "more")',
          'switch: groupPackageListAdd("mx-a", "build", "make", force=true)',
          'switch: groupReqListAdd("mx-a", "build", "more")',
          'switch: groupPackageListAdd("mx-a", "more", "vim", force=true)',
        ],
      ],
      update: [
        [
          'mx-a: {groups: {build: {packages: [bash, {package: gcc, type: default}], blocked: [zsh], requires: [{group: core, type: optional}], uservisible: false}, core: {blocked: false, packages: []}}}',
        ],
        [
          'switch: groupListAdd("mx-a", "build", uservisible=false)',
          'switch: groupPackageListAdd("mx-a", "build", "gcc", type="default", force=true)',
          'switch: groupReqListAdd("mx-a", "build", "core", type="optional")',
        ],
      ],
      remove: [
        ['mx-a: {groups: {build: [bash]}}'],
        [
          'switch: groupPackageListRemove("mx-a", "build", "gcc")',
          'switch: groupPackageListUnblock("mx-a", "build", "zsh")',
          'switch: groupReqListRemove("mx-a", "build", "core")',
          'switch: groupListRemove("mx-a", "core")',
        ],
      ],
      'no change': [
        ['mx-a: {groups: {core: [], build: {packages: [gcc, bash], blocked: [zsh], requires: [core]}}}'],
        [],
      ],
    },
    additive: {
      create: [
        [
          'mx-a: {groups: {build: [make]}, manage: {groups: additive}}',
          'mx-new: {groups: {build: {blocked: true}}, manage: {groups: additive}}',
        ],
        [
          'create: createTag("mx-new")',
          'fill: groupListBlock("mx-new", "build")',
          'switch: groupPackageListAdd("mx-a", "build", "make", force=true)',
        ],
      ],
      update: [
        ['mx-a: {groups: {build: {blocked: [gcc]}, core: {description: c}}, manage: {groups: additive}}'],
        [
          'switch: groupListAdd("mx-a", "core", description="c")',
          'switch: groupPackageListBlock("mx-a", "build", "gcc")',
        ],
      ],
      remove: [
        ['mx-a: {groups: {build: {absent: [gcc, never, zsh]}}, manage: {groups: additive}}'],
        [
          'switch: groupPackageListRemove("mx-a", "build", "gcc")',
          'switch: groupPackageListUnblock("mx-a", "build", "zsh")',
        ],
      ],
      'no change': [
        ['mx-a: {groups: {build: {packages: [bash], requires: [core]}}, manage: {groups: additive}}'],
        [],
      ],
    },
  },

  packages: {
    hub: live([
      tag('mx-a', {
        packages: { eog: listed('releng'), vim: listed('packager', 'i686'), old: blocked('releng') },
      }),
    ]),
    exact: {
      create: [
        [
          'mx-a: {packages: {releng: [eog, gimp], packager: [vim]}, package_arches: {gimp: [i686]}, blocked_packages: [old]}',
          'mx-new: {packages: {releng: [eog]}, blocked_packages: [old]}',
        ],
        [
          'create: createTag("mx-new")',
          'fill: packageListAdd("mx-new", "eog", owner="releng")',
          'fill: packageListAdd("mx-new", "old", block=true, force=true)',
          'switch: packageListAdd("mx-a", "gimp", owner="releng", extra_arches="i686")',
        ],
      ],
      update: [
        ['mx-a: {packages: {releng: [vim, old]}, package_arches: {vim: []}, blocked_packages: [eog]}'],
        [
          'switch: packageListBlock("mx-a", "eog")',
          'switch: packageListUnblock("mx-a", "old")',
          'switch: packageListSetArches("mx-a", "vim", "")',
          'switch: packageListSetOwner("mx-a", "vim", "releng")',
        ],
      ],
      remove: [
        ['mx-a: {packages: {releng: [eog]}, blocked_packages: []}'],
        ['switch: packageListRemove("mx-a", "old")', 'switch: packageListRemove("mx-a", "vim")'],
      ],
      'no change': [['mx-a: {packages: {packager: [vim], releng: [eog]}, blocked_packages: [old]}'], []],
    },
    additive: {
      create: [
        [
          'mx-a: {packages: {releng: [gimp]}, manage: {packages: additive}}',
          'mx-new: {packages: {releng: [eog]}, manage: {packages: additive}}',
        ],
        [
          'create: createTag("mx-new")',
          'fill: packageListAdd("mx-new", "eog", owner="releng")',
          'switch: packageListAdd("mx-a", "gimp", owner="releng")',
        ],
      ],
      update: [
        ['mx-a: {packages: {packager: [eog]}, blocked_packages: [vim], manage: {packages: additive}}'],
        ['switch: packageListSetOwner("mx-a", "eog", "packager")', 'switch: packageListBlock("mx-a", "vim")'],
      ],
      remove: [
        ['mx-a: {absent_packages: [never, old, vim], manage: {packages: additive}}'],
        ['switch: packageListRemove("mx-a", "old")', 'switch: packageListRemove("mx-a", "vim")'],
      ],
      'no change': [
        ['mx-a: {packages: {releng: [eog]}, blocked_packages: [old], manage: {packages: additive}}'],
        [],
      ],
    },
  },

  external_repos: {
    hub: live(
      [tag('mx-a', { external_repos: [use('mx-r'), use('mx-s', 5, { arches: 'x86_64' })] })],
      [],
      [],
      repos,
    ),
    exact: {
      create: [
        [
          'mx-a: {external_repos: [mx-r, mx-s, mx-t]}',
          'mx-new: {external_repos: [{repo: mx-t, merge_mode: bare, arches: [x86_64]}]}',
        ],
        [
          'create: createTag("mx-new")',
          'fill: addExternalRepoToTag("mx-new", "mx-t", 0, merge_mode="bare", arches="x86_64")',
          'switch: addExternalRepoToTag("mx-a", "mx-t", 10)',
        ],
      ],
      update: [
        [
          'mx-a: {external_repos: [{repo: mx-r, priority: 7}, {repo: mx-s, merge_mode: simple, arches: null}]}',
        ],
        [
          'switch: editTagExternalRepo("mx-a", "mx-r", priority=7)',
          'switch: editTagExternalRepo("mx-a", "mx-s", merge_mode="simple", arches="")',
        ],
      ],
      remove: [['mx-a: {external_repos: [mx-r]}'], ['switch: removeExternalRepoFromTag("mx-a", "mx-s")']],
      'no change': [['mx-a: {external_repos: [mx-r, {repo: mx-s, arches: x86_64}]}'], []],
    },
    additive: {
      create: [
        [
          'mx-a: {external_repos: [{repo: mx-t, priority: 3}], manage: {external_repos: additive}}',
          'mx-new: {external_repos: [mx-t], manage: {external_repos: additive}}',
        ],
        [
          'create: createTag("mx-new")',
          'fill: addExternalRepoToTag("mx-new", "mx-t", 0)',
          'switch: addExternalRepoToTag("mx-a", "mx-t", 3)',
        ],
      ],
      update: [
        ['mx-a: {external_repos: [{repo: mx-r, merge_mode: bare}], manage: {external_repos: additive}}'],
        ['switch: editTagExternalRepo("mx-a", "mx-r", merge_mode="bare")'],
      ],
      remove: [
        ['mx-a: {external_repos: [{repo: mx-s, absent: true}], manage: {external_repos: additive}}'],
        ['switch: removeExternalRepoFromTag("mx-a", "mx-s")'],
      ],
      'no change': [['mx-a: {external_repos: [mx-r], manage: {external_repos: additive}}'], []],
    },
  },
}
