import type { HubIdentity } from '../koji/live-state.js'
import { type Difference, type LeftOver, type Release, releaseName } from '../release/index.js'
import { cleanLine } from './clean.js'
import { count, namesText } from './names-text.js'
import { differenceComment, type ReleaseFile } from './release-file.js'

/** What `tags new --json` prints. */
export interface NewReleaseDocument {
  /** `f45` */
  readonly release: string
  readonly template: string
  /** where it was written; `null` where it was not */
  readonly file: string | null
  /** the file itself */
  readonly text: string
  readonly like: {
    readonly release: string
    readonly hub: HubIdentity
    readonly event: number
    /** that of the template in which the release was compared */
    readonly phase: string | null
    /** families that it has otherwise than the template, and what they are there */
    readonly switches: { readonly [name: string]: boolean }
    /** all that it has otherwise (`b`) than the template makes it (`a`) */
    readonly differences: readonly Difference[]
    readonly carried: readonly Difference[]
    readonly left: readonly LeftOver[]
  } | null
  readonly warnings: readonly string[]
}

interface Made {
  readonly file: ReleaseFile
  readonly text: string
  readonly carried: readonly Difference[]
  readonly left: readonly LeftOver[]
}

interface Fitted {
  readonly like: { readonly release: Release }
  readonly switches: ReadonlyMap<string, boolean>
  readonly differences: readonly Difference[]
}

export function newReleaseJson(
  { file, text, carried, left }: Made,
  fit: Fitted | undefined,
  {
    output = null,
    warnings,
  }: { readonly output?: string | undefined | null; readonly warnings: readonly string[] },
): NewReleaseDocument {
  const { release, template, like } = file
  return {
    release: releaseName(release),
    template,
    file: output,
    text,
    like:
      like === null || fit === undefined
        ? null
        : {
            release: releaseName(like.release),
            hub: like.hub,
            event: like.event,
            phase: like.phase,
            switches: Object.fromEntries(fit.switches),
            differences: fit.differences,
            carried,
            left,
          },
    warnings,
  }
}

/** What a person may take over or leave, one by one: families by the name of their parameter. */
export function optionsOf({ like, switches, differences }: Fitted): {
  readonly value: string | Difference
  readonly lines: readonly string[]
}[] {
  const name = releaseName(like.release)
  return [
    ...[...switches].map(([key, isOn]) => ({
      value: key,
      lines: [`${key}: ${isOn}  (${isOn ? `${name} has these` : `${name} has none of these`})`],
    })),
    ...differences.map(value => ({ value, lines: differenceComment(value, name) })),
  ]
}

/** What was done, in a few lines. */
export function releaseSummary(
  { file, carried, left }: Made,
  fit: Fitted | undefined,
  output?: string,
): string {
  const { like } = file
  const lines: string[] = []
  if (like !== null && fit !== undefined) {
    const name = releaseName(like.release)
    const phase = like.phase === null ? '' : ` in phase ${like.phase}`
    const all = fit.differences.length
    const switches = [...fit.switches].map(([key, value]) => `${key}: ${value}`)
    const families = switches.length === 0 ? '' : `, and for ${namesText(switches)}`
    lines.push(
      all === 0
        ? `${name} is as the template makes it${phase}${families}`
        : `${name} differs from the template${phase} in ${count(all, 'thing')}${families}; ${carried.length} of them are carried over`,
      ...left.map(({ difference, reason }) => `  not carried over: ${cleanLine(difference.b)}: ${reason}`),
    )
  }
  if (output !== undefined) {
    const profile = file.profile === undefined ? '' : ` --profile ${file.profile}`
    lines.push(`wrote ${output}; review it, then: koji-releng tags plan ${output}${profile}`)
  }
  return lines.join('\n')
}
