import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../../src/koji/json.js'
import type { Link, Tag, Target } from '../../src/koji/tag.js'
import { group, link, set, tag, use } from '../builders.js'

/** What a release leaves on a hub, by the table in test/fixtures/fedora/layout.txt. */
export interface Layout {
  /** its own tags */
  readonly tags: readonly Tag[]
  readonly targets: readonly Target[]
  readonly repos: readonly { readonly name: string; readonly url: string }[]
  /** what the newest release has of what all share */
  readonly shared: { readonly tags: readonly Tag[]; readonly targets: readonly Target[] }
}

const table = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'fedora', 'layout.txt'), 'utf8')

export function fedoraLayout(release: number): Layout {
  const sections = sectionsOf(table.replaceAll(/\bfN\b/g, `f${release}`))
  const rows = (section: string): string[][] => sections.get(section) ?? []
  const arches = new Map(rows('arches').map(([name = '', set = '']) => [name, set]))
  const repos = rows('repos')
  return {
    tags: rows('tags').map(([name = '', parents = '', set = '', perm = '', extra = '']) =>
      tag(name, {
        settings: { arches: arches.get(set) ?? '', perm: perm || null },
        inheritance: linksOf(parents),
        extra: extraOf(extra),
        groups: rows('groups')
          .filter(([owner]) => owner === name)
          .map(([, group_ = '', configured, packages = '']) =>
            group(group_, packages.split(' '), configured === 'yes' ? {} : null),
          ),
        external_repos: repos
          .filter(([, , user]) => user === name)
          .map(([repo = '', , , priority]) => use(repo, Number(priority))),
      }),
    ),
    targets: rows('targets').map(targetOf),
    repos: repos.map(([name = '', url = '']) => ({ name, url })),
    shared: {
      tags: rows('shared tags').map(([name = '', parents = '']) =>
        tag(name, { inheritance: linksOf(parents) }),
      ),
      targets: rows('shared targets').map(targetOf),
    },
  }
}

function sectionsOf(text: string): Map<string, string[][]> {
  const [, ...sections] = text.split(/^# /m)
  return new Map(
    sections.map(section => {
      const [title = '', ...lines] = section.trim().split('\n')
      const rows = lines.map(line => line.split('|').map(cell => cell.trim()))
      return [title.replace(/:.*/, ''), rows]
    }),
  )
}

function linksOf(text: string): Link[] {
  return text.split(' ').flatMap(word => {
    const [, parent, priority, mark] = /^(.+)@(\d+)(!i)?$/.exec(word) ?? []
    return parent === undefined ? [] : [link(parent, Number(priority), { intransitive: mark === '!i' })]
  })
}

function extraOf(text: string) {
  const words = text.split(' ').filter(word => word !== '')
  return Object.fromEntries(
    words.map(word => {
      const at = word.indexOf('=')
      const value: Json = JSON.parse(word.slice(at + 1))
      return [word.slice(0, at), set(value)]
    }),
  )
}

function targetOf([name = '', build_tag = '', dest_tag = '']: readonly string[]): Target {
  return { name, build_tag, dest_tag }
}
