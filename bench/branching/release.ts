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

/** The script leaves tasks that tag builds; on a hub without builders they are done here. */
export async function doTasks(hub: BenchHub, release: number): Promise<void> {
  const [before, after] = [`f${release - 1}-build`, `f${release}-build`]
  const tagged = new Set(await column(hub, 'listTagged', after, 'nvr'))
  for (const build of await column(hub, 'listTagged', before, 'nvr'))
    if (!tagged.has(build)) await hub.call('tagBuildBypass', [after, build])
}

/** One column of what the hub lists of a tag, sorted. */
async function column(hub: BenchHub, method: string, tag: string, name: string): Promise<string[]> {
  const rows = await hub.call(method, [tag])
  if (!Array.isArray(rows)) return []
  const values = rows.map(row =>
    typeof row === 'object' && row !== null && name in row ? Reflect.get(row, name) : undefined,
  )
  return values.filter(value => typeof value === 'string').sort()
}

/** Tags that lack packages or builds of the release before, or have others. */
async function otherContents(hub: BenchHub, release: number): Promise<string[]> {
  const other: string[] = []
  for (const [family, method, name] of [
    ['', 'listPackages', 'package_name'],
    ['-modular', 'listPackages', 'package_name'],
    ['-flatpak', 'listPackages', 'package_name'],
    ['-build', 'listTagged', 'nvr'],
  ] as const) {
    const [tag, before] = [`f${release}${family}`, `f${release - 1}${family}`]
    const [ours, theirs] = [await column(hub, method, tag, name), await column(hub, method, before, name)]
    if (ours.length === 0 || ours.join() !== theirs.join()) other.push(`${method} of ${tag}`)
  }
  return other
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
 * external repos, what all releases share, package lists and builds that are copied.
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
  const differing = (['tags', 'targets', 'repos'] as const).flatMap(kind => [
    ...lacking[kind].keys(),
    ...[...live[kind].keys()].filter(name => ofRelease(name) && !wanted[kind].has(name)),
  ])
  return [...differing, ...(await otherContents(hub, release))]
}
