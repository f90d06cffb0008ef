import { cleanLine } from '../koji/clean.js'
import { resourceWords } from './change.js'
import type { RowName } from './row-name.js'

/** A row by its names: `tag f44-app: parent f44`, or `target f44-app`. */
export function rowText(row: RowName): string {
  const part = rowPartText(row)
  return part === '' ? resourceText(row) : `${resourceText(row)}: ${part}`
}

function resourceText({ kind, tag, target, external_repo }: RowName): string {
  if (kind === 'target') return `${resourceWords.target} ${inLine(target)}`
  if (kind === 'external_repo') return `${resourceWords.external_repo} ${inLine(external_repo)}`
  return `${resourceWords.tag} ${inLine(tag)}`
}

/** What of its resource a row is: `parent f44`; empty where it is the whole. */
export function rowPartText(row: RowName): string {
  switch (row.kind) {
    case 'setting':
      return row.field ?? ''
    case 'extra':
      return `extra ${inLine(row.key)}`
    case 'inheritance':
      return `parent ${inLine(row.parent)}`
    case 'group':
      return `group ${inLine(row.group)}`
    case 'group_package':
      return `group ${inLine(row.group)}: package ${inLine(row.package)}`
    case 'group_requirement':
      return `group ${inLine(row.group)}: requirement ${inLine(row.required)}`
    case 'package':
      return `package ${inLine(row.package)}`
    case 'build':
      return `build ${inLine(row.build)}`
    case 'external_repo_use':
      return `external repo ${inLine(row.repo)}`
    case 'tag':
      return row.holds ?? ''
    case 'target':
    case 'external_repo':
      return ''
  }
}

/** Names as hubs and files have them, on one line whatever they hold. */
export function inLine(name = ''): string {
  return cleanLine(name)
}
