import type { DesiredRepoUse } from '../../koji/desired-state.js'
import { internalRepo, isRepoUrl, mergeModes, storedUrl } from '../../koji/external-repos.js'
import { nameProblem } from '../../koji/names.js'
import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'
import { integerOf, type Options } from './options.js'
import type { ScriptTag } from './script-tag.js'
import { archesOf } from './tag-commands.js'

const short = { t: 'tag', p: 'priority', m: 'mode', a: 'arches' }

/** Commands about external repos, and about their use in tags. */
export const repoCommands: { readonly [name: string]: Command } = {
  'add-external-repo': {
    takes: { tag: 'values', priority: 'value', mode: 'value', arches: 'value' },
    short,
    args: [1, 2],
    run(state, options) {
      const [repo = '', url] = options.args
      const tags = options.values('tag').map(placeOf)
      if (url === undefined && tags.length === 0) throw new Unreadable('it names neither a URL nor a tag')
      const [priority, how] = [options.integer('priority'), optionsOf(options)]
      checkRepo(repo)
      if (url !== undefined) state.addRepo(repo, urlOf(url))
      for (const place of tags) {
        const tag = state.tag(place.tag)
        if (tag.repos.get(repo)) throw new Unreadable(`${tag.name} uses the external repo ${repo} already`)
        setUse(tag, { repo, priority: place.priority ?? priority ?? nextPriority(tag), ...how })
      }
    },
  },
  'edit-external-repo': {
    takes: { url: 'value', name: 'value', tag: 'value', priority: 'value', mode: 'value', arches: 'value' },
    short,
    args: [1, 1],
    run(state, options) {
      const [repo = ''] = options.args
      const [url, tagName, priority] = [
        options.filled('url'),
        options.filled('tag'),
        options.integer('priority'),
      ]
      checkRepo(repo)
      if (options.filled('name') !== undefined) {
        throw new Unreadable('a rename: a desired state knows external repos by their names alone')
      }
      if (url !== undefined) state.editRepo(repo, urlOf(url))
      if (tagName === undefined) return
      const tag = state.tag(tagName)
      const known = tag.repos.get(repo)
      const rank = priority ?? known?.priority
      if (rank === undefined) {
        throw new Unreadable(
          `the priority that ${repo} keeps in ${tagName} only the hub knows`,
          'name it: --priority=N',
        )
      }
      setUse(tag, { ...known, repo, priority: rank, ...optionsOf(options) })
    },
  },
  'remove-external-repo': {
    takes: { alltags: 'nothing', force: 'nothing' },
    args: [1, Number.POSITIVE_INFINITY],
    run(state, options) {
      const [repo = '', ...tags] = options.args
      if (options.has('alltags')) throw new Unreadable('which tags use it only the hub knows', 'name them')
      checkRepo(repo)
      if (tags.length === 0) state.removeRepo(repo)
      for (const tag of tags) state.tag(tag).repos.set(repo, null)
    },
  },
}

/** `TAG`, `TAG::PRIORITY` or `TAG::auto`. */
function placeOf(text: string): { readonly tag: string; readonly priority?: number } {
  const at = text.lastIndexOf('::')
  if (at < 0) return { tag: text }
  const [tag, priority] = [text.slice(0, at), text.slice(at + 2)]
  return ['auto', '-1'].includes(priority) ? { tag } : { tag, priority: integerOf(priority, 'the priority') }
}

/** Koji's client goes at least 3 beyond the last one, to a multiple of 5; in a tag without repos to 5. */
function nextPriority(tag: ScriptTag): number {
  if (!tag.isKnown) {
    throw new Unreadable(
      `which priority is free in ${tag.name} only the hub knows`,
      `name it: -t ${tag.name}::N`,
    )
  }
  const taken = [...tag.repos.values()].flatMap(use => (use === null ? [] : [use.priority]))
  return taken.length === 0 ? 5 : Math.floor((Math.max(...taken) + 7) / 5) * 5
}

function setUse(tag: ScriptTag, use: DesiredRepoUse): void {
  const holder = [...tag.repos.values()].find(one => one?.priority === use.priority && one.repo !== use.repo)
  if (holder) {
    throw new Unreadable(`${holder.repo} has the priority ${use.priority} in ${tag.name} already`)
  }
  tag.repos.set(use.repo, use)
}

function optionsOf(options: Options): Partial<DesiredRepoUse> {
  const [mode, arches] = [options.filled('mode'), options.value('arches')]
  if (mode !== undefined && !mergeModes.some(known => known === mode)) {
    throw new Unreadable(`there is no merge mode ${mode}: write ${mergeModes.join(', ')}`)
  }
  return {
    ...(mode !== undefined && { merge_mode: mode }),
    ...(arches !== undefined && { arches: archesOf(arches) }),
  }
}

function checkRepo(repo: string): void {
  const problem = repo === internalRepo ? 'Koji keeps it for itself' : nameProblem(repo)
  if (problem !== undefined) throw new Unreadable(`“${repo}” is no name of an external repo: ${problem}`)
}

function urlOf(url: string): string {
  if (!isRepoUrl(url)) throw new Unreadable(`“${url}” is no URL that builders could fetch from`)
  return storedUrl(url)
}
