import { checkTree } from './check.js'
import { readCondition } from './condition.js'
import { itemsOf, type MapNode, valueAt } from './node.js'
import { type Overlay, readOverlays } from './overlay.js'
import { type Parameters, readParameters } from './parameters.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { SourceFile } from './source-file.js'
import type { SchemaName } from './validators.js'

/** A file that was read, and checked as far as it can be before its references stand for something. */
export interface Unit {
  readonly file: SourceFile
  readonly root: MapNode
  readonly parameters: Parameters
  readonly overlays: readonly Overlay[]
}

/** What a file is to be. */
export interface Grammar {
  readonly schema: SchemaName
  /** it is known to fit */
  readonly isTrusted?: boolean
}

/** Makes a unit of a tree; `undefined` if it is of a version that this tool does not know. */
export function toUnit(
  file: SourceFile,
  root: MapNode,
  { schema, isTrusted = false }: Grammar,
  report: Report,
): Unit | undefined {
  const version = valueAt(root, 'version')
  if (version?.kind === 'scalar' && typeof version.value === 'number' && version.value !== 1) {
    // Another version has another grammar: what else looks wrong here may be right there.
    report(version.place, ['version'], `version ${version.written} is not known: this tool reads version 1`)
    return undefined
  }
  if (!isTrusted) checkTree(root, schema, report)
  const parameters = readParameters(root, report, isTrusted)
  const overlays = readOverlays(root, parameters, report)
  // A file has no parameters to depend on, and its grammar has no `when`.
  if (schema === 'template') {
    checkUses(root, [], parameters, report)
    for (const { body, path } of overlays) checkUses(body, path, parameters, report)
  }
  return { file, root, parameters, overlays }
}

// Also of uses that do not count in any expansion so far.
function checkUses(layer: MapNode, path: Path, parameters: Parameters, report: Report): void {
  for (const [index, use] of itemsOf(valueAt(layer, 'use')).entries())
    readCondition(valueAt(use, 'when'), parameters, [...path, 'use', index, 'when'], report)
}
