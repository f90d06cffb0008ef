import { createHash } from 'node:crypto'
import { rules as knownRules } from '../../audit/index.js'
import { cleanJson } from '../../koji/clean.js'
import { itemFacts } from './item-text.js'
import type { Item, Report } from './report.js'

/** The parts of SARIF 2.1.0 (OASIS) that a report uses. */
export interface SarifLog {
  readonly $schema: string
  readonly version: '2.1.0'
  readonly runs: SarifRun[]
}

interface SarifRun {
  readonly tool: { readonly driver: { name: string; version: string; rules: SarifRule[] } }
  readonly columnKind: 'utf16CodeUnits'
  readonly results: SarifResult[]
}

interface SarifRule {
  readonly id: string
  readonly shortDescription?: { text: string }
  readonly fullDescription?: { text: string }
  readonly help?: { text: string }
}

interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: 'error' | 'warning' | 'note'
  readonly message: { text: string }
  readonly locations: SarifLocation[]
  readonly partialFingerprints: { [name: string]: string }
  readonly suppressions: { kind: 'external'; status: 'accepted'; justification: string }[]
}

interface SarifLocation {
  readonly physicalLocation?: {
    artifactLocation: { uri: string }
    region: { startLine: number; startColumn: number }
  }
  readonly logicalLocations: { fullyQualifiedName: string; name: string; kind: string }[]
}

/** An audit for a scanner of code: each finding where the files say otherwise, and of which tag; waived ones suppressed. */
export function reportSarif(
  report: Report,
  tool: { readonly name: string; readonly version: string },
): string {
  return `${cleanJson(sarifLog(report, tool), 2)}\n`
}

export function sarifLog(
  report: Report,
  { name, version }: { readonly name: string; readonly version: string },
): SarifLog {
  const items = report.sections.filter(({ past }) => !past).flatMap(section => section.items)
  const ids = [...new Set(items.map(({ rule }) => rule))].sort()
  const results = items.map(item => resultOf(item, ids.indexOf(item.rule), report))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      { tool: { driver: { name, version, rules: ids.map(ruleOf) } }, columnKind: 'utf16CodeUnits', results },
    ],
  }
}

function ruleOf(id: string): SarifRule {
  const rule = knownRules.find(one => one.id === id)
  if (rule === undefined) return { id }
  const { title, reason, mend } = rule
  return { id, shortDescription: { text: title }, fullDescription: { text: reason }, help: { text: mend } }
}

function resultOf(item: Item, ruleIndex: number, report: Report): SarifResult {
  const { rule, severity, resource, path, message, waived, source } = item
  const facts = itemFacts(item, report).map(([label, text]) => `${label}: ${text}`)
  const physicalLocation = source && {
    artifactLocation: { uri: uriOf(source.file) },
    region: { startLine: source.line, startColumn: source.column },
  }
  const logicalLocations = [{ fullyQualifiedName: path, name: resource.name, kind: 'resource' }]
  return {
    ruleId: rule,
    ruleIndex,
    level: severity ?? 'note',
    message: { text: [`${resource.kind} ${resource.name}: ${message}`, ...facts].join('\n') },
    locations: [{ ...(physicalLocation && { physicalLocation }), logicalLocations }],
    partialFingerprints: { 'finding/v1': fingerprint(item) },
    suppressions:
      waived === undefined ? [] : [{ kind: 'external', status: 'accepted', justification: waived }],
  }
}

/** A file as a URI, relative as it was given. */
function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/')
}

/** The same finding on another day has the same. */
function fingerprint({ rule, resource: { kind, name }, path, message }: Item): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, kind, name, path, message]))
    .digest('hex')
}
