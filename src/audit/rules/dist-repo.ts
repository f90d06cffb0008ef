import { splitArches } from '../../koji/arches.js'
import type { Json } from '../../koji/json.js'
import { didYouMean } from '../../koji/names.js'
import { type Fault, finding } from '../fault.js'
import type { Rule } from '../rule.js'

const prefix = 'tag2distrepo.'
const booleans = ['enabled', 'inherit', 'latest', 'split_debuginfo'].map(key => prefix + key)
const keys = `${prefix}keys`

/** What Koji's plugin tag2distrepo reads of a tag itself; it tests for truth in Python's way. */
export const distRepo: Rule = {
  id: 'dist-repo',
  severity: 'error',
  title:
    'a tag with `tag2distrepo.enabled` has arches, keys in hexadecimal digits and booleans that are booleans',
  reason:
    "Koji's plugin tag2distrepo makes a dist-repo of a tag whenever a build is tagged. It reads the tag's own settings " +
    'alone: without arches of its own it fails. Any text is true for it, `"false"` too, and then the dist-repo holds ' +
    'all that the tag inherits. Keys are compared as text, in lower case: `47DD8EF9` never matches, and a number is no key.',
  example:
    '`koji add-tag -x tag2distrepo.inherit=false f44-flatpak-app` keeps a text: ' +
    '“tag2distrepo.inherit is the text "false", and any text is true”.',
  mend: 'Write booleans without quotes and keys with them: `extra: {tag2distrepo.enabled: true, tag2distrepo.keys: "47dd8ef9"}`.',
  needs: [],
  *check(view) {
    for (const { name, settings, extra } of view.tags()) {
      for (const [key, own] of extra) {
        if (own.blocked || !key.startsWith(prefix)) continue
        const fault = faultOf(key, own.value)
        if (fault !== undefined)
          yield finding(distRepo, view, { kind: 'tag', name, at: ['extra', key], ...fault })
      }
      const enabled = extra.get(`${prefix}enabled`)
      if (enabled === undefined || enabled.blocked || !enabled.value) continue
      if (splitArches(settings.arches ?? '').length === 0)
        yield finding(distRepo, view, {
          kind: 'tag',
          name,
          at: ['arches'],
          message: 'a dist-repo is made of it, and it has no arches of its own',
          found: settings.arches,
        })
    }
  },
}

function faultOf(key: string, value: Json): Pick<Fault, 'message' | 'found' | 'expected'> | undefined {
  if (booleans.includes(key)) {
    if (typeof value === 'boolean') return undefined
    if (typeof value !== 'string') return { message: `${key} is neither true nor false`, found: value }
    const meant = new Map([
      ['true', true],
      ['false', false],
    ]).get(value.toLowerCase())
    const message = `${key} is the text ${JSON.stringify(value)}, and any text is true`
    return { message, found: value, ...(meant !== undefined && { expected: meant }) }
  }
  if (key !== keys)
    return { message: `tag2distrepo knows no ${key}${didYouMean(key, [...booleans, keys])}`, found: value }
  if (typeof value !== 'string') return { message: `${key} is no text of hexadecimal digits`, found: value }
  const wrong = value.split(/\s+/).find(word => word !== '' && !/^[0-9a-f]{8,40}$/.test(word))
  if (wrong === undefined) return undefined
  return {
    message: `${key}: ${wrong} is no id of a key, 8 to 40 hexadecimal digits in lower case`,
    found: value,
  }
}
