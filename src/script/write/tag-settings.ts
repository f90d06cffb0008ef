import type { Call } from '../../koji/call.js'
import { isJsonObject, type Json, type JsonObject } from '../../koji/json.js'
import { extraArgument, isForAddTag } from '../extra-argument.js'
import { callCommand, command, type KojiCommand } from './koji-command.js'

/** `createTag`: what `add-tag` cannot be told, `edit-tag` is told after it. */
export function createTagCommands({ params: [tag], named = {} }: Call): KojiCommand[] {
  const { parent, arches, perm, locked, maven_support, maven_include_all, extra, ...others } = named
  const name = String(tag)
  const values = entriesOf(extra)
  const isSimple = values.every(([key, value]) => !key.includes('=') && isForAddTag(value))
  const first = [
    ...(typeof parent === 'string' ? [`--parent=${parent}`] : []),
    ...(typeof arches === 'string' ? [`--arches=${arches}`] : []),
    ...(maven_support === true ? ['--maven-support'] : []),
    ...(maven_include_all === true ? ['--include-all'] : []),
    ...(isSimple ? extraOptions(values) : []),
  ]
  const rest = {
    ...others,
    ...(perm !== undefined && { perm }),
    ...(locked !== undefined && { locked }),
    ...(extra !== undefined && !isSimple && { extra }),
  }
  return [
    command('add-tag', first, name),
    ...editTagCommands({ method: 'editTag2', params: [name], named: rest }),
  ]
}

/** `editTag2`: NULL for arches, and keys with `=` in them, the client has no words for. */
export function editTagCommands({ params: [tag], named = {} }: Call): KojiCommand[] {
  const { arches, extra, ...flags } = named
  const name = String(tag)
  const values = entriesOf(extra)
  const odd = values.filter(([key]) => key.includes('='))
  const options = [
    ...(typeof arches === 'string' ? [`--arches=${arches === '' ? ' ' : arches}`] : []),
    ...Object.entries(flags).flatMap(([key, value]) => flagOptions(key, value)),
    ...extraOptions(values.filter(([key]) => !key.includes('='))),
  ]
  const untold: JsonObject = {
    ...(arches === null && { arches }),
    ...(odd.length > 0 && { extra: Object.fromEntries(odd) }),
  }
  return [
    ...(options.length === 0 ? [] : [command('edit-tag', options, name)]),
    ...(Object.keys(untold).length === 0
      ? []
      : [callCommand({ method: 'editTag2', params: [name], named: untold })]),
  ]
}

function flagOptions(key: string, value: Json): string[] {
  switch (key) {
    case 'perm':
      return [value === null ? '--no-perm' : `--perm=${value}`]
    case 'locked':
      return [value === true ? '--lock' : '--unlock']
    case 'maven_support':
      return [value === true ? '--maven-support' : '--no-maven-support']
    case 'maven_include_all':
      return [value === true ? '--include-all' : '--no-include-all']
    case 'remove_extra':
      return namesOf(value).flatMap(name => ['-r', name])
    case 'block_extra':
      return namesOf(value).flatMap(name => ['-b', name])
    default:
      throw new Error(`a plan sets ${key} of a tag`)
  }
}

function extraOptions(values: readonly (readonly [string, Json])[]): string[] {
  return values.flatMap(([key, value]) => ['-x', `${key}=${extraArgument(value)}`])
}

function entriesOf(extra: Json | undefined): [string, Json][] {
  return isJsonObject(extra) ? Object.entries(extra) : []
}

function namesOf(value: Json): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
