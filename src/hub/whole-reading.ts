import type { LiveState } from '../koji/live-state.js'
import { Batch } from './batch.js'
import type { KnownNames } from './known-names.js'
import type { Reading } from './reading.js'
import type { Further, Wanted } from './wanted.js'
import { WholeHub } from './whole-hub.js'

export interface WholeRequest {
  readonly wanted: Wanted
  readonly soon: ((tags: LiveState) => Further) | undefined
  /** what goes with the first request, if anything is left to ask */
  readonly facts: Batch
  /** what the hub answers meanwhile */
  readonly known: Promise<KnownNames>
  /** all that the hub had before, and the last event before that */
  readonly before?: { readonly hub: WholeHub; readonly event: number } | undefined
}

/**
 * Reads everything that a hub has, and meanwhile what it does not tell: package lists, builds, users, and what became of
 * names that mean nothing by now.
 */
export async function readWholeHub(
  reading: Reading,
  { wanted, soon, facts, known, before }: WholeRequest,
): Promise<WholeHub> {
  const { client, tags } = reading
  const beside = new Batch()
  const found: WholeHub[] = []
  const take = (hub: WholeHub) => found.push(hub)
  if (before === undefined) WholeHub.ask(facts, take)
  else before.hub.askAgain([facts, beside], before.event, take)
  const readBeside = async (): Promise<KnownNames> => {
    const names = await known
    askBeside(reading, beside, { wanted, soon, names })
    await beside.send(client)
    return names
  }
  const [names] = await Promise.all([readBeside(), facts.send(client)])
  const [hub] = found
  if (hub === undefined) throw new Error('a hub that was read as a whole has not been taken')
  tags.takeFrom(hub)
  const [rest, ancestors] = [new Batch(), new Set<string>()]
  for (const name of new Set(wanted.tags)) tags.askWhole(rest, name, ancestors)
  reading.askFormers(rest, wanted, names)
  reading.askResources(rest, takeResources(hub, reading, { wanted, names }))
  if (soon !== undefined) reading.askFurther(rest, soon(reading.state), ancestors)
  await rest.send(client)
  await reading.readRest(rest, ancestors, reading.tagsOfTargets)
  return hub
}

interface Known {
  readonly wanted: Wanted
  readonly names: KnownNames
}

function askBeside(
  reading: Reading,
  batch: Batch,
  { wanted, names, soon }: Known & Pick<WholeRequest, 'soon'>,
): void {
  const { tags } = reading
  for (const name of wanted.tags) if (!names.tags.has(name)) tags.passOverList(name)
  reading.askBeside(batch, wanted, names)
  for (const name of wanted.packages ?? []) tags.askList(batch, name)
  if (soon !== undefined) reading.askFurtherAhead(batch, soon(reading.stateOf(names)))
  reading.askResources(batch, {
    ...wanted,
    targets: [...wanted.targets].filter(name => !names.targets.has(name)),
    external_repos: [...(wanted.external_repos ?? [])].filter(name => !names.external_repos.has(name)),
  })
}

/** Takes from all that a hub has the targets and external repos that are wanted. Those that it lacks are left. */
function takeResources(hub: WholeHub, { record }: Reading, { wanted, names }: Known): Wanted {
  const targets = [...wanted.targets].filter(name => names.targets.has(name))
  const repos = [...(wanted.external_repos ?? [])].filter(name => names.external_repos.has(name))
  for (const name of targets) {
    const target = hub.target(name)
    if (target !== undefined) record.targets.set(name, target)
  }
  for (const name of repos) {
    const repo = hub.externalRepo(name)
    if (repo !== undefined) record.externalRepos.set(name, repo)
  }
  return {
    ...wanted,
    targets: targets.filter(name => hub.target(name) === undefined),
    external_repos: repos.filter(name => hub.externalRepo(name) === undefined),
  }
}
