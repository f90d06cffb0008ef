import { userNameProblem } from '../../koji/names.js'
import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'
import type { ScriptPackage, ScriptTag } from './script-tag.js'
import { archesOf } from './tag-commands.js'

const many = Number.POSITIVE_INFINITY
const force = { force: 'nothing' } as const

/** Commands about package lists. */
export const packageCommands: { readonly [name: string]: Command } = {
  'add-pkg': {
    takes: { ...force, owner: 'value', 'extra-arches': 'value' },
    args: [2, many],
    run(state, options) {
      const [name = '', ...packages] = options.args
      const owner = options.filled('owner')
      if (owner === undefined) throw new Unreadable('it names no owner', 'write --owner=NAME')
      const arches = options.filled('extra-arches')
      const added = { ...ownedBy(owner), ...(arches && { extra_arches: archesOf(arches) }), blocked: false }
      const tag = state.tag(name)
      // What is listed already Koji's client leaves alone.
      for (const pkg of packages) if (!tag.packages.get(pkg)) tag.packages.set(pkg, added)
    },
  },
  'block-pkg': {
    takes: force,
    args: [2, many],
    run: (state, { args: [name = '', ...packages] }) => {
      const tag = state.tag(name)
      for (const pkg of packages) blockPackage(tag, pkg)
    },
  },
  'unblock-pkg': {
    takes: {},
    args: [2, many],
    run: (state, { args: [name = '', ...packages] }) => {
      const tag = state.tag(name)
      for (const pkg of packages) changePackage(tag, pkg, { blocked: false })
    },
  },
  'remove-pkg': {
    takes: force,
    args: [2, many],
    run: (state, { args: [name = '', ...packages] }) => {
      const tag = state.tag(name)
      for (const pkg of packages) tag.packages.set(pkg, null)
    },
  },
  'set-pkg-owner': {
    takes: force,
    args: [3, many],
    run: (state, { args: [owner = '', name = '', ...packages] }) => {
      const tag = state.tag(name)
      for (const pkg of packages) changePackage(tag, pkg, ownedBy(owner))
    },
  },
  'set-pkg-arches': {
    takes: force,
    args: [3, many],
    run: (state, { args: [arches = '', name = '', ...packages] }) => {
      const extra_arches = archesOf(arches)
      const tag = state.tag(name)
      for (const pkg of packages) changePackage(tag, pkg, { extra_arches })
    },
  },
}

/** A row stays whose it is: whoever lifts the block has its owner back. */
export function blockPackage(tag: ScriptTag, pkg: string): void {
  tag.packages.set(pkg, { ...tag.packages.get(pkg), blocked: true })
}

/** Changes a listing, or what is left of one below a block. */
export function changePackage(tag: ScriptTag, pkg: string, change: Partial<ScriptPackage>): void {
  const changed = { blocked: false, ...tag.packages.get(pkg), ...change }
  if (!changed.blocked && changed.owner === undefined) {
    throw new Unreadable(
      `whose ${pkg} is in ${tag.name} only the hub knows`,
      `say it first: koji set-pkg-owner OWNER ${tag.name} ${pkg}`,
    )
  }
  tag.packages.set(pkg, changed)
}

function ownedBy(owner: string): { readonly owner: string } {
  const problem = userNameProblem(owner)
  if (problem !== undefined) throw new Unreadable(`“${owner}” cannot be an owner: ${problem}`)
  return { owner }
}
