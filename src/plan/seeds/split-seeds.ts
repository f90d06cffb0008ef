import { RefusedError } from '../../koji/error.js'
import { formatSource } from '../../koji/source.js'
import type { ChangeOf } from '../change.js'
import type { Plan } from '../plan.js'
import { comesWithTag } from './creation-calls.js'

/**
 * Refuses a plan that would make seeded tags in more than one request: broken off between two, it would leave a tag
 * without a part of its seed, and no later plan would bring that.
 */
export function refuseSplitSeeds({ changes, stages }: Plan): void {
  const create = stages.find(({ stage }) => stage === 'create')
  if (create === undefined || create.requests < 2) return
  const seeded = new Set(changes.filter(comesWithTag).map(change => ('tag' in change ? change.tag : '')))
  const made = changes.filter((change): change is ChangeOf<'tag'> => change.kind === 'tag')
  const [first, ...others] = made.filter(({ tag, copy }) => seeded.has(tag) && copy === undefined)
  if (first === undefined) return
  const names = [first, ...others].map(({ tag }) => tag).join(', ')
  throw new RefusedError(
    `the seed of ${names} is too large for one request, so that it could be broken off`,
    {
      where: formatSource(first.source),
      next: 'let the hub copy it (`copy: server`, without an owner), or seed fewer tags in one plan',
    },
  )
}
