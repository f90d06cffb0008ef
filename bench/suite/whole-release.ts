import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { loadDesired } from '../../src/desired/index.js'
import type { DesiredState } from '../../src/koji/desired-state.js'
import type { BenchHub } from '../branching/hub.js'
import { doTasks, lastRelease } from '../branching/release.js'
import { byApply } from '../branching/ways.js'
import { ours, releaseFile } from './commands.js'
import { run } from './process.js'

/** The newest release of a hub, with all that its script reads or moves, as files that plan to no change. */
export interface WholeRelease {
  readonly release: number
  /** the template's, and an export of what the template builds on */
  readonly files: readonly string[]
  readonly desired: DesiredState
  readonly tags: readonly string[]
  readonly targets: readonly string[]
}

/**
 * Fedora's script makes 55 tags and 9 targets, and moves 3 tags and 2 targets that releases share. It needs 6 tags
 * before it begins, of which `fN-build` has 2 ancestors and its target one more tag: 67 tags and 12 targets in all. On
 * a hub whose only release was made by hand, the next one is branched first.
 */
export async function wholeRelease(hub: BenchHub, folder: string): Promise<WholeRelease> {
  const release = await lastBranched(hub, folder)
  const files = [releaseFile(folder, release), await exportBefore(hub, folder, release - 1)]
  const desired = await loadDesired(files)
  const [tags, targets] = [[...desired.tags.keys()], [...desired.targets.keys()]]
  return { release, files, desired, tags, targets }
}

/** The newest release that was not made by hand, but branched. */
export async function lastBranched(hub: BenchHub, folder: string): Promise<number> {
  const release = await lastRelease(hub)
  if ((await hub.call('getTag', [`f${release - 1}-updates-candidate`])) !== null) return release
  await run(byApply(folder).command(hub, release + 1))
  await doTasks(hub, release + 1)
  return release + 1
}

/** What the release before has that the next one is made of, and the target that built it. */
async function exportBefore(hub: BenchHub, folder: string, release: number): Promise<string> {
  const families = ['', '-build', '-modular', '-flatpak', '-override', '-updates', '-updates-candidate']
  const names = [...families.map(family => `f${release}${family}`), 'coreos-pool', 'module-package-list']
  const file = path.join(folder, `before-${release + 1}.yaml`)
  await run(ours('tags', 'export', ...names, '--config', hub.config, '--profile', hub.profile, '-o', file))
  const { version, tags, targets }: Exported = parse(readFileSync(file, 'utf8'))
  const target = `f${release}`
  writeFileSync(file, stringify({ version, tags, targets: { [target]: targets[target] } }))
  return file
}

/** Of a file of an export, what is kept. */
interface Exported {
  readonly version: number
  readonly tags: object
  readonly targets: { readonly [name: string]: object }
}
