import { isStruct, type RpcValue } from '../hub/codec/value.js'
import { parameterError } from './fault.js'
import { truthy } from './python.js'
import type { HubOptions } from './services.js'
import type { RepoOptions } from './store/repo.js'
import { extraWithoutBlocks, type TagInfo } from './tag-info.js'

const known = ['src', 'debuginfo', 'separate_src', 'maven']

/** The options that a client asks for; `null` is as not given. */
export function givenOptions(options: RpcValue): RepoOptions {
  if (options === null) return {}
  if (!isStruct(options)) throw parameterError('Repo opts must be a dictionary')
  const unknown = Object.keys(options).find(key => !known.includes(key))
  if (unknown !== undefined) throw parameterError(`Invalid repo option: ${unknown}`)
  return knownOptions(options)
}

function knownOptions(options: RpcValue): RepoOptions {
  if (!isStruct(options)) return {}
  return Object.fromEntries(
    Object.entries(options).flatMap(([key, value]) =>
      known.includes(key) && value !== null ? [[key, truthy(value)]] : [],
    ),
  )
}

/** What a repo of a tag is made with, and what of it is not the tag's own choice. */
export function optionsFor(
  tag: TagInfo,
  asked: RepoOptions,
  { enableMaven }: HubOptions,
): { opts: RepoOptions; custom_opts: RepoOptions } {
  const extra = extraWithoutBlocks(tag.extra)
  const { with_debuginfo: withDebuginfo, 'repo.opts': configured = null } = extra
  const legacy = withDebuginfo === undefined ? {} : { debuginfo: truthy(withDebuginfo) }
  const configuredOptions = Object.hasOwn(extra, 'repo.opts') ? knownOptions(configured) : legacy
  const ofTag: RepoOptions = { src: false, debuginfo: false, separate_src: false, ...configuredOptions }
  const maven = enableMaven && (tag.maven_support || ofTag.maven === true)
  const own: RepoOptions = { ...ofTag, maven }
  const custom_opts = Object.fromEntries(Object.entries(asked).filter(([key, value]) => value !== own[key]))
  return { opts: { ...own, ...custom_opts }, custom_opts }
}

/** Whether `all` has everything that `some` has. */
export function contains(all: RepoOptions, some: RepoOptions): boolean {
  return Object.entries(some).every(([key, value]) => Object.hasOwn(all, key) && all[key] === value)
}
