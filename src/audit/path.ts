import type { ResourceKind } from '../plan/index.js'

const kindWords: { readonly [kind in ResourceKind]: string } = {
  tag: 'tags',
  target: 'targets',
  external_repo: 'external_repos',
}

/**
 * What a finding is about, as a file would have it: `tags.f44-build.extra.rpm.macro.dist`. The steps are joined by
 * dots, whatever they hold: waivers are globs, in which the brackets of other paths would be sets of characters.
 */
export function findingPath(kind: ResourceKind, name: string, ...steps: readonly string[]): string {
  return [kindWords[kind], name, ...steps].join('.')
}
