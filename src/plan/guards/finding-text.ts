import { resourceWords } from '../change.js'
import type { Finding } from './finding.js'
import { usualShare } from './mass-change.js'
import { usualDeletes } from './mass-delete.js'

/** What people call the guard of a finding. */
export function guardWords({ guard }: Finding): string {
  return guard.replaceAll('_', ' ')
}

/** What was found, without its place and its flag: `tag f20-old would be deleted` */
export function findingText(finding: Finding): string {
  switch (finding.guard) {
    case 'profile':
      return `the file is for profile ${finding.wanted}, and this is ${finding.profile}`
    case 'empty':
      return 'the files declare no tag, target or external repo'
    case 'mass_change': {
      const { changed, managed } = finding
      return `${changed} of ${managed} managed resources would change or go: more than ${usualShare} %`
    }
    case 'mass_delete':
      return `${finding.deleted} resources would be deleted: more than ${usualDeletes}`
    case 'delete':
      return `${resourceWords[finding.kind]} ${finding.name} would be deleted`
    case 'protected': {
      const { kind, name, glob, loses } = finding
      const loss = loses === 'all' ? 'be deleted' : 'lose all its parents'
      return `${resourceWords[kind]} ${name} is protected (${glob}) and would ${loss}`
    }
    case 'locked': {
      const facets = finding.facets.map(facet => facet.replaceAll('_', ' ')).join(', ')
      return `tag ${finding.name} stays locked and would change: ${facets}`
    }
    case 'older': {
      const { kind, name, from, to } = finding
      return `${resourceWords[kind]} ${name} would move from ${from} to ${to}, which is older`
    }
  }
}
