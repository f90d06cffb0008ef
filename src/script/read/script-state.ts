import type { DesiredState, DesiredTarget, Requirement } from '../../koji/desired-state.js'
import { nothingRemoved } from '../../koji/desired-state.js'
import { storedUrl } from '../../koji/external-repos.js'
import { nameProblem } from '../../koji/names.js'
import type { Source } from '../../koji/source.js'
import { Unreadable } from '../unreadable.js'
import { ScriptTag } from './script-tag.js'

interface ScriptTarget {
  readonly build_tag: string
  readonly dest_tag: string
}

/**
 * The state that the commands of a script amount to, one after the other: later ones win. What Koji itself would
 * refuse (a tag that is there already, a priority that is taken) changes nothing, and is told.
 */
export class ScriptState {
  /** where the command stands that is being read */
  source: Source
  readonly #tags = new Map<string, ScriptTag | Gone>()
  readonly #targets = new Map<string, { readonly target: ScriptTarget | null; readonly source: Source }>()
  readonly #repos = new Map<string, { readonly url: string | null; readonly source: Source }>()
  readonly #requires: Requirement[] = []

  constructor(file: string) {
    this.source = { file, line: 1, column: 1 }
  }

  /** A tag that a command is about: the script's own, else one that the hub must have. */
  tag(name: string): ScriptTag {
    const known = this.#tags.get(name)
    if (known instanceof ScriptTag) return known
    if (known !== undefined) throw new Unreadable(`the tag ${name} was removed in line ${known.source.line}`)
    checkName(name)
    this.#requires.push({ kind: 'tag', name, source: this.source })
    const tag = new ScriptTag(name, this.source, 'hub')
    this.#tags.set(name, tag)
    return tag
  }

  addTag(name: string): ScriptTag {
    const known = this.#tags.get(name)
    if (known instanceof ScriptTag) {
      throw new Unreadable(`the tag ${name} is there already, since line ${known.source.line}`)
    }
    checkName(name)
    const tag = new ScriptTag(name, this.source, known === undefined ? 'script' : 'again')
    this.#tags.set(name, tag)
    return tag
  }

  /**
   * A tag that the script itself has added, and so knows.
   *
   * @param unknown why no other will do
   */
  addedTag(name: string, unknown: string): ScriptTag {
    const tag = this.#tags.get(name)
    if (tag instanceof ScriptTag && tag.origin === 'script') return tag
    throw new Unreadable(`the tag ${name} is not made by the script: ${unknown}`)
  }

  /** A tag that the script makes, or has made and not filled. */
  freshTag(name: string, otherwise: string): ScriptTag {
    const tag = this.#tags.get(name)
    if (tag === undefined) return this.addTag(name)
    if (tag instanceof ScriptTag && tag.isEmpty) return tag
    throw new Unreadable(`the tag ${name} was there before, by line ${tag.source.line}: ${otherwise}`)
  }

  /** The line from which on a tag is not what the hub has; `undefined` where it is. */
  changedAt(name: string): number | undefined {
    const tag = this.#tags.get(name)
    return tag === undefined || (tag instanceof ScriptTag && tag.isAsOnHub) ? undefined : tag.source.line
  }

  removeTag(name: string): void {
    checkName(name)
    const known = this.#tags.get(name)
    if (known !== undefined && !(known instanceof ScriptTag)) {
      throw new Unreadable(`the tag ${name} was removed already, in line ${known.source.line}`)
    }
    this.#tags.set(name, { source: this.source })
    // Koji takes the links of its children, and the targets that use it, with it.
    for (const tag of this.#tags.values()) {
      if (tag instanceof ScriptTag && tag.links.has(name)) tag.links.delete(name)
    }
    for (const [target, { target: row }] of this.#targets) {
      if (row?.build_tag === name || row?.dest_tag === name) this.removeTarget(target)
    }
  }

  addTarget(name: string, target: ScriptTarget): void {
    const known = this.#targets.get(name)
    if (known?.target) {
      throw new Unreadable(`the target ${name} is there already, since line ${known.source.line}`)
    }
    this.#setTarget(name, target)
  }

  editTarget(name: string, change: Partial<ScriptTarget>): void {
    const known = this.#targets.get(name)
    if (known?.target === null) {
      throw new Unreadable(`the target ${name} was removed in line ${known.source.line}`)
    }
    const build_tag = change.build_tag ?? known?.target.build_tag
    const dest_tag = change.dest_tag ?? known?.target.dest_tag
    if (build_tag === undefined || dest_tag === undefined) {
      const missing = build_tag === undefined ? 'build' : 'destination'
      throw new Unreadable(
        `the ${missing} tag that target ${name} keeps only the hub knows`,
        `name both: --build-tag=… --dest-tag=…`,
      )
    }
    this.#setTarget(name, { build_tag, dest_tag })
    if (known === undefined) this.#requires.push({ kind: 'target', name, source: this.source })
  }

  removeTarget(name: string): void {
    checkName(name)
    this.#targets.set(name, { target: null, source: this.source })
  }

  addRepo(name: string, url: string): void {
    const known = this.#repos.get(name)
    if (known?.url) {
      throw new Unreadable(`the external repo ${name} is there already, since line ${known.source.line}`)
    }
    this.editRepo(name, url)
  }

  editRepo(name: string, url: string): void {
    checkName(name)
    this.#repos.set(name, { url, source: this.source })
  }

  removeRepo(name: string): void {
    checkName(name)
    this.#repos.set(name, { url: null, source: this.source })
    for (const tag of this.#tags.values()) if (tag instanceof ScriptTag) tag.repos.delete(name)
  }

  desired(profile: string | undefined): DesiredState {
    const tags = [...this.#tags].map(([name, tag]): [string, ReturnType<ScriptTag['desired']>] => [
      name,
      tag instanceof ScriptTag ? tag.desired() : absentTag(name, tag.source),
    ])
    const targets = [...this.#targets].map(([name, { target, source }]): [string, DesiredTarget] => [
      name,
      target === null ? { name, source, absent: true } : { name, source, absent: false, ...target },
    ])
    return {
      tags: new Map(tags),
      targets: new Map(targets),
      external_repos: new Map(
        [...this.#repos].map(([name, { url, source }]) => [
          name,
          url === null
            ? { name, source, absent: true as const }
            : { name, source, absent: false as const, url: storedUrl(url) },
        ]),
      ),
      protect: [],
      requires: this.#requires.filter(({ kind, name }) => kind === 'target' || this.#isOnHub(name)),
      profiles: profile === undefined ? [] : [{ name: profile, source: this.source }],
    }
  }

  // What the script deletes it does not need.
  #isOnHub(name: string): boolean {
    const tag = this.#tags.get(name)
    return tag instanceof ScriptTag && tag.origin === 'hub'
  }

  #setTarget(name: string, target: ScriptTarget): void {
    for (const one of [name, target.build_tag, target.dest_tag]) checkName(one)
    this.#targets.set(name, { target, source: this.source })
  }
}

interface Gone {
  readonly source: Source
}

function absentTag(name: string, source: Source): ReturnType<ScriptTag['desired']> {
  const common = { name, source, settings: {}, removed: nothingRemoved }
  return { ...common, absent: true, additive: new Set(), sources: new Map() }
}

function checkName(name: string): void {
  const problem = nameProblem(name)
  if (problem !== undefined) throw new Unreadable(`“${name}” is no name: ${problem}`)
}
