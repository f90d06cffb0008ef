import type { Sequence } from '../step.js'
import { builds } from './builds.js'
import { deletes } from './deletes.js'
import { externalRepos } from './external-repos.js'
import { extra } from './extra.js'
import { faults } from './faults.js'
import { groups } from './groups.js'
import { history } from './history.js'
import { inheritance } from './inheritance.js'
import { lists } from './lists.js'
import { multicall } from './multicall.js'
import { packages } from './packages.js'
import { random } from './random.js'
import { repos } from './repos.js'
import { snapshot } from './snapshot.js'
import { tags } from './tags.js'
import { targets } from './targets.js'
import { users } from './users.js'

/** What is recorded, by the name of its transcript. */
export const themes: ReadonlyMap<string, readonly Sequence[]> = new Map([
  ['builds', builds],
  ['deletes', deletes],
  ['external-repos', externalRepos],
  ['extra', extra],
  ['faults', faults],
  ['groups', groups],
  ['history', history],
  ['inheritance', inheritance],
  ['lists', lists],
  ['multicall', multicall],
  ['packages', packages],
  ['random', random],
  ['repos', repos],
  ['snapshot', snapshot],
  ['tags', tags],
  ['targets', targets],
  ['users', users],
])
