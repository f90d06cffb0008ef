import fc from 'fast-check'
import { as, type Caller, call, labelled, multiCall, named, type Step, withMoments } from '../step.js'
import { type Operation, operations } from './operations.js'
import {
  buildNames,
  eventLabels,
  groupNames,
  packageNames,
  repoNames,
  tagNames,
  targetNames,
} from './pools.js'

/**
 * An edit that always makes an event. The event of the last tick is how a sequence remembers a time: the last
 * event of the hub may be someone else's, and not on the same side of the sequence's own on both hubs.
 */
const tick = named('editTag2', { block_extra: ['tick'] }, 'tx-clock')
const lastTick = named('tagLastChangeEvent', { inherit: false }, 'tx-clock')

/** How every sequence begins: things to work on, each with a label for its id. */
const prologue: readonly Step[] = [
  call('createTag', 'tx-clock'),
  ...tagNames.slice(0, -1).map(name => labelled(name, call('createTag', `tx-${name}`, null, 'x86_64'))),
  ...groupNames.flatMap(name => [
    call('groupListAdd', 'tx-a', name),
    labelled(name, named('queryHistory', { tables: ['group_config'], group: name })),
  ]),
  ...packageNames.flatMap(name => [
    call('packageListAdd', 'tx-a', name, 'releng'),
    labelled(name, call('getPackageID', name)),
  ]),
  ...repoNames.map(name => labelled(name, call('createExternalRepo', name, 'https://x/tx'))),
  ...targetNames.flatMap(name => [
    call('createBuildTarget', name, 'tx-a', 'tx-b'),
    labelled(name, call('getBuildTarget', name)),
  ]),
  ...buildNames.map(nvr => {
    const [, name = '', version = '', release = ''] = /^(.*)-(\w+)-(\w+)$/.exec(nvr) ?? []
    return call('createEmptyBuild', name, version, release, null)
  }),
]

/** How every sequence ends: all that its tags have come to. */
const epilogue: readonly Step[] = tagNames
  .map(name => `tx-${name}`)
  .flatMap(tag => [
    multiCall(
      named('getTag', { blocked: true }, tag),
      call('getInheritanceData', tag),
      call('getFullInheritance', tag),
      call('getBuildConfig', tag),
      named('getTagGroups', { incl_blocked: true }, tag),
    ),
    call('listPackages', tag),
    call('getTagExternalRepos', tag),
    named('queryHistory', { tag }),
  ])

const caller = fc.oneof(
  { arbitrary: fc.constant<Caller>('kojiadmin'), weight: 16 },
  { arbitrary: fc.constant<Caller>('releng'), weight: 3 },
  { arbitrary: fc.constantFrom<Caller>('packager', 'anonymous'), weight: 1 },
)

/**
 * Random calls of the methods that are told, so many a sequence. A hole is a call that shrinking took out: it
 * tries that first.
 */
export function sequences(methods: ReadonlySet<string>, length: number): fc.Arbitrary<(Step | null)[]> {
  const known = operations.filter(({ method }) => methods.has(method))
  const single = fc.oneof(...known.map(({ weight, step }) => ({ weight, arbitrary: step })))
  const quick = fc.oneof(
    ...known.filter(isImmediate).map(({ weight, step }) => ({ weight, arbitrary: step })),
  )
  const remember = fc.constantFrom(...eventLabels).map(label => labelled(label, call('getLastEvent')))
  const step = fc.oneof(
    { arbitrary: single, weight: 90 },
    { arbitrary: remember, weight: 4 },
    {
      arbitrary: fc.array(quick, { minLength: 1, maxLength: 5 }).map(steps => multiCall(...steps)),
      weight: 6,
    },
  )
  const called = fc.tuple(caller, step).map(([who, what]) => as(who, what))
  return fc.array(fc.option(called, { freq: 1_000_000 }), { minLength: length, maxLength: length })
}

// In a multicall a lazy query that faults takes all back, and would hide the rest; and nothing there can tell
// where the events of one entry begin and end.
function isImmediate({ method }: Operation): boolean {
  return !['queryHistory', 'listTags', 'snapshotTag', 'snapshotTagModify'].includes(method)
}

/** The random calls with what goes before and after them. */
export function framed(steps: readonly (Step | null)[]): Step[] {
  return [...prologue, ...withMoments(steps.flatMap(timed)), ...epilogue]
}

function timed(step: Step | null): Step[] {
  if (step === null) return []
  return step.label === undefined ? [step] : [tick, labelled(step.label, lastTick)]
}
