import type { Call } from '../koji/call.js'
import type { Descending } from '../koji/inheritance.js'
import { InheritanceGraph, type LiveGraph } from '../koji/inheritance-graph.js'
import { compareText } from '../koji/json.js'
import type { Target } from '../koji/tag.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import type { RpcValue } from './codec/value.js'
import { Row } from './row.js'
import { readLink } from './row-values.js'

/**
 * Reads who inherits from whom on a whole hub, anonymously, in one request of a few calls, however many tags
 * there are: all tags that exist, and all active links. What the hub answers lazily (`listTags`,
 * `queryHistory`) it looks up when all calls are done, so that tags and links are of nearly one moment; the
 * event is asked for first, so that nothing is older.
 */
export async function readGraph(
  client: HubClient,
  profile: string,
  { withTargets = false }: { readonly withTargets?: boolean } = {},
): Promise<LiveGraph> {
  const batch = new Batch()
  let [event, version] = [0, 'unknown']
  let tags: ReadonlySet<string> = new Set()
  let links: readonly Descending[] = []
  let targets: readonly Target[] = []
  batch.add({ method: 'getLastEvent', params: [] }, value => {
    event = Row.from(value, 'getLastEvent').integer('id')
  })
  // Hubs older than 1.23 do not tell; then the version stays unknown.
  const tellVersion = (value: RpcValue) => {
    if (typeof value === 'string') version = value
  }
  batch.add({ method: 'getKojiVersion', params: [] }, tellVersion, () => true)
  batch.add({ method: 'listTags', params: [], named: { perms: false } }, value => {
    tags = new Set(Row.list(value, 'listTags').map(row => row.text('name')))
  })
  batch.add(allLinks, value => {
    links = Row.from(value, 'queryHistory').rows('tag_inheritance').map(toLink)
  })
  if (withTargets) {
    batch.add({ method: 'getBuildTargets', params: [] }, value => {
      targets = Row.list(value, 'getBuildTargets').map(toTarget)
    })
  }
  await batch.send(client)
  return {
    hub: { profile, url: client.url, version: client.version ?? version },
    event,
    // Koji lets links be set on a deleted tag, in which nobody can build.
    graph: new InheritanceGraph(
      tags,
      links.filter(({ child }) => tags.has(child)),
    ),
    targets: [...targets].sort((a, b) => compareText(a.name, b.name)),
  }
}

const allLinks: Call<RpcValue> = {
  method: 'queryHistory',
  params: [],
  named: { tables: ['tag_inheritance'], active: true },
}

function toLink(row: Row): Descending {
  return { ...readLink(row), child: row.text('tag.name') }
}

function toTarget(row: Row): Target {
  return {
    name: row.text('name'),
    build_tag: row.text('build_tag_name'),
    dest_tag: row.text('dest_tag_name'),
  }
}
