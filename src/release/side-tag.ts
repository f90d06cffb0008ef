import type { Tag } from '../koji/tag.js'

/**
 * Whether a tag belongs to a packager, who made it with Koji's sidetag plugin: `f44-build-side-1234`, which may have
 * a suffix, and what robosignatory uses beside it, `…-signing-pending` and `…-testing-pending`.
 */
export function isSideTag(name: string): boolean {
  return /-side-\d+(-|$)/.test(name)
}

/** The same, of a tag whose maker gave it another name: the plugin marks all of its own. */
export function isMarkedAsSideTag({ extra }: Pick<Tag, 'extra'>): boolean {
  const mark = extra.get('sidetag')
  return mark !== undefined && !mark.blocked && mark.value === true
}
