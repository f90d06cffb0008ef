import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from '../suite/process.js'
import type { Door } from './hub.js'

/** One way to branch a release: the command that does it. */
export interface Way {
  readonly name: string
  command(door: Door, release: number): Command
}

/** By one apply of the template. */
export function byApply(folder: string): Way {
  const name = 'tags apply'
  return {
    name,
    command({ config, profile }, release) {
      const file = path.join(folder, `f${release}.yaml`)
      const values = `{release: ${release}, compat: script}`
      writeFileSync(file, `version: 1\nuse: [{template: fedora-release, with: ${values}}]\n`)
      const program = path.join(import.meta.dirname, '../../bin/run.js')
      const args = ['tags', 'apply', file, '--yes', '--config', config, '--profile', profile]
      return {
        name,
        argv: [process.execPath, program, ...args, '--allow-mass-change', '1000'],
        env: { XDG_STATE_HOME: folder },
      }
    },
  }
}

/**
 * By Fedora's script, which finds Koji's client as `koji` in the path.
 *
 * @returns why that cannot be, where a file is missing
 */
export function byScript(folder: string, script: string | undefined, koji: string): Way | string {
  if (script === undefined) return "no --script: Fedora's make-koji-release-tags is not measured"
  if (!existsSync(script)) return `there is no ${script}: Fedora's script is not measured`
  if (koji.includes('/') && !existsSync(koji)) return `there is no ${koji}: Fedora's script is not measured`
  const name = 'make-koji-release-tags'
  return {
    name,
    command(door, release) {
      const bin = path.dirname(kojiFor(door, folder, koji))
      const env = { PATH: `${bin}:${process.env.PATH}` }
      return { name, argv: ['bash', script, String(release)], env }
    },
  }
}

/** Koji's client as somebody has it in the path who uses this hub alone. */
export function kojiFor({ config, profile, koji: options }: Door, folder: string, koji: string): string {
  const bin = path.join(folder, `bin-of-${path.basename(config)}`)
  mkdirSync(bin, { recursive: true })
  const wrapper = path.join(bin, 'koji')
  const args = [`--config=${config}`, `--profile=${profile}`, ...options]
  writeFileSync(wrapper, `#!/bin/sh\nexec ${koji} ${args.join(' ')} "$@"\n`)
  chmodSync(wrapper, 0o755)
  return wrapper
}
