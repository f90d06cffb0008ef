import { jsonEqual } from '../../koji/json.js'
import type { LiveTag, Origin } from '../../koji/live-state.js'
import { valuePath } from '../../koji/value-path.js'
import type { ChangeOf } from '../change.js'

/** Who made the row that changes. Who owns a package is kept apart from the rest of its row. */
export function packageOrigin(
  { origins }: LiveTag,
  name: string,
  { before, after }: Pick<ChangeOf<'package'>, 'before' | 'after'>,
): Origin | undefined {
  const isOwnerOnly = before !== null && after !== null && jsonEqual({ ...before, owner: after.owner }, after)
  const ofOwner = isOwnerOnly ? origins.get(valuePath('packages', name, 'owner')) : undefined
  return ofOwner ?? origins.get(valuePath('packages', name))
}
