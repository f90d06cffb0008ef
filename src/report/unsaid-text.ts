import type { Unsaid } from '../koji/live-as-desired.js'
import { resourceWords } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { few } from './names-text.js'

/** `tag f44, groups: build: bash` or `tag f44, packages`: what a hub holds and no file can say */
export function unsaidText(unsaid: Unsaid): string {
  switch (unsaid.kind) {
    case 'rows':
      return `tag ${cleanLine(unsaid.tag)}, ${unsaid.facet}: ${few(unsaid.names)}`
    case 'facet':
      return `tag ${cleanLine(unsaid.tag)}, ${unsaid.facet}`
    default:
      return `${resourceWords[unsaid.kind]} ${cleanLine(unsaid.name)}`
  }
}
