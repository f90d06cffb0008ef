import type { Method } from '../method.js'
import { buildConfigMethods } from './build-config.js'
import { buildMethods } from './builds.js'
import { eventMethods } from './events.js'
import { externalRepoMethods } from './external-repos.js'
import { groupPackageMethods } from './group-packages.js'
import { groupRequirementMethods } from './group-requirements.js'
import { groupMethods } from './groups.js'
import { historyMethods } from './history.js'
import { inheritanceMethods } from './inheritance.js'
import { packageListMethods } from './package-list.js'
import { packageMethods } from './packages.js'
import { repoMethods } from './repos.js'
import { sessionMethods } from './sessions.js'
import { snapshotMethods } from './snapshot.js'
import { systemMethods } from './system.js'
import { tagExternalRepoMethods } from './tag-external-repos.js'
import { taggingMethods } from './tagging.js'
import { tagMethods } from './tags.js'
import { targetMethods } from './targets.js'
import { userListMethods } from './user-list.js'
import { userMethods } from './users.js'

/** Every RPC that the sandbox answers, one file a group; a new group is a new line here. */
export const allMethods: readonly Method[] = [
  ...tagMethods,
  ...inheritanceMethods,
  ...buildConfigMethods,
  ...groupMethods,
  ...groupPackageMethods,
  ...groupRequirementMethods,
  ...packageMethods,
  ...packageListMethods,
  ...targetMethods,
  ...externalRepoMethods,
  ...tagExternalRepoMethods,
  ...buildMethods,
  ...taggingMethods,
  ...snapshotMethods,
  ...repoMethods,
  ...historyMethods,
  ...eventMethods,
  ...userMethods,
  ...userListMethods,
  ...sessionMethods,
  ...systemMethods,
]
