import { Unreadable } from '../unreadable.js'
import { readOptions } from './options.js'

/** The latest build of a package that builds in a tag see: only the hub knows which one that is. */
export interface LatestBuild {
  readonly tag: string
  readonly package: string
}

// Between these a word tells whose latest build it is. No name and no shell has them.
const mark = '\u0001'

/**
 * What `koji -q latest-build TAG PACKAGE… | cut -d' ' -f1` prints, as words that `latestBuildOf` reads; `undefined` where
 * a pipeline prints anything else. Without `--quiet` there are two lines of heading, and with no `cut` or `awk` two more
 * columns: such words are no builds.
 */
export function latestBuildsPrinted(pipeline: readonly (readonly string[])[]): string | undefined {
  const [client = [], ...filters] = pipeline
  const asked = latestBuildsAsked(client)
  if (asked === undefined) return undefined
  const { tag, packages, isQuiet } = asked
  const isOneLine = packages.length === 1
  const isLast = filters.some(isLastLine)
  const isRead =
    filters.some(isFirstField) &&
    filters.every(filter => isFirstField(filter) || (isOneLine && isLastLine(filter))) &&
    (isQuiet || isLast)
  return isRead ? packages.map(name => `${mark}${tag}${mark}${name}${mark}`).join(' ') : undefined
}

export function latestBuildOf(word: string): LatestBuild | undefined {
  const [before, tag, name, after, ...others] = word.split(mark)
  if (before !== '' || after !== '' || others.length > 0 || !tag || !name) return undefined
  return { tag, package: name }
}

/** Whether a word holds the name of a build that only the hub knows. */
export function holdsLatestBuild(word: string): boolean {
  return word.includes(mark)
}

function latestBuildsAsked([program = '', ...words]: readonly string[]) {
  if (program.slice(program.lastIndexOf('/') + 1) !== 'koji') return undefined
  return unlessUnreadable(() => {
    const global = readOptions(words, { takes: { quiet: 'nothing' }, short: { q: 'quiet' } }, false)
    const [name = '', ...rest] = global.args
    if (name !== 'latest-build' && name !== 'latest-pkg') return undefined
    const options = readOptions(rest, { takes: { quiet: 'nothing' } })
    const [tag, ...packages] = options.args
    if (tag === undefined || packages.length === 0) return undefined
    return { tag, packages, isQuiet: global.has('quiet') || options.has('quiet') }
  })
}

/** `cut -d' ' -f1` or `awk '{print $1}'` */
function isFirstField([program, ...words]: readonly string[]): boolean {
  if (program === 'awk') return words.length === 1 && /^\{\s*print\s*\$1\s*;?\s*\}$/.test(words[0] ?? '')
  if (program !== 'cut') return false
  const table = {
    takes: { delimiter: 'value', fields: 'value' },
    short: { d: 'delimiter', f: 'fields' },
  } as const
  const options = unlessUnreadable(() => readOptions(words, table))
  return options?.value('delimiter') === ' ' && options.value('fields') === '1' && options.args.length === 0
}

/** `tail -1` or `tail -n 1` */
function isLastLine([program, ...words]: readonly string[]): boolean {
  return program === 'tail' && /^(-n? ?1)$/.test(words.join(' '))
}

function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
