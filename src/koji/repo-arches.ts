import { splitArches } from './arches.js'
import { isJsonObject } from './json.js'
import type { ExtraValue, Settings } from './tag.js'

/** The architectures whose packages one repo holds, as Koji's `canonArch` brings them together; the first match counts. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^(i.86|athlon)$/, 'i386'],
  [/^ia32e$/, 'x86_64'],
  [/^ppc64le$/, 'ppc64le'],
  [/^ppc64/, 'ppc64'],
  [/^sparc64/, 'sparc64'],
  [/^sparc/, 'sparc'],
  [/^alpha/, 'alpha'],
  [/^arm.*h/, 'armhfp'],
  [/^arm/, 'arm'],
]

/** The name of the repo that takes the packages of an architecture: `i386` for `i686`. */
export function canonicalArch(arch: string): string {
  return families.find(([pattern]) => pattern.test(arch))?.[1] ?? arch
}

/**
 * The architectures that a tag's repo is made for, each by a task of its own, after Koji's `repo_init`: the tag's
 * own, for those that it inherits do not count; and `src` where its own extra setting `repo.opts` asks for a
 * separate one. What else a hub's configuration asks for it does not tell.
 */
export function archesOfRepo(tag: {
  readonly settings: Pick<Settings, 'arches'>
  readonly extra: ReadonlyMap<string, ExtraValue>
}): string[] {
  const arches = splitArches(tag.settings.arches ?? '').map(canonicalArch)
  const binary = arches.filter(arch => arch !== 'src' && arch !== 'noarch')
  return [...new Set([...binary, ...(hasSeparateSource(tag.extra) ? ['src'] : [])])]
}

function hasSeparateSource(extra: ReadonlyMap<string, ExtraValue>): boolean {
  const options = extra.get('repo.opts')
  if (options === undefined || options.blocked || !isJsonObject(options.value)) return false
  return Boolean(options.value.separate_src)
}
