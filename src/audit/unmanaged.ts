import type { HubNames, Strangers } from '../hub/index.js'
import type { DesiredState } from '../koji/desired-state.js'
import type { Origin } from '../koji/live-state.js'
import type { ResourceKind } from '../plan/index.js'
import { isMarkedAsSideTag, isSideTag, releaseIn, releaseName } from '../release/index.js'
import type { Finding } from './finding.js'
import { findingPath } from './path.js'

/**
 * The tags and targets of a hub that no file names, although their names are those of a release that files manage. Side
 * tags and their targets belong to packagers, and what files require is known to be others' work.
 */
export function strangersTo(desired: DesiredState, { tags, targets }: HubNames): HubNames {
  const { tags: ours, targets: ourTargets, requires } = desired
  const known = (kind: ResourceKind, named: ReadonlyMap<string, unknown>) =>
    new Set([...named.keys(), ...requires.flatMap(one => (one.kind === kind ? [one.name] : []))])
  const releases = new Set([...ours.keys(), ...ourTargets.keys()].flatMap(name => releaseOf(name) ?? []))
  const strangers = (names: readonly string[], known: ReadonlySet<string>) =>
    names.filter(name => {
      const release = releaseOf(name)
      return release !== undefined && releases.has(release) && !known.has(name) && !isSideTag(name)
    })
  return {
    tags: strangers(tags, known('tag', ours)),
    targets: strangers(targets, known('target', ourTargets)),
  }
}

/** One finding for each of them, with who made it, and the run that last wrote it. */
export function unmanagedFindings(
  { tags, targets }: HubNames,
  found: Strangers,
  runOf: (kind: 'tag' | 'target', name: string) => string | undefined = () => undefined,
): Finding[] {
  const sideTags = new Set(tags.filter(name => isSideTagOf(found, name)))
  const isOurs = (name: string) => !sideTags.has(name)
  return [
    ...tags
      .filter(isOurs)
      .map(name => unmanaged('tag', name, found.tags.get(name)?.made, runOf('tag', name))),
    ...targets
      .filter(isOurs)
      .map(name => unmanaged('target', name, found.targets.get(name), runOf('target', name))),
  ]
}

function isSideTagOf({ tags }: Strangers, name: string): boolean {
  const stranger = tags.get(name)
  return stranger !== undefined && isMarkedAsSideTag(stranger.tag)
}

function unmanaged(
  kind: 'tag' | 'target',
  name: string,
  made: Origin | undefined,
  run: string | undefined,
): Finding {
  return {
    rule: 'unmanaged',
    severity: 'warning',
    resource: { kind, name },
    path: findingPath(kind, name),
    message: `files manage ${releaseOf(name)}, and none names it`,
    by: made === undefined ? [] : [made],
    ...(run !== undefined && { run }),
    mend: 'describe it in a file, name it under `requires`, delete it, or waive it',
  }
}

/** The release whose name a name begins with, be it after `module-`: `f44` of `f44-build` and of `module-f44-build`. */
function releaseOf(name: string): string | undefined {
  const release = releaseIn(name)
  if (release === undefined) return undefined
  const [own, plain] = [releaseName(release), name.replace(/^module-/, '')]
  return plain === own || plain.startsWith(`${own}-`) ? own : undefined
}
