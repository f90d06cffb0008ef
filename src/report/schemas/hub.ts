import type { JsonObject } from '../../koji/json.js'
import { flag, integer, list, nullable, object, one, text } from './vocabulary.js'

/** What `hub hello` prints. */
export const hello: JsonObject = object({
  profile: text,
  hub: object({ url: text, version: nullable(text), api: integer, maven: flag }),
  user: nullable(
    object({
      name: text,
      authentication: nullable(one('password', 'kerberos', 'certificate')),
      permissions: list(text),
    }),
  ),
  administrators: nullable(list(text)),
  apply: list(object({ permission: text, writes: list(text), allowed: flag })),
  warnings: list(text),
})

const profile = object({
  name: text,
  server: nullable(text),
  authtype: nullable(one('noauth', 'ssl', 'password', 'kerberos')),
  places: list(object({ file: text, line: integer })),
  problem: nullable(object({ message: text, where: nullable(text), next: nullable(text) })),
})

/** What `hub profiles` prints. */
export const profiles: JsonObject = object({
  default: nullable(text),
  default_from_environment: flag,
  profiles: list(profile),
  sandbox: object({ state: text, exists: flag }),
  files: list(text),
  unreadable: list(text),
  searched: list(text),
})
