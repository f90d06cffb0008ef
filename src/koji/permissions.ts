/**
 * What a hub asks of whoever calls a method that writes (`assertPerm` in Koji's hub): one permission a method.
 * Lists of packages are guarded by the policy `package_list` instead; these are the permissions of its default,
 * and a hub may have another.
 */
const methodsByPermission: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'tag',
    [
      'createTag',
      'editTag',
      'editTag2',
      'deleteTag',
      'setInheritanceData',
      'groupListAdd',
      'groupListBlock',
      'groupListRemove',
      'groupListUnblock',
      'groupPackageListAdd',
      'groupPackageListBlock',
      'groupPackageListRemove',
      'groupPackageListUnblock',
      'groupReqListAdd',
      'groupReqListBlock',
      'groupReqListRemove',
      'groupReqListUnblock',
      'packageListAdd',
      'packageListBlock',
      'packageListRemove',
      'packageListSetArches',
      'packageListSetOwner',
      'packageListUnblock',
      'addExternalRepoToTag',
      'editTagExternalRepo',
      'removeExternalRepoFromTag',
      'tagBuildBypass',
      'untagBuildBypass',
      'massTag',
      'snapshotTag',
      'snapshotTagModify',
    ],
  ],
  ['target', ['createBuildTarget', 'editBuildTarget', 'deleteBuildTarget']],
  [
    'admin',
    [
      'createExternalRepo',
      'editExternalRepo',
      'deleteExternalRepo',
      'createUser',
      'enableUser',
      'disableUser',
      'grantPermission',
      'revokePermission',
      'editPermission',
      'createEmptyBuild',
    ],
  ],
])

const permissionsByMethod: ReadonlyMap<string, readonly string[]> = new Map(
  [...methodsByPermission].flatMap(([permission, methods]) =>
    methods.map(method => [method, [permission]] as const),
  ),
)

/** The permissions any of which lets a user call a method; `admin` always does. Empty where none is asked for. */
export function permissionsFor(method: string): readonly string[] {
  return permissionsByMethod.get(method) ?? []
}

/** Whether a hub decides by its policy `package_list`, which it does not show, rather than by a permission. */
export function isDecidedByPolicy(method: string): boolean {
  return method.startsWith('packageList')
}

/** Whether somebody who holds these permissions may call a method. */
export function mayCall(method: string, held: readonly string[]): boolean {
  const wanted = permissionsFor(method)
  return wanted.length === 0 || [...wanted, 'admin'].some(permission => held.includes(permission))
}

/** What an apply writes, with the method that makes the first of its kind. */
const writes: ReadonlyMap<string, string> = new Map([
  ['tags', 'createTag'],
  ['inheritance', 'setInheritanceData'],
  ['groups', 'groupListAdd'],
  ['package lists', 'packageListAdd'],
  ['external repos of tags', 'addExternalRepoToTag'],
  ['targets', 'createBuildTarget'],
  ['external repos', 'createExternalRepo'],
])

/** One permission, and whether a user may write what it is for. */
export interface ApplyRight {
  readonly permission: string
  readonly writes: readonly string[]
  readonly allowed: boolean
}

/** What plans may hold that somebody with these permissions applies: the permissions that matter, and what for. */
export function applyRights(held: readonly string[]): ApplyRight[] {
  return [...methodsByPermission.keys()].map(permission => ({
    permission,
    writes: [...writes]
      .filter(([, method]) => permissionsFor(method).includes(permission))
      .map(([what]) => what),
    allowed: held.includes(permission) || held.includes('admin'),
  }))
}
