import { cleanLine } from './clean.js'
import { RelengError } from './error.js'
import { compareText } from './json.js'
import { didYouMean, matchesGlob } from './names.js'

/** The tags that a person asks for, by name or by glob. */
export interface TagSelection {
  /** as they were named, in this order */
  readonly named: readonly string[]
  /** those that only globs match, sorted */
  readonly matched: readonly string[]
}

/**
 * Finds the tags that names and globs mean; all of them where there is neither.
 * Throws where one of them means no tag, all such ones at once.
 *
 * @param where the hub, for the message
 */
export function selectTags(
  patterns: readonly string[],
  tags: readonly string[],
  where: string,
): TagSelection {
  const all = new Set(tags)
  const isGlob = (pattern: string) => !all.has(pattern) && /[*?[]/.test(pattern)
  const globs = patterns.length === 0 ? ['*'] : patterns.filter(isGlob)
  const named = [...new Set(patterns.filter(pattern => !isGlob(pattern)))]
  const matches = globs.map(glob => tags.filter(tag => matchesGlob(tag, glob)))
  const problems = [
    ...named.filter(name => !all.has(name)).map(name => `there is no tag ${name}${didYouMean(name, tags)}`),
    ...patterns
      .filter(isGlob)
      .flatMap((glob, index) => (matches[index]?.length ? [] : [`no tag matches ${glob}`])),
  ]
  if (problems.length > 0)
    throw new RelengError(problems.map(cleanLine).join('\n'), {
      where,
      next: 'mend the names; globs know * ? […]',
    })
  const matched = new Set(matches.flat())
  for (const name of named) matched.delete(name)
  return { named, matched: [...matched].sort(compareText) }
}
