import type { AsOf } from './as-of.js'
import type { Batch } from './batch.js'
import { isUnknownName } from './history-query.js'
import { Row } from './row.js'

/** Koji's number of the state `COMPLETE`: others are in no repo. */
const completeState = 1

/** The builds of one source package: the last tagged in each tag, and the last of all, with its id. */
interface Source {
  readonly byTag: Map<string, string>
  readonly newest: number
}

/**
 * Finds builds that have an RPM, by its name. Koji knows sources: most RPMs of a build root are of one of the same
 * name, and most others of one whose name they begin with (`glibc-minimal-langpack` of `glibc`). Where the latest
 * build of such a source has the RPM, so have its others; where a hub does not tell, it is taken on trust. A call a
 * name, whatever the number of tags. Package lists are not looked at: builds of a blocked package count.
 */
export class PackageBuilds {
  readonly #asOf: AsOf
  readonly #packages: ReadonlySet<string>
  readonly #sources = new Map<string, Source>()
  /** by package, the source whose builds have it */
  readonly #sourceOf = new Map<string, string>()

  constructor(batch: Batch, asOf: AsOf, packages: ReadonlySet<string>) {
    this.#asOf = asOf
    this.#packages = packages
    for (const name of packages) this.#ask(batch, name)
  }

  /** Sources of shorter names, of packages that have none of their own. */
  askSources(batch: Batch): void {
    const shorter = [...this.#packages].filter(name => !this.#sources.has(name)).flatMap(shorterNames)
    for (const name of new Set(shorter)) if (!this.#sources.has(name)) this.#ask(batch, name)
  }

  askRpms(batch: Batch): void {
    const others = new Map<string, string[]>()
    for (const name of this.#packages) {
      const sources = this.#sources.has(name) ? [name] : shorterNames(name)
      const source = sources.find(other => this.#sources.has(other))
      if (source === undefined) continue
      this.#sourceOf.set(name, source)
      if (source !== name) others.set(source, [...(others.get(source) ?? []), name])
    }
    for (const [source, names] of others) this.#askRpms(batch, source, names)
  }

  /** By package and tag, builds. */
  known(): Map<string, ReadonlyMap<string, string>> {
    return new Map(
      [...this.#packages].map(name => {
        const source = this.#sourceOf.get(name)
        return [name, (source === undefined ? undefined : this.#sources.get(source)?.byTag) ?? new Map()]
      }),
    )
  }

  #ask(batch: Batch, name: string): void {
    batch.add(
      this.#asOf.history({ package: name }, ['tag_listing']),
      value => {
        const rows = this.#asOf
          .tables(value)
          .rows('tag_listing')
          .filter(row => row.integer('build.state') === completeState)
          .sort((a, b) => a.integer('create_event') - b.integer('create_event'))
        const nvrOf = (row: Row) => ['name', 'version', 'release'].map(part => row.text(part)).join('-')
        const byTag = new Map(rows.map(row => [row.text('tag.name'), nvrOf(row)]))
        const newest = rows.at(-1)?.integer('build_id')
        if (newest !== undefined) this.#sources.set(name, { byTag, newest })
      },
      isUnknownName,
    )
  }

  #askRpms(batch: Batch, source: string, names: readonly string[]): void {
    const build = this.#sources.get(source)?.newest ?? null
    batch.add(
      { method: 'listRPMs', params: [], named: { buildID: build } },
      value => {
        const rpms = new Set(Row.list(value, 'listRPMs').map(row => row.text('name')))
        // A build that was imported without its RPMs tells nothing.
        for (const name of rpms.size === 0 ? [] : names) if (!rpms.has(name)) this.#sourceOf.delete(name)
      },
      () => true,
    )
  }
}

/** `glibc-minimal`, `glibc` */
function shorterNames(name: string): string[] {
  const words = name.split('-')
  return words.slice(1).map((_, index) => words.slice(0, words.length - 1 - index).join('-'))
}
