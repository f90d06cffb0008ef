import { isStruct, type RpcValue } from '../hub/codec/value.js'
import { genericError, type KojiFault } from './fault.js'
import { isInt, repr, str, typeName } from './python.js'

/** Why a build is not found; the sandbox has no builds. `strict` look-ups quote what they were given. */
export function noSuchBuild(info: RpcValue, { strict }: { strict: boolean }): KojiFault {
  if (typeof info === 'string' && !isNvr(info)) return genericError(`invalid format: ${info}`)
  if (isStruct(info) && !['name', 'version', 'release'].every(key => Object.hasOwn(info, key))) {
    return genericError('did not provide name, version, and release')
  }
  if (typeof info !== 'string' && !isStruct(info) && !isInt(info)) {
    return genericError(`Invalid type for argument: ${typeName(info)}`)
  }
  return genericError(`No such build: ${strict && !isInt(info) ? repr(info) : str(info)}`)
}

/** Koji's `parse_NVR`: a release after the last dash, and before it a version that is not empty. */
function isNvr(text: string): boolean {
  const release = text.lastIndexOf('-')
  if (release === -1 || release === text.length - 1) return false
  const version = text.slice(0, release).lastIndexOf('-')
  return version !== -1 && version !== release - 1
}
