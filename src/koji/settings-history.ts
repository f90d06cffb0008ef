import type { Origin } from './live-state.js'
import type { Settings } from './tag.js'

/** A tag's settings as they once were, or are: a tag exists while it has any. */
export interface SettingsVersion {
  readonly settings: Settings
  readonly origin: Origin
  /** who set others in their place, or deleted the tag; `null` where they are valid today */
  readonly end: Origin | null
}

/** The settings of a tag in the course of time. Koji writes all of them anew when one changes. */
export class SettingsHistory {
  readonly #versions: readonly SettingsVersion[]

  constructor(versions: Iterable<SettingsVersion>) {
    // What was made and ended by one event was never valid.
    const real = [...versions].filter(({ origin, end }) => origin.event !== end?.event)
    this.#versions = real.sort((a, b) => a.origin.event - b.origin.event)
  }

  /**
   * Who made the tag that exists at an event (again, if it was deleted before), and who last changed each of
   * its settings; `undefined` where there is none.
   *
   * @param event `undefined` is now
   */
  at(
    event: number | undefined,
  ): { made: Origin; settings: { [field in keyof Settings]: Origin } } | undefined {
    const index = this.#versions.findLastIndex(version => isValid(version, event))
    const current = this.#versions[index]
    if (current === undefined) return undefined
    const since = (isSame: (settings: Settings) => boolean): Origin => {
      let { origin } = current
      for (const { settings, origin: older, end } of this.#versions.slice(0, index).reverse()) {
        if (end?.event !== origin.event || !isSame(settings)) break
        origin = older
      }
      return origin
    }
    const changed = (field: keyof Settings) => since(settings => settings[field] === current.settings[field])
    return {
      made: since(() => true),
      settings: {
        arches: changed('arches'),
        perm: changed('perm'),
        locked: changed('locked'),
        maven_support: changed('maven_support'),
        maven_include_all: changed('maven_include_all'),
      },
    }
  }

  /** The first deletion of the tag after an event, if there was any. */
  deletionAfter(event: number): Origin | undefined {
    const made = new Set(this.#versions.map(({ origin }) => origin.event))
    const ends = this.#versions.flatMap(({ end }) => end ?? [])
    return ends.find(end => end.event > event && !made.has(end.event))
  }

  /** Why there is no tag at an event: who deleted it before, or else who made it later. */
  absence(event: number | undefined): Absence {
    const before = this.#versions.findLast(({ origin }) => event === undefined || origin.event <= event)
    if (before?.end) return { kind: 'deleted', by: before.end }
    const after = this.#versions.find(({ origin }) => event !== undefined && origin.event > event)
    return after === undefined ? { kind: 'unknown' } : { kind: 'later', by: after.origin }
  }
}

export type Absence =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'deleted' | 'later'; readonly by: Origin }

function isValid({ origin, end }: SettingsVersion, event: number | undefined): boolean {
  if (event === undefined) return end === null
  return origin.event <= event && (end === null || event < end.event)
}
