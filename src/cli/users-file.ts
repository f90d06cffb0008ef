import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { RelengError } from '../koji/error.js'
import { isJsonObject, type Json, type JsonObject } from '../koji/json.js'
import type { SeedUser } from '../sandbox/index.js'

const form = 'write it as: NAME: {password: …, permissions: [tag, target]}'

/** The users of a served sandbox: a YAML map of names to passwords and permissions, both optional. */
export function readUsers(file: string): SeedUser[] {
  const content = load(file)
  if (!isJsonObject(content))
    throw new RelengError('a users file is a map of names', { where: file, next: form })
  return Object.entries(content).map(([name, user]) => toUser(name, user, file))
}

function load(file: string): Json {
  try {
    return parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new RelengError(`the users file cannot be read: ${why}`, { where: file, next: form, cause })
  }
}

function toUser(name: string, user: Json, file: string): SeedUser {
  if (user === null) return { name }
  if (!isJsonObject(user)) throw wrong(name, file)
  const unknown = Object.keys(user).filter(key => !['password', 'permissions'].includes(key))
  if (unknown.length > 0) throw wrong(name, file)
  return { name, ...passwordOf(user, name, file), permissions: permissionsOf(user, name, file) }
}

function passwordOf({ password }: JsonObject, name: string, file: string): { password?: string } {
  if (password === undefined) return {}
  if (typeof password !== 'string') throw wrong(name, file)
  return { password }
}

function permissionsOf({ permissions = [] }: JsonObject, name: string, file: string): string[] {
  if (!Array.isArray(permissions)) throw wrong(name, file)
  return permissions.map(permission => {
    if (typeof permission !== 'string') throw wrong(name, file)
    return permission
  })
}

function wrong(name: string, file: string): RelengError {
  return new RelengError(`the user ${name} is not described as expected`, { where: file, next: form })
}
