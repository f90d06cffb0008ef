import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeCall } from '../../src/hub/codec/writer.js'
import { fedoraLayout } from '../../test/templates/fedora-layout.js'
import { kojiFor } from '../branching/ways.js'
import type { Contender } from './look.js'
import type { Command } from './process.js'

const program = path.join(import.meta.dirname, '../../bin/run.js')

export function ours(...args: readonly string[]): Command {
  return { name: args.slice(0, 2).join(' '), argv: [process.execPath, program, ...args] }
}

/** One of our commands, on the hub that is measured. */
export function oursOn(...args: readonly string[]): Contender {
  return ({ config, profile }) => ours(...args, '--config', config, '--profile', profile)
}

export const bareNode: Command = { name: 'node -e 0', argv: [process.execPath, '-e', '0'] }

/** A command of Koji's own client. */
export function kojis(koji: string, folder: string, ...args: readonly string[]): Contender {
  return door => ({ name: `koji ${args[0]}`, argv: [kojiFor(door, folder, koji), ...args] })
}

/** A file of this release, as the script leaves it. */
export function releaseFile(folder: string, release: number, phase = 'rawhide'): string {
  const file = path.join(folder, `f${release}-${phase}.yaml`)
  const values = `{release: ${release}, phase: ${phase}, compat: script, predecessor: false, seed: false, latest_builds: []}`
  writeFileSync(file, `version: 1\nuse: [{template: fedora-release, with: ${values}}]\n`)
  return file
}

/** What is read of a hub. */
export interface Names {
  readonly tags: readonly string[]
  readonly targets: readonly string[]
}

/** What the template makes and moves for this release. */
export function namesOf(release: number): Names {
  const { tags, targets, shared } = fedoraLayout(release)
  const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name)
  return { tags: names([...tags, ...shared.tags]), targets: names([...targets, ...shared.targets]) }
}

let requests = 0

/** The one request that reads all of these, as somebody would write it who knows their names. */
export function handWritten(folder: string, { tags, targets }: Names): Contender {
  const call = (methodName: string, ...params: RpcValue[]) => ({ methodName, params })
  const calls = [
    ...tags.flatMap(name => [
      call('getTag', name),
      call('getInheritanceData', name),
      call('getTagGroups', name),
      call('getTagExternalRepos', name),
    ]),
    ...targets.map(name => call('getBuildTarget', name)),
  ]
  requests += 1
  const file = path.join(folder, `request-${requests}.xml`)
  writeFileSync(file, writeCall('multiCall', [calls]))
  const script = path.join(import.meta.dirname, 'multicall.cjs')
  return ({ url, ca }) => ({
    name: `one request of ${calls.length} calls`,
    argv: [process.execPath, script, url, file, String(calls.length), ...(ca === undefined ? [] : [ca])],
  })
}
