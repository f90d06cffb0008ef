import type { RpcValue } from '../../src/hub/codec/value.js'
import { added, contents, contentsOf } from '../../test/templates/fedora-hub.js'
import { fedoraLayout } from '../../test/templates/fedora-layout.js'
import { makeContents, makePermissions, makeRelease } from '../../test/templates/made-by-hand.js'
import type { BenchHub } from './hub.js'

/** The release that `rawhide` is; on a new hub 43, which is made. */
export async function lastRelease(hub: BenchHub): Promise<number> {
  const parents = await hub.call('getTag', ['rawhide'])
  if (parents === null) {
    await makePermissions(hub, 'kojiadmin')
    await makeRelease(hub, 43)
    await makeContents(hub, 43, 'kojiadmin')
    return 43
  }
  const links = await hub.call('getInheritanceData', ['rawhide'])
  return Math.max(...releasesIn(links))
}

function releasesIn(links: RpcValue): number[] {
  if (!Array.isArray(links)) return []
  return links.flatMap(link => {
    const name = typeof link === 'object' && link !== null && 'name' in link ? link.name : undefined
    return typeof name === 'string' && /^f\d+$/.test(name) ? [Number(name.slice(1))] : []
  })
}

/**
 * What of a release is on the hub in another form than the table has it, or is not there, or too much: tags, targets,
 * external repos, and what all releases share.
 */
export async function missingFrom(hub: BenchHub, release: number): Promise<string[]> {
  const layout = fedoraLayout(release)
  const { shared, ...own } = layout
  const wanted = contentsOf({
    ...layout,
    tags: [...own.tags, ...shared.tags],
    targets: [...own.targets, ...shared.targets],
  })
  const live = await contents(hub)
  const lacking = added(live, wanted)
  const ofRelease = (name: string) => new RegExp(`^(module-)?f${release}(-|$)`).test(name)
  return (['tags', 'targets', 'repos'] as const).flatMap(kind => [
    ...lacking[kind].keys(),
    ...[...live[kind].keys()].filter(name => ofRelease(name) && !wanted[kind].has(name)),
  ])
}
