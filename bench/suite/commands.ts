import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RpcValue } from '../../src/hub/codec/value.js'
import { writeCall } from '../../src/hub/codec/writer.js'
import { fedoraLayout } from '../../test/templates/fedora-layout.js'
import type { Command } from './process.js'

const program = path.join(import.meta.dirname, '../../bin/run.js')

export function ours(...args: readonly string[]): Command {
  return { name: args.slice(0, 2).join(' '), argv: [process.execPath, program, ...args] }
}

export const bareNode: Command = { name: 'node -e 0', argv: [process.execPath, '-e', '0'] }

/** A file of this release, as the script leaves it. */
export function releaseFile(folder: string, release: number, phase = 'rawhide'): string {
  const file = path.join(folder, `f${release}-${phase}.yaml`)
  const values = `{release: ${release}, phase: ${phase}, compat: script, predecessor: false, seed: false, latest_builds: []}`
  writeFileSync(file, `version: 1\nuse: [{template: fedora-release, with: ${values}}]\n`)
  return file
}

/** The request that reads all of a release, as somebody would write it who knows its names. */
export function handWritten(folder: string, url: string, release: number, ca?: string): Command {
  const { tags, targets, shared } = fedoraLayout(release)
  const call = (methodName: string, ...params: RpcValue[]) => ({ methodName, params })
  const calls = [
    ...[...tags, ...shared.tags].flatMap(({ name }) => [
      call('getTag', name),
      call('getInheritanceData', name),
      call('getTagGroups', name),
      call('getTagExternalRepos', name),
    ]),
    ...[...targets, ...shared.targets].map(({ name }) => call('getBuildTarget', name)),
  ]
  const file = path.join(folder, `multicall-${release}.xml`)
  writeFileSync(file, writeCall('multiCall', [calls]))
  const script = path.join(import.meta.dirname, 'multicall.cjs')
  return {
    name: `one request of ${calls.length} calls`,
    argv: [process.execPath, script, url, file, ...(ca === undefined ? [] : [ca])],
  }
}
