import { compareText } from '../koji/json.js'
import type { HubIdentity } from '../koji/live-state.js'
import { releaseName } from '../release/index.js'
import { cleanLine } from './clean.js'
import type { ExportSubject, TemplatedExport } from './export-text.js'
import { count } from './names-text.js'
import { unsaidText } from './unsaid-text.js'

/** What `tags export --json` prints. */
export interface ExportDocument {
  readonly hub: HubIdentity
  readonly event: number
  /** the files with their texts; of the state of a sandbox, and where none is written, not all is told */
  readonly files: readonly { readonly file: string | null; readonly text: string | null }[]
  readonly tags: readonly string[]
  readonly targets: readonly string[]
  readonly external_repos: readonly string[]
  /** tags that it builds on */
  readonly requires: readonly string[]
  readonly side_tags: readonly string[]
  readonly unsaid: readonly string[]
  /** those that the template is for */
  readonly releases: readonly string[]
  readonly warnings: readonly string[]
}

interface Made {
  readonly subject: ExportSubject
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly templated?: TemplatedExport | undefined
}

export function exportJson(
  { subject, files, templated }: Made,
  { paths, warnings }: { readonly paths: readonly string[]; readonly warnings: readonly string[] },
): ExportDocument {
  const { hub, event, desired, sideTags, unsaid } = subject
  const told = files.map(({ path, text }) => ({ file: paths.includes(path) ? path : null, text }))
  const names = (all: ReadonlyMap<string, unknown>) => [...all.keys()].sort(compareText)
  return {
    hub,
    event,
    files: files.length > 0 ? told : paths.map(file => ({ file, text: null })),
    tags: names(desired.tags),
    targets: names(desired.targets),
    external_repos: names(desired.external_repos),
    requires: desired.requires.map(({ name }) => name),
    side_tags: sideTags,
    unsaid: unsaid.map(unsaidText),
    releases: (templated?.factored.releases ?? []).map(releaseName),
    warnings,
  }
}

/** What was written, and what to do with it. */
export function exportSummary({ subject, files }: Made, paths: readonly string[], profile?: string): string {
  const { tags, targets, external_repos } = subject.desired
  const what = [
    count(tags.size, 'tag'),
    count(targets.size, 'target'),
    count(external_repos.size, 'external repo'),
  ].join(', ')
  const [main] = paths
  if (main === undefined) return `${what}: a plan of it changes nothing`
  const hub = profile === undefined ? '' : ` --profile ${profile}`
  const next =
    files.length === 0
      ? `rehearse on it: koji-releng tags plan FILE --profile sandbox --state ${main}`
      : `a plan of it changes nothing: koji-releng tags plan ${main}${hub}`
  return cleanLine(`${what} written to ${paths.join(' and ')}; ${next}`)
}
