import { filterProblem } from '../../koji/package-filter.js'
import { defaultLink, type Link } from '../../koji/tag.js'
import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'
import { integerOf, type Options } from './options.js'
import type { ScriptTag } from './script-tag.js'

const linkOptions = {
  priority: 'value',
  maxdepth: 'value',
  intransitive: 'nothing',
  noconfig: 'nothing',
  'pkg-filter': 'value',
} as const

export const inheritanceCommands: { readonly [name: string]: Command } = {
  'add-tag-inheritance': {
    takes: { ...linkOptions, force: 'nothing' },
    args: [2, 2],
    run(state, options) {
      const [name = '', parent = ''] = options.args
      const maxdepth = options.value('maxdepth') ?? ''
      const link = {
        ...defaultLink,
        parent,
        priority: integerOf(options.filled('priority') ?? '0', '--priority'),
        // Anything but digits is no limit to the client.
        maxdepth: /^\d+$/.test(maxdepth) ? Number(maxdepth) : null,
        intransitive: options.has('intransitive'),
        noconfig: options.has('noconfig'),
        pkg_filter: filterOf(options) ?? '',
      }
      addLink(state.tag(name), link, options.has('force'))
    },
  },
  'edit-tag-inheritance': {
    takes: linkOptions,
    args: [1, 3],
    run(state, options) {
      const tag = state.tag(options.args[0] ?? '')
      const link = knownLink(tag, options)
      const edited = { ...link, ...linkChange(options) }
      tag.links.delete(link.parent)
      try {
        assertFree(tag, edited.priority)
      } finally {
        tag.links.set(link.parent, link)
      }
      tag.links.set(link.parent, edited)
    },
  },
  'remove-tag-inheritance': {
    takes: {},
    args: [1, 3],
    run(state, options) {
      const [name = '', parent] = options.args
      const tag = state.tag(name)
      // Of a tag of the hub a parent is known by its name alone, and no tag has one twice.
      if (!tag.isKnown && parent !== undefined && tag.links.get(parent) !== null) tag.links.set(parent, null)
      else tag.links.set(knownLink(tag, options).parent, null)
    },
  },
}

/** Adds a parent as Koji's client does: neither a parent nor a priority comes twice. */
export function addLink(tag: ScriptTag, link: Link, isForced = false): void {
  if (link.parent === tag.name) throw new Unreadable(`the tag ${tag.name} cannot inherit from itself`)
  if (tag.links.get(link.parent) && !isForced) {
    throw new Unreadable(
      `${link.parent} is a parent of ${tag.name} already`,
      'change it: edit-tag-inheritance',
    )
  }
  assertFree(tag, link.priority)
  tag.links.set(link.parent, link)
}

function assertFree(tag: ScriptTag, priority: number): void {
  const holder = [...tag.links.values()].find(link => link?.priority === priority)
  if (holder) {
    throw new Unreadable(
      `${holder.parent} has the priority ${priority} in ${tag.name} already`,
      'give another --priority',
    )
  }
}

/** The link that is meant: by its parent and its priority, as far as they are named. */
function knownLink(tag: ScriptTag, { args: [, parent, priority] }: Options): Link {
  const links = [...tag.links.values()].filter(link => link !== null)
  const [link, ...others] = links.filter(
    one =>
      (parent === undefined || one.parent === parent) &&
      (priority === undefined || one.priority === integerOf(priority, 'the priority')),
  )
  if (link !== undefined && others.length === 0 && (tag.isKnown || parent !== undefined)) return link
  if (tag.isKnown) throw new Unreadable(`the tag ${tag.name} has no such parent here`)
  throw new Unreadable(
    `how ${tag.name} inherits from ${parent ?? 'its parent'} only the hub knows`,
    'remove the parent, then add it with all its options',
  )
}

function linkChange(options: Options): Partial<Link> {
  const [priority, maxdepth, pkg_filter] = [
    options.value('priority'),
    options.value('maxdepth'),
    filterOf(options),
  ]
  if (maxdepth !== undefined && !/^(\d+|none)$/i.test(maxdepth)) {
    throw new Unreadable(`--maxdepth “${maxdepth}” is neither a number nor none`)
  }
  return {
    // Anything but digits is nothing to the client.
    ...(priority !== undefined && /^\d+$/.test(priority) && { priority: Number(priority) }),
    ...(maxdepth !== undefined && { maxdepth: /^\d+$/.test(maxdepth) ? Number(maxdepth) : null }),
    ...(options.has('intransitive') && { intransitive: true }),
    ...(options.has('noconfig') && { noconfig: true }),
    ...(pkg_filter !== undefined && { pkg_filter }),
  }
}

function filterOf(options: Options): string | undefined {
  const filter = options.filled('pkg-filter')
  const problem = filter === undefined ? undefined : filterProblem(filter)
  if (problem !== undefined) throw new Unreadable(`--pkg-filter “${filter}” is no pattern: ${problem}`)
  return filter
}
