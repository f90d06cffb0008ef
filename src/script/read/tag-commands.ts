import { knownArches, splitArches } from '../../koji/arches.js'
import { isJsonObject, type Json } from '../../koji/json.js'
import type { ExtraValue, Settings } from '../../koji/tag.js'
import { defaultLink } from '../../koji/tag.js'
import { extraValueOf, isOddNumber } from '../extra-argument.js'
import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'
import { addLink } from './inheritance-commands.js'
import type { Options } from './options.js'
import type { ScriptTag } from './script-tag.js'

const settingOptions = {
  arches: 'value',
  'maven-support': 'nothing',
  'include-all': 'nothing',
  extra: 'values',
} as const

/** Commands about tags as a whole, and their settings. */
export const tagCommands: { readonly [name: string]: Command } = {
  'add-tag': {
    takes: { parent: 'value', ...settingOptions },
    short: { x: 'extra' },
    args: [1, 1],
    run(state, options) {
      const [name = ''] = options.args
      const extra = extrasOf(options, 'add-tag')
      const parent = options.filled('parent')
      const settings = settingsOf(options)
      const tag = state.addTag(name)
      tag.settings = { ...tag.settings, ...settings }
      for (const [key, value] of extra) tag.extra.set(key, value)
      if (parent !== undefined) addLink(tag, { ...defaultLink, parent, priority: 0 })
    },
  },
  'edit-tag': {
    takes: {
      ...settingOptions,
      perm: 'value',
      'no-perm': 'nothing',
      lock: 'nothing',
      unlock: 'nothing',
      rename: 'value',
      'no-maven-support': 'nothing',
      'no-include-all': 'nothing',
      'remove-extra': 'values',
      'block-extra': 'values',
    },
    short: { x: 'extra', r: 'remove-extra', b: 'block-extra' },
    args: [1, 1],
    run(state, options) {
      const [name = ''] = options.args
      if (options.filled('rename') !== undefined) {
        throw new Unreadable('a rename: a desired state knows tags by their names alone')
      }
      const extra = extrasOf(options, 'edit-tag')
      const settings = settingsOf(options)
      const tag = state.tag(name)
      tag.settings = { ...tag.settings, ...settings }
      for (const [key, value] of extra) tag.extra.set(key, value)
      for (const key of options.values('remove-extra')) tag.extra.set(key, null)
      for (const key of options.values('block-extra')) tag.extra.set(key, { blocked: true })
    },
  },
  'remove-tag': {
    takes: {},
    args: [1, 1],
    run: (state, { args: [name = ''] }) => state.removeTag(name),
  },
  'lock-tag': {
    takes: { perm: 'value', glob: 'nothing', master: 'nothing', test: 'nothing' },
    short: { n: 'test' },
    args: [1, Number.POSITIVE_INFINITY],
    // Without --master it asks for a permission, and locks nothing.
    run: (state, options) =>
      setEach(state.tag.bind(state), options, () =>
        options.has('master') ? { locked: true } : { perm: options.value('perm') ?? 'admin' },
      ),
  },
  'unlock-tag': {
    takes: { glob: 'nothing', test: 'nothing' },
    short: { n: 'test' },
    args: [1, Number.POSITIVE_INFINITY],
    run: (state, options) => setEach(state.tag.bind(state), options, () => ({ locked: false, perm: null })),
  },
}

function setEach(
  tagOf: (name: string) => ScriptTag,
  options: Options,
  settings: () => Partial<Settings>,
): void {
  if (options.has('glob')) throw new Unreadable('which tags a pattern finds only the hub knows', 'name them')
  if (options.has('test')) return
  for (const name of options.args) {
    const tag = tagOf(name)
    tag.settings = { ...tag.settings, ...settings() }
  }
}

function settingsOf(options: Options): Partial<Settings> {
  const arches = options.filled('arches')
  const perm = options.filled('perm')
  return {
    ...(arches !== undefined && { arches: archesOf(arches) }),
    ...(perm !== undefined && { perm }),
    ...(options.has('no-perm') && { perm: null }),
    ...(options.has('unlock') && { locked: false }),
    ...(options.has('lock') && { locked: true }),
    ...(options.has('maven-support') && { maven_support: true }),
    ...(options.has('no-maven-support') && { maven_support: false }),
    ...(options.has('include-all') && { maven_include_all: true }),
    ...(options.has('no-include-all') && { maven_include_all: false }),
  }
}

/** Arches as Koji's client takes them: separated by commas or white space. */
export function archesOf(text: string): string {
  const arches = splitArches(text.replaceAll(',', ' '))
  const unknown = arches.find(arch => !knownArches.has(arch))
  if (unknown !== undefined) throw new Unreadable(`there is no architecture ${unknown}`)
  return arches.join(' ')
}

function extrasOf(options: Options, command: 'add-tag' | 'edit-tag'): Map<string, ExtraValue> {
  const extras = new Map<string, ExtraValue>()
  for (const text of options.values('extra')) {
    const at = text.indexOf('=')
    if (at < 0) throw new Unreadable(`-x ${text} has no value: write -x KEY=VALUE`)
    const key = text.slice(0, at)
    if (command === 'edit-tag' && extras.has(key))
      throw new Unreadable(`the extra setting ${key} comes twice`)
    extras.set(key, { blocked: false, value: sayable(key, text.slice(at + 1), command) })
  }
  return extras
}

function sayable(key: string, text: string, command: 'add-tag' | 'edit-tag'): Json {
  const value = extraValueOf(text, command)
  if (isOddNumber(text)) throw new Unreadable(`to Koji's client ${text} is a number that no file can hold`)
  assertSayable(key, value)
  if (key === 'tag2distrepo.keys' && typeof value === 'number') {
    throw new Unreadable(
      `Koji's client makes the number ${value} of the key ${text}`,
      `quote it: edit-tag -x '${key}="${text}"'`,
    )
  }
  return value
}

/** Refuses what is null: in a file that takes a key away. */
export function assertSayable(key: string, value: Json): void {
  if (hasNull(value)) throw new Unreadable(`the extra setting ${key} is null, which no file can say`)
}

function hasNull(value: Json): boolean {
  return value === null || (isJsonObject(value) && Object.values(value).some(hasNull))
}
