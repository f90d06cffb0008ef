import type { Seed } from '../../koji/desired-state.js'
import { nameProblem } from '../../koji/names.js'
import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'
import { type LatestBuild, latestBuildOf } from './latest-build.js'
import type { Options } from './options.js'
import type { ScriptState } from './script-state.js'
import type { ScriptTag } from './script-tag.js'

const tagBuild: Command = {
  takes: { force: 'nothing', wait: 'nothing', nowait: 'nothing' },
  args: [2, Number.POSITIVE_INFINITY],
  run(state, { args: [name = '', ...words] }) {
    const builds = words.map(word => {
      const build = latestBuildOf(word)
      if (build !== undefined) return build
      throw unnamedBuild()
    })
    const tag = state.addedTag(name, 'whether it holds a build of the package already only the hub knows')
    for (const { tag: from } of builds) assertOnHub(state, from)
    for (const build of builds) wantBuild(tag, build)
  },
}

/** Commands that take over what another tag holds: what a state says as `seed` and `builds`. */
export const copyCommands: { readonly [name: string]: Command } = {
  'tag-build': tagBuild,
  'tag-pkg': tagBuild,
  'clone-tag': {
    takes: {
      config: 'nothing',
      groups: 'nothing',
      pkgs: 'nothing',
      builds: 'nothing',
      all: 'nothing',
      'latest-only': 'nothing',
      'inherit-builds': 'nothing',
      ts: 'value',
      event: 'value',
      repo: 'value',
      'no-delete': 'nothing',
      verbose: 'nothing',
      notify: 'nothing',
      force: 'nothing',
      test: 'nothing',
      batch: 'value',
    },
    short: { v: 'verbose', f: 'force', n: 'test' },
    args: [2, 2],
    run(state, options) {
      const [from = '', name = ''] = options.args
      const seed = seedOf(from, options)
      if (from === name) throw new Unreadable('a tag cannot be made from itself')
      assertOnHub(state, from)
      const tag = state.freshTag(name, 'clone-tag replaces what it has, and a seed counts only for a new tag')
      if (seed.packages || seed.groups || seed.builds) tag.seed = seed
      const unsaid = unsaidOf(from, options)
      if (unsaid.length === 0) return
      throw new Unreadable(
        `what a seed cannot say is left out: ${unsaid.join(', ')}`,
        has(options, 'config') ? 'say the settings: koji edit-tag' : undefined,
        true,
      )
    },
  },
}

export function unnamedBuild(): Unreadable {
  return new Unreadable(
    'a state names no build, only the package and the tag whose latest one it is',
    "write koji tag-build NEW $(koji -q latest-build TAG PACKAGE | cut -d' ' -f1)",
  )
}

function seedOf(from: string, options: Options): Seed {
  if (options.has('test')) throw new Unreadable('koji clone-tag --test does nothing')
  const [packages, groups, builds] = [has(options, 'pkgs'), has(options, 'groups'), has(options, 'builds')]
  if (builds && !packages) throw new Unreadable('koji takes --builds with --pkgs alone')
  return { from, packages, groups, builds, copy: 'auto' }
}

/** What the command copies, and a seed does not. */
function unsaidOf(from: string, options: Options): string[] {
  const isPast = ['ts', 'event', 'repo'].some(option => options.has(option))
  const isEvery = has(options, 'builds') && !options.has('latest-only')
  return [
    ...(has(options, 'config') ? [`the settings of ${from}`] : []),
    ...(isEvery ? ['builds before the latest ones'] : []),
    ...(options.has('inherit-builds') ? [`builds that ${from} inherits`] : []),
    ...(isPast ? [`that it is ${from} of some time ago`] : []),
  ]
}

function has(options: Options, option: 'config' | 'pkgs' | 'groups' | 'builds'): boolean {
  return options.has(option) || options.has('all')
}

function wantBuild(tag: ScriptTag, { tag: from, package: name }: LatestBuild): void {
  const other = tag.builds.get(name)
  if (other !== undefined && other !== from) {
    throw new Unreadable(`the build of ${name} comes from ${other} already, and a state takes one`)
  }
  tag.builds.set(name, from)
}

/** What is taken over is what the hub has before the plan. */
function assertOnHub(state: ScriptState, name: string): void {
  const problem = nameProblem(name)
  if (problem !== undefined) throw new Unreadable(`“${name}” is no name: ${problem}`)
  const line = state.changedAt(name)
  if (line === undefined) return
  throw new Unreadable(`line ${line} changes ${name}, and a state takes over what the hub has before`)
}
