import type { Tag } from '../../koji/tag.js'
import type { Change, Plan, StageName } from '../../plan/index.js'
import { commandsOfCall } from './calls.js'
import type { KojiCommand } from './koji-command.js'

/** A command of a plan; `argv` is `null` where the client cannot do it, and the comments say what is left to do. */
export interface PlanCommand {
  readonly stage: StageName
  readonly comments: readonly string[]
  readonly argv: readonly string[] | null
}

type Tags = ReadonlyMap<string, Pick<Tag, 'name' | 'settings'>>

const mostItems = 200

/**
 * The calls of a plan as the commands of Koji's own client that do the same, in the same order.
 *
 * What a stage does in one transaction is done one by one here, and seen so by everybody; a rehearsal, a check of what
 * has changed meanwhile, a journal and a way back there are none.
 *
 * @param client `koji`, with its global options
 * @param tags the tags after the plan, where they are known: a saved plan tells only what changes
 */
export function planCommands(
  plan: Pick<Plan, 'changes' | 'stages'>,
  client: readonly string[] = ['koji'],
  tags: Tags = new Map(),
): PlanCommand[] {
  const withoutArches = tagsWithoutArches(plan.changes, tags)
  return plan.stages.flatMap(({ stage, calls }) => {
    const commands = calls.flatMap(call => {
      const changes = call.changes.flatMap(position => plan.changes[position] ?? [])
      return commandsOfCall(call, { changes, withoutArches })
    })
    return merged(commands).map(
      ({ words, items, comments }): PlanCommand => ({
        stage,
        comments,
        argv: words === null ? null : [...client, ...words, ...items],
      }),
    )
  })
}

/** Neighbours that differ in their last argument alone become one: `add-pkg --owner=… TAG A B C`. */
function merged(commands: readonly KojiCommand[]): KojiCommand[] {
  const all: KojiCommand[] = []
  for (const one of commands) {
    const last = all.at(-1)
    if (last !== undefined && isSame(last, one) && last.items.length < mostItems) {
      all[all.length - 1] = { ...last, items: [...last.items, ...one.items] }
    } else all.push(one)
  }
  return all
}

function isSame(a: KojiCommand, b: KojiCommand): boolean {
  const [words, others] = [a.words ?? [], b.words ?? []]
  return (
    a.items.length > 0 &&
    b.items.length > 0 &&
    b.comments.length === 0 &&
    words.length === others.length &&
    words.every((word, index) => word === others[index])
  )
}

/** Tags that have no arches after the plan, as far as that is known: the client makes no target to build there. */
function tagsWithoutArches(changes: readonly Change[], tags: Tags): Set<string> {
  const changed = changes.flatMap(change => {
    if (change.kind === 'tag') return change.after !== null && !change.after.arches ? [change.tag] : []
    return change.kind === 'setting' && change.field === 'arches' && !change.after ? [change.tag] : []
  })
  const others = [...tags.values()].filter(({ settings }) => !settings.arches)
  return new Set([...changed, ...others.map(({ name }) => name)])
}
