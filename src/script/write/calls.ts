import type { Json } from '../../koji/json.js'
import type { Change, ChangeOf, PlannedCall } from '../../plan/index.js'
import { inheritanceCommands } from './inheritance.js'
import { callCommand, command, impossible, type KojiCommand, listCommand } from './koji-command.js'
import { createTagCommands, editTagCommands } from './tag-settings.js'

/** What is known of a call beside itself. */
export interface CallContext {
  /** the changes that it realises */
  readonly changes: readonly Change[]
  /** tags that have no arches after the plan: the client makes no target for them */
  readonly withoutArches: ReadonlySet<string>
}

type Compiler = (call: PlannedCall, context: CallContext) => KojiCommand[]

/** The commands that do what a call of a plan does; where the client has none, `koji call` does it. */
export function commandsOfCall(call: PlannedCall, context: CallContext): KojiCommand[] {
  const compile = compilers.get(call.method)
  return compile === undefined ? [callCommand(call)] : compile(call, context)
}

const compilers: ReadonlyMap<string, Compiler> = new Map<string, Compiler>([
  ['createTag', createTagCommands],
  ['editTag2', editTagCommands],
  ['snapshotTag', call => [cloneTag(call)]],
  ['deleteTag', call => [command('remove-tag', [], ...texts(call))]],
  ['setInheritanceData', setInheritance],
  ['groupListAdd', call => [isPlain(call) ? command('add-group', [], ...texts(call)) : callCommand(call)]],
  ['groupListRemove', call => [command('remove-group', [], ...texts(call))]],
  // The client blocks only groups that the tag itself has.
  [
    'groupListBlock',
    (call, { changes }) => [isOwn(changes) ? command('block-group', [], ...texts(call)) : callCommand(call)],
  ],
  ['groupPackageListAdd', addGroupPackage],
  ['groupPackageListBlock', call => [listOf('block-group-pkg', call)]],
  ['groupPackageListUnblock', call => [listOf('unblock-group-pkg', call)]],
  [
    'groupReqListAdd',
    call => [isPlain(call) ? command('add-group-req', [], ...texts(call)) : callCommand(call)],
  ],
  ['groupReqListBlock', call => [command('block-group-req', [], ...texts(call))]],
  ['groupReqListUnblock', call => [command('unblock-group-req', [], ...texts(call))]],
  ['packageListAdd', addPackage],
  ['packageListBlock', call => [listOf('block-pkg', call)]],
  ['packageListUnblock', call => [listOf('unblock-pkg', call)]],
  ['packageListRemove', call => [listOf('remove-pkg', call)]],
  ['packageListSetOwner', call => [setPackage('set-pkg-owner', call)]],
  ['packageListSetArches', call => [setPackage('set-pkg-arches', call)]],
  ['createBuildTarget', createTarget],
  ['editBuildTarget', editTarget],
  ['deleteBuildTarget', call => [command('remove-target', [], ...texts(call))]],
  ['createExternalRepo', call => [command('add-external-repo', [], ...texts(call))]],
  ['editExternalRepo', editRepo],
  // Without force the client asks that no tag uses it; the hub takes it from them all.
  ['deleteExternalRepo', call => [command('remove-external-repo', ['--force'], ...texts(call))]],
  ['addExternalRepoToTag', useRepo('add-external-repo')],
  ['editTagExternalRepo', useRepo('edit-external-repo')],
  ['removeExternalRepoFromTag', call => [command('remove-external-repo', [], ...texts(call).toReversed())]],
])

/**
 * The hub's own copy, as a plan has it: of the latest builds, of none that are inherited, without settings. The client
 * asks whether the tag is there, and copies into a new one by the same call.
 */
function cloneTag(call: PlannedCall): KojiCommand {
  const { pkgs, groups, builds, event, force } = call.named ?? {}
  const options = [
    ...(groups === true ? ['--groups'] : []),
    ...(pkgs === true ? ['--pkgs'] : []),
    ...(builds === true ? ['--builds', '--latest-only'] : []),
    ...(event === undefined ? [] : [`--event=${String(event)}`]),
    ...(force === true ? ['--force'] : []),
  ]
  return command('clone-tag', options, ...texts(call))
}

function setInheritance(call: PlannedCall, { changes }: CallContext): KojiCommand[] {
  if (call.named !== undefined) {
    return [impossible(call, 'one of the parents was deleted, and the client sends it back with the others')]
  }
  const [tag = ''] = texts(call)
  return inheritanceCommands(
    tag,
    changes.filter((change): change is ChangeOf<'inheritance'> => change.kind === 'inheritance'),
  )
}

/** Whether it names nothing that `add-group` and the like cannot say. */
function isPlain({ named = {} }: PlannedCall): boolean {
  return Object.keys(named).length === 0
}

/** Whether the row that changes is the tag's own. */
function isOwn(changes: readonly Change[]): boolean {
  return changes.some(({ before }) => before !== null)
}

// What the tag neither has nor inherits needs no force, which the client's command does not know.
function addGroupPackage(call: PlannedCall, { changes }: CallContext): KojiCommand[] {
  const { force, ...options } = call.named ?? {}
  const isNew = changes.every(
    change => change.kind === 'group_package' && change.before === null && change.inherited === null,
  )
  const isSayable = Object.keys(options).length === 0 && (isNew || force === undefined)
  return [isSayable ? listOf('add-group-pkg', call) : callCommand(call)]
}

function addPackage(call: PlannedCall, { changes }: CallContext): KojiCommand[] {
  const { owner, extra_arches, force, block, ...others } = call.named ?? {}
  const isSayable = typeof owner === 'string' && block !== true && !isOwn(changes) && isEmpty(others)
  if (!isSayable) return [callCommand(call)]
  const options = [
    `--owner=${owner}`,
    ...(typeof extra_arches === 'string' ? [`--extra-arches=${extra_arches}`] : []),
    ...(force === true ? ['--force'] : []),
  ]
  const [tag = '', pkg = ''] = texts(call)
  return [listCommand('add-pkg', options, [tag], pkg)]
}

/** `set-pkg-owner OWNER TAG PACKAGE…` */
function setPackage(name: string, call: PlannedCall): KojiCommand {
  const [tag = '', pkg = '', value] = call.params
  if (typeof value !== 'string') return callCommand(call)
  return listCommand(name, [], [value, String(tag)], String(pkg))
}

function listOf(name: string, call: PlannedCall): KojiCommand {
  const all = texts(call)
  return listCommand(name, [], all.slice(0, -1), all.at(-1) ?? '')
}

function createTarget(call: PlannedCall, { withoutArches }: CallContext): KojiCommand[] {
  const [name = '', build = '', dest = ''] = texts(call)
  if (withoutArches.has(build)) return [callCommand(call)]
  return [command('add-target', [], name, build, dest)]
}

function editTarget(call: PlannedCall, { changes, withoutArches }: CallContext): KojiCommand[] {
  const [name = '', , build = '', dest = ''] = texts(call)
  if (withoutArches.has(build)) return [callCommand(call)]
  const [change] = changes
  const before = change?.kind === 'target' ? change.before : null
  const options = [
    ...(before?.build_tag === build ? [] : [`--build-tag=${build}`]),
    ...(before?.dest_tag === dest ? [] : [`--dest-tag=${dest}`]),
  ]
  return [command('edit-target', options, name)]
}

function editRepo(call: PlannedCall): KojiCommand[] {
  const { url } = call.named ?? {}
  return [command('edit-external-repo', [`--url=${String(url)}`], ...texts(call))]
}

function useRepo(name: string): Compiler {
  return ({ params, named = {} }) => {
    const [tag, repo, place] = params
    const { priority = place, merge_mode, arches } = named
    const options = [
      `--tag=${String(tag)}`,
      ...(priority === undefined ? [] : [`--priority=${String(priority)}`]),
      ...(merge_mode === undefined ? [] : [`--mode=${String(merge_mode)}`]),
      ...(arches === undefined ? [] : [`--arches=${String(arches)}`]),
    ]
    return [command(name, options, String(repo))]
  }
}

function texts({ params }: PlannedCall): string[] {
  return params.map((param: Json) => String(param))
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0
}
