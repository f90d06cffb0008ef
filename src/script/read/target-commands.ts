import { Unreadable } from '../unreadable.js'
import type { Command } from './command.js'

export const targetCommands: { readonly [name: string]: Command } = {
  'add-target': {
    takes: {},
    args: [2, 3],
    // Without a destination the client takes the tag that is called like the target.
    run: (state, { args: [name = '', build_tag = '', dest_tag = name] }) =>
      state.addTarget(name, { build_tag, dest_tag }),
  },
  'edit-target': {
    takes: { rename: 'value', 'build-tag': 'value', 'dest-tag': 'value' },
    args: [1, 1],
    run(state, options) {
      const [name = ''] = options.args
      const [build_tag, dest_tag] = [options.filled('build-tag'), options.filled('dest-tag')]
      if (options.filled('rename') !== undefined) {
        throw new Unreadable('a rename: a desired state knows targets by their names alone')
      }
      if (build_tag === undefined && dest_tag === undefined) return
      state.editTarget(name, { ...(build_tag && { build_tag }), ...(dest_tag && { dest_tag }) })
    },
  },
  'remove-target': {
    takes: {},
    args: [1, 1],
    run: (state, { args: [name = ''] }) => state.removeTarget(name),
  },
}
