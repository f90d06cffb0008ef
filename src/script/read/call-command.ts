import { isJsonObject, type Json, type JsonObject } from '../../koji/json.js'
import type { GroupConfig, GroupPackage, GroupRequirement } from '../../koji/tag.js'
import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'
import { unnamedBuild } from './copy-commands.js'
import {
  removeGroup,
  removePackage,
  removeRequirement,
  setGroup,
  setPackage,
  setRequirement,
} from './group-commands.js'
import { blockPackage, changePackage } from './package-commands.js'
import type { ScriptState } from './script-state.js'
import type { ScriptTag } from './script-tag.js'

/**
 * `koji call --json-input METHOD ARG… --kwargs '{…}'`: what Koji's client has no command of its own for, as
 * `tags plan --as-koji-commands` writes it.
 */
export const callCommand: { readonly [name: string]: Command } = {
  call: {
    takes: {
      python: 'nothing',
      kwargs: 'value',
      json: 'nothing',
      'json-input': 'nothing',
      'json-output': 'nothing',
      'bare-strings': 'nothing',
    },
    short: { p: 'python', j: 'json', b: 'bare-strings' },
    args: [1, Number.POSITIVE_INFINITY],
    run(state, options) {
      const [method = '', ...words] = options.args
      if (!options.has('json') && !options.has('json-input')) {
        throw new Unreadable('of calls only those with --json-input are read')
      }
      const named = jsonOf(options.value('kwargs') ?? '{}')
      if (!isJsonObject(named)) throw new Unreadable('--kwargs is no JSON object')
      const texts = words.map(word => {
        const value = jsonOf(word)
        if (typeof value === 'string') return value
        throw new Unreadable(`“${word}” is no JSON text`)
      })
      const run = methods.get(method)
      if (run === undefined) throw new Unreadable(`what the method ${method} does is not read`)
      run(state, texts, named)
    },
  },
}

type Method = (state: ScriptState, texts: readonly string[], named: JsonObject) => void

function onTag(run: (tag: ScriptTag, names: readonly [string, string], named: JsonObject) => void): Method {
  return (state, [tag = '', name = '', other = ''], named) => run(state.tag(tag), [name, other], named)
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    'editTag2',
    onTag((tag, _names, named) => {
      const { arches } = named
      if (arches !== null || Object.keys(named).length > 1) {
        throw new Unreadable('of this method only {"arches": null} is read', 'write koji edit-tag')
      }
      tag.settings = { ...tag.settings, arches }
    }),
  ],
  ['groupListAdd', onTag((tag, [group], named) => setGroup(tag, group, groupOptions(named)))],
  ['groupListBlock', onTag((tag, [group]) => setGroup(tag, group, { blocked: true }))],
  ['groupListUnblock', onTag((tag, [group]) => removeGroup(tag, group))],
  ['groupListRemove', onTag((tag, [group]) => removeGroup(tag, group))],
  [
    'groupPackageListAdd',
    onTag((tag, [group, pkg], named) => setPackage(tag, group, pkg, packageOptions(named))),
  ],
  ['groupPackageListRemove', onTag((tag, [group, pkg]) => removePackage(tag, group, pkg))],
  [
    'groupReqListAdd',
    onTag((tag, [group, one], named) => setRequirement(tag, group, one, requirementOptions(named))),
  ],
  ['groupReqListRemove', onTag((tag, [group, one]) => removeRequirement(tag, group, one))],
  ['packageListAdd', onTag(addPackage)],
  [
    'tagBuildBypass',
    () => {
      throw unnamedBuild()
    },
  ],
  [
    'createBuildTarget',
    (state, [name = '', build_tag = '', dest_tag = '']) => state.addTarget(name, { build_tag, dest_tag }),
  ],
  [
    'editBuildTarget',
    (state, [name = '', as = '', build_tag = '', dest_tag = '']) => {
      if (as !== name) throw new Unreadable('a rename: a desired state knows targets by their names alone')
      state.editTarget(name, { build_tag, dest_tag })
    },
  ],
])

function addPackage(tag: ScriptTag, [pkg]: readonly [string, string], named: JsonObject): void {
  const { owner, extra_arches, block } = named
  const row = {
    ...(typeof owner === 'string' && { owner }),
    ...(typeof extra_arches === 'string' && { extra_arches }),
  }
  if (block === true) blockPackage(tag, pkg)
  changePackage(tag, pkg, { ...row, blocked: block === true })
}

// What is null is Koji's nothing, of which a file says nothing.

function groupOptions(named: JsonObject): Partial<GroupConfig> {
  const { block, exported, display_name, is_default, uservisible, description, langonly, biarchonly } = named
  return {
    blocked: block === true,
    ...(typeof exported === 'boolean' && { exported }),
    ...(typeof display_name === 'string' && { display_name }),
    ...(typeof is_default === 'boolean' && { is_default }),
    ...(typeof uservisible === 'boolean' && { uservisible }),
    ...(typeof description === 'string' && { description }),
    ...(typeof langonly === 'string' && { langonly }),
    ...(typeof biarchonly === 'boolean' && { biarchonly }),
  }
}

// A block hides all else that its row says.

function packageOptions({ block, type, basearchonly, requires }: JsonObject): Partial<GroupPackage> {
  if (block === true) return { blocked: true }
  return {
    blocked: false,
    ...(typeof type === 'string' && { type }),
    ...(typeof basearchonly === 'boolean' && { basearchonly }),
    ...(typeof requires === 'string' && { requires }),
  }
}

function requirementOptions({ block, type, is_metapkg }: JsonObject): Partial<GroupRequirement> {
  if (block === true) return { blocked: true }
  return {
    blocked: false,
    ...(typeof type === 'string' && { type }),
    ...(typeof is_metapkg === 'boolean' && { is_metapkg }),
  }
}

function jsonOf(text: string): Json {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch (error) {
    if (error instanceof SyntaxError) throw new Unreadable(`“${text}” is no JSON`)
    throw error
  }
}
