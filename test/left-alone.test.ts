import { expect } from 'chai'
import { loadDesired } from '../src/desired/index.js'
import { formatCall } from '../src/koji/call.js'
import { type Planned, planDesired, planUndo } from '../src/pipeline.js'
import { noteText } from '../src/report/index.js'
import { memoryIo } from './desired/helpers.js'
import { anyLeave, applyRehearsed, SandboxHub } from './sandbox-hub.js'

/** What there is, what was applied, what others did since; the calls of the undo, and what it leaves alone. */
interface Case {
  readonly what: string
  readonly before?: string
  readonly applied: string
  readonly since: (hub: SandboxHub) => Promise<unknown>
  readonly undone: readonly string[]
  readonly left: readonly string[]
}

const twoTags = 'tags: {p: {arches: [x86_64]}, c: {inheritance: [p]}}'

const cases: readonly Case[] = [
  {
    what: 'a value that others changed; the others of the tag go back',
    before: 'tags: {a: {extra: {k: 1, l: 1}}}',
    applied: 'tags: {a: {extra: {k: 2, l: 2}}}',
    since: hub => hub.call('editTag2', ['a'], { extra: { k: 3 } }),
    undone: ['switch: editTag2("a", extra={"l":1})'],
    left: ['tag a: extra k 3 → 1 is left alone: it was changed since (by kojiadmin, EVENT)'],
  },
  {
    what: 'nothing where others undid it already',
    before: 'tags: {a: {arches: [x86_64]}}',
    applied: 'tags: {a: {arches: [aarch64]}}',
    since: hub => hub.call('editTag2', ['a'], { arches: 'x86_64' }),
    undone: [],
    left: [],
  },
  {
    what: 'a row of a tag that others deleted',
    before: 'tags: {a: {extra: {k: 1}}, b: {}}',
    applied: 'tags: {a: {extra: {k: 2}}, b: {locked: true}}',
    since: hub => hub.call('deleteTag', ['a']),
    undone: ['switch: editTag2("b", locked=false)'],
    left: ['tag a: extra k 2 → 1 is left alone: there is no tag a any more'],
  },
  {
    what: 'a new tag into which others put something',
    applied: 'tags: {a: {extra: {k: 1}}}',
    since: hub => hub.call('editTag2', ['a'], { extra: { l: 1 } }),
    undone: [],
    left: ['tag a stays: others have set extra l 1'],
  },
  {
    what: 'a new tag that others gave other settings',
    applied: 'tags: {a: {arches: [x86_64], extra: {k: 1}}}',
    since: hub => hub.call('editTag2', ['a'], { locked: true }),
    undone: [],
    left: ['tag a is left alone: it is another one by now (by kojiadmin, EVENT)'],
  },
  {
    what: 'a new tag that lists packages of others',
    applied: 'tags: {a: {packages: {releng: [bash]}}}',
    since: hub => hub.call('packageListAdd', ['a', 'eog', 'releng']),
    undone: [],
    left: ['tag a stays: others have set packages eog (owner releng)'],
  },
  {
    what: 'a new tag whose package others replaced by another',
    applied: 'tags: {a: {packages: {releng: [bash]}}}',
    since: async hub => {
      await hub.call('packageListAdd', ['a', 'eog', 'releng'])
      await hub.call('packageListRemove', ['a', 'bash'])
    },
    undone: [],
    left: ['tag a stays: others have set packages eog (owner releng)'],
  },
  {
    what: 'a new tag without packages that lists some of others',
    applied: 'tags: {a: {}}',
    since: hub => hub.call('packageListAdd', ['a', 'eog', 'releng']),
    undone: [],
    left: ['tag a stays: it lists 1 package of others'],
  },
  {
    what: 'a new tag that others filled, locked and unlocked',
    applied: 'tags: {a: {arches: [x86_64]}}',
    since: async hub => {
      await hub.call('groupListAdd', ['a', 'build'])
      await hub.call('editTag2', ['a'], { locked: true })
      await hub.call('editTag2', ['a'], { locked: false })
    },
    undone: [],
    left: ['tag a stays: others have set group build the group'],
  },
  {
    what: 'what others use of a run; the rest goes, and a rehearsal has nothing against it',
    applied: 'tags: {a: {}}\nexternal_repos: {r: {url: "https://example.org/"}}',
    since: async hub => {
      await hub.call('createTag', ['other'])
      await hub.call('addExternalRepoToTag', ['other', 'r', 5])
    },
    undone: ['remove: deleteTag("a")'],
    left: ['external repo r stays: other uses it'],
  },
  {
    what: 'a target whose tag others deleted; the rest goes back',
    before: 'tags: {a: {extra: {k: 1}}, b: {}}\ntargets: {t: {build_tag: b, dest_tag: b}}',
    applied: 'tags: {a: {extra: {k: 2}}, b: {locked: true}}\ntargets: {t: {absent: true}}',
    since: hub => hub.call('deleteTag', ['b']),
    undone: ['switch: editTag2("a", extra={"k":1})'],
    left: [
      'tag b: locked yes → no is left alone: there is no tag b any more',
      'target t: build tag b, destination b is left alone: there is no tag b any more',
    ],
  },
  {
    what: 'what others wrote to a deleted tag that they made again and deleted',
    before: 'tags: {a: {extra: {k: 1}}}',
    applied: 'tags: {a: {absent: true}}',
    since: async hub => {
      await hub.call('createTag', ['a'])
      await hub.call('editTag2', ['a'], { extra: { l: 1 } })
      await hub.call('deleteTag', ['a'])
    },
    undone: ['create: createTag("a", extra={"k":1})'],
    left: [],
  },
  {
    what: 'no link between tags that were deleted together',
    before: 'tags: {a: {}, b: {inheritance: [a]}}',
    applied: 'tags: {a: {absent: true}, b: {absent: true}}',
    since: async () => undefined,
    undone: ['create: createTag("a")', 'create: createTag("b", parent="a")'],
    left: [],
  },
  {
    what: 'a new tag that others inherit from, and its new parent',
    applied: twoTags,
    since: async hub => {
      await hub.call('createTag', ['other'], { parent: 'c' })
    },
    undone: [],
    left: ['tag c stays: other uses it', 'tag p stays: c uses it'],
  },
  {
    what: 'a new tag that a target of others uses; its parent goes with its other children alone',
    applied: 'tags: {p: {}, c: {inheritance: [p]}, d: {inheritance: [p]}}',
    since: hub => hub.call('createBuildTarget', ['t', 'd', 'd']),
    undone: ['remove: deleteTag("c")'],
    left: ['tag d stays: 1 target uses it: t', 'tag p stays: d uses it'],
  },
  {
    what: 'nothing of a tag that was deleted and is another one by now',
    before: 'tags: {a: {arches: [x86_64], extra: {k: 1}}}',
    applied: 'tags: {a: {absent: true}}',
    since: hub => hub.call('createTag', ['a'], { arches: 's390x' }),
    undone: [],
    left: ['tag a is left alone: it is another one by now (by kojiadmin, EVENT)'],
  },
  {
    what: 'nothing where a new external repo is used by a tag of others',
    applied: 'external_repos: {r: {url: "https://example.org/"}}',
    since: async hub => {
      await hub.call('createTag', ['other'])
      await hub.call('addExternalRepoToTag', ['other', 'r', 5])
    },
    undone: [],
    left: ['external repo r stays: other uses it'],
  },
  {
    what: 'a deleted tag with its packages, and not its builds',
    before: 'tags: {a: {extra: {k: 1}, packages: {releng: [bash, eog]}}}',
    applied: 'tags: {a: {absent: true}}',
    since: async () => undefined,
    undone: [
      'create: createTag("a", extra={"k":1})',
      'fill: packageListAdd("a", "bash", owner="releng")',
      'fill: packageListAdd("a", "eog", owner="releng")',
    ],
    left: [],
  },
  {
    what: 'a target that others moved on',
    before: 'tags: {a: {}, b: {}, c: {}}\ntargets: {t: {build_tag: a, dest_tag: a}}',
    applied: 'targets: {t: {build_tag: b, dest_tag: b}}',
    since: hub => hub.call('editBuildTarget', ['t', 't', 'c', 'c']),
    undone: [],
    left: [
      'target t: build tag c → a, destination c → a is left alone: it was changed since (by kojiadmin, EVENT)',
    ],
  },
]

async function planYaml(hub: SandboxHub, text: string): Promise<Planned> {
  const state = await loadDesired(['f.yaml'], memoryIo({ 'f.yaml': `version: 1\n${text}\n` }))
  return planDesired(state, hub.client, 'test')
}

describe('an undo leaves alone', () => {
  for (const { what, before, applied, since, undone, left } of cases) {
    it(what, async () => {
      const hub = new SandboxHub()
      const apply = (planned: Planned) => applyRehearsed(planned, hub.client, hub.login, anyLeave)
      if (before !== undefined) await apply(await planYaml(hub, before))
      const made = await planYaml(hub, applied)
      await apply(made)
      await since(hub)
      const undo = await planUndo(made.plan, hub.client, 'test')
      const calls = undo.plan.stages.flatMap(({ stage, calls }) =>
        calls.map(call => `${stage}: ${formatCall(call)}`),
      )
      expect(calls).to.deep.equal(undone)
      const told = undo.plan.notes.map(note => noteText(note).replace(/^\S+: /, ''))
      expect(told.map(text => text.replace(/, 2\d{3}-.*event \d+/, ', EVENT'))).to.deep.equal(left)
      await apply(undo)
      expect((await planUndo(made.plan, hub.client, 'test')).plan.changes).to.deep.equal([])
    })
  }
})
