import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { BenchHub } from './hub.js'

/** One way to branch a release: the command that does it, as a whole process. */
export interface Way {
  readonly name: string
  /** @returns what it complained of */
  branch(release: number): Promise<string>
}

const run = promisify(execFile)
const enough = 64 * 1024 * 1024

/** By one apply of the template. */
export function byApply(hub: BenchHub, folder: string): Way {
  return {
    name: 'tags apply',
    branch: async release => {
      const file = path.join(folder, `f${release}.yaml`)
      const values = `{release: ${release}, compat: script}`
      writeFileSync(file, `version: 1\nuse: [{template: fedora-release, with: ${values}}]\n`)
      const program = path.join(import.meta.dirname, '../../bin/run.js')
      const { config, profile } = hub
      const args = ['tags', 'apply', file, '--yes', '--config', config, '--profile', profile]
      const { stderr } = await run(process.execPath, [program, ...args, '--allow-mass-change', '1000'], {
        maxBuffer: enough,
      })
      return stderr
    },
  }
}

/**
 * By Fedora's script, which finds Koji's client as `koji` in the path.
 *
 * @returns why that cannot be, where a file is missing
 */
export function byScript(
  hub: BenchHub,
  folder: string,
  script: string | undefined,
  koji: string,
): Way | string {
  if (script === undefined) return "no --script: Fedora's make-koji-release-tags is not measured"
  if (!existsSync(script)) return `there is no ${script}: Fedora's script is not measured`
  if (koji.includes('/') && !existsSync(koji)) return `there is no ${koji}: Fedora's script is not measured`
  const bin = path.join(folder, 'bin')
  mkdirSync(bin)
  const wrapper = path.join(bin, 'koji')
  const args = [`--config=${hub.config}`, `--profile=${hub.profile}`, ...hub.koji]
  writeFileSync(wrapper, `#!/bin/sh\nexec ${koji} ${args.join(' ')} "$@"\n`)
  chmodSync(wrapper, 0o755)
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` }
  return {
    name: 'make-koji-release-tags',
    branch: async release => {
      const { stderr } = await run('bash', [script, String(release)], { env, maxBuffer: enough })
      return stderr
    },
  }
}
