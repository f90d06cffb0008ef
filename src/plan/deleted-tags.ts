import { type DesiredState, type DesiredTag, nothingRemoved } from '../koji/desired-state.js'
import { compareText } from '../koji/json.js'
import type { LiveState, LiveTag } from '../koji/live-state.js'
import type { Tag, Target } from '../koji/tag.js'
import { valuePath } from '../koji/value-path.js'
import type { ChangeOf, TagChange, TagLosses, TargetUse } from './change.js'
import { compareExternalRepos } from './facets/external-repos.js'
import { compareExtra } from './facets/extra.js'
import { compareGroups } from './facets/groups/compare.js'
import { compareInheritance } from './facets/inheritance.js'
import { Heirs } from './heirs.js'
import { targetUses } from './target-uses.js'

/** What stays or comes. */
interface After {
  readonly tags: ReadonlyMap<string, Tag>
  readonly targets: ReadonlyMap<string, Target>
}

/** The tags that exist and shall not, by name, each with all that goes with it. */
export function deletedTags(
  { tags }: Pick<DesiredState, 'tags'>,
  live: LiveState,
  after: After,
): ChangeOf<'tag'>[] {
  const heirs = new Heirs(live, after.tags)
  const targets = targetUses(live.targets.values())
  const absent = [...tags.values()].filter(tag => tag.absent).sort((a, b) => compareText(a.name, b.name))
  return absent.flatMap((desired): ChangeOf<'tag'>[] => {
    const { name, source } = desired
    const tag = live.tags.get(name)
    if (tag === undefined) return []
    const origin = tag.origins.get(valuePath('settings'))
    const contents = live.contents.get(name)
    const losses: TagLosses = {
      rows: ownRows(desired, tag),
      ...(contents && { contents }),
      heirs: heirs.of(name),
      targets: usesOf(targets.get(name), after),
    }
    const made = origin && { origin }
    return [
      {
        kind: 'tag',
        action: 'delete',
        tag: name,
        before: tag.settings,
        after: null,
        source,
        ...made,
        losses,
      },
    ]
  })
}

/** What would go if the file named every facet of the tag, and nothing in it. */
function ownRows(absent: DesiredTag, live: LiveTag): TagChange[] {
  const desired: DesiredTag = {
    ...absent,
    absent: false,
    extra: new Map(),
    inheritance: [],
    groups: new Map(),
    external_repos: [],
    removed: nothingRemoved,
  }
  const comparison = { desired, live, isNew: false }
  return [
    ...compareExtra(comparison).changes,
    ...compareInheritance(comparison).changes,
    ...compareGroups(comparison, [], () => new Map()).changes,
    ...compareExternalRepos(comparison, { exists: () => true, inherited: () => undefined }).changes,
  ]
}

function usesOf(users: readonly Target[] = [], { targets }: After): TargetUse[] {
  return users
    .map(({ name }) => ({ target: name, stays: targets.has(name) }))
    .sort((a, b) => compareText(a.target, b.target))
}
