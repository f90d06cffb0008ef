import { stringify } from 'yaml'
import type { DesiredState } from '../koji/desired-state.js'
import type { Json, JsonObject } from '../koji/json.js'
import type { Unsaid } from '../koji/live-as-desired.js'
import type { HubIdentity } from '../koji/live-state.js'
import { releaseName } from '../release/index.js'
import { cleanLine } from './clean.js'
import { desiredYaml } from './desired-yaml.js'
import { fileYaml } from './file-yaml.js'
import { count, wrapped } from './names-text.js'
import { type Factored, factored } from './release-factoring.js'
import { unsaidText } from './unsaid-text.js'

/** What of a hub is to be written, and what a reader should know. */
export interface ExportSubject {
  readonly patterns: readonly string[]
  readonly hub: HubIdentity
  readonly event: number
  readonly desired: DesiredState
  readonly unsaid: readonly Unsaid[]
  readonly sideTags: readonly string[]
  /** whether package lists were read */
  readonly packages: boolean
}

/** Part of a hub as one plain file. */
export function exportText(subject: ExportSubject): string {
  return [...headLines(subject), desiredYaml(subject.desired).text].join('\n')
}

/** Part of a hub as a template and a file that uses it. */
export interface TemplatedExport {
  readonly factored: Factored
  readonly file: string
  readonly template: string
}

/**
 * The same, with what releases have in common said once; nothing where no name bears the number of a release.
 *
 * @param template how the file names its template: `./layout.yaml`
 */
export function templatedExport(subject: ExportSubject, template: string): TemplatedExport | undefined {
  const { desired, unsaid } = subject
  const parts = factored(desired, new Set(unsaid.map(one => ('tag' in one ? one.tag : one.name))))
  if (parts === undefined) return undefined
  const numbers = parts.releases.map(({ number }): Json => (/^\d+$/.test(number) ? Number(number) : number))
  const [first = null, ...others] = numbers
  const use: JsonObject = {
    template,
    ...(others.length === 0 ? { with: { release: first } } : { for: { release: numbers } }),
  }
  const names = parts.releases.map(releaseName).join(', ')
  const file = [
    ...headLines(subject),
    ...comment(`What ${names} have in common is in ${template}; here stands what is otherwise.`),
    fileYaml({ version: 1, use: [use], ...parts.rest }),
  ]
  const made = comment(`${whatText(subject)} Used by the file beside it.`)
  return {
    factored: parts,
    file: file.join('\n'),
    template: [...made, stringify(parts.template, { lineWidth: 0 })].join('\n'),
  }
}

function headLines(subject: ExportSubject): string[] {
  const { unsaid, sideTags, packages } = subject
  return [
    ...comment(`${whatText(subject)} A plan of this file changes nothing there: that was tried.`),
    ...(packages ? [] : comment('Package lists are not told (--packages does): they stay as they are.')),
    ...(sideTags.length === 0 ? [] : comment(`Left out: ${count(sideTags.length, 'side tag')}.`)),
    ...(unsaid.length === 0
      ? []
      : [
          ...comment('No file can say the following. It stays as it is:'),
          ...unsaid.flatMap(one => comment(`  ${unsaidText(one)}`)),
        ]),
  ]
}

function whatText({ patterns, hub, event }: ExportSubject): string {
  return `${patterns.join(' ')} as ${hub.profile} (${hub.url}) had it at event ${event}.`
}

function comment(text: string): string[] {
  return wrapped(cleanLine(text), 98).map(line => `# ${line}`)
}
