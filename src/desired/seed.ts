import { type Seed, type SeedCopy, seedCopies, type WantedBuilds } from '../koji/desired-state.js'
import { userNameProblem } from '../koji/names.js'
import { valuePath } from '../koji/value-path.js'
import { booleanOf, itemsOf, type Node, nameOf, quote, textOf, valueAt } from './node.js'
import { checkName, entryOf, type Reading } from './reading.js'

/** What a tag takes over from another one when it is made. */
export function readSeed(reading: Reading): Seed | undefined {
  const node = entryOf(reading, 'seed', valuePath('seed'))?.value
  const from = nameOf(valueAt(node, 'from'))
  if (node === undefined || from === undefined) return undefined
  const owner = nameOf(valueAt(node, 'owner'))
  const seed: Seed = {
    from,
    packages: booleanOf(valueAt(node, 'packages')) ?? false,
    groups: booleanOf(valueAt(node, 'groups')) ?? false,
    builds: textOf(valueAt(node, 'builds')) !== undefined,
    ...(owner !== undefined && { owner }),
    copy: copyOf(textOf(valueAt(node, 'copy'))),
  }
  checkSeed(seed, node, reading)
  return seed
}

function copyOf(word: string | undefined): SeedCopy {
  return seedCopies.find(copy => copy === word) ?? 'auto'
}

function checkSeed(seed: Seed, node: Node, { path, report, body, additive }: Reading): void {
  const { from, packages, groups, builds, owner, copy } = seed
  const at = (key: string, message: string, hint?: string) =>
    report(valueAt(node, key)?.place ?? node.place, [...path, 'seed', key], message, hint)
  checkName(from, valueAt(node, 'from')?.place ?? node.place, [...path, 'seed', 'from'], report)
  if (from === path.at(-1)) at('from', 'a tag cannot be made from itself')
  if (!packages && !groups && !builds) {
    at('from', 'the seed brings nothing', 'say `packages: true`, `groups: true` or `builds: latest`')
  }
  if (owner !== undefined) {
    const problem = userNameProblem(owner)
    if (problem !== undefined) at('owner', `${quote(owner)} cannot be an owner: ${problem}`)
    if (!packages) at('owner', 'an owner is of packages', 'say `packages: true`')
    if (copy === 'server') at('copy', 'the hub copies packages with their owners alone', 'leave `owner` out')
  }
  if (copy === 'server' && builds && !packages) {
    at('copy', 'the hub copies builds with their packages alone', 'say `packages: true`')
  }
  const exact = (facet: 'groups' | 'packages', ...keys: readonly string[]) => {
    if (additive.has(facet) || !keys.some(key => body.entries.has(key))) return
    at(
      facet,
      `the seed brings ${facet}, which are exact here: the next plan would take them away`,
      `write \`manage: {${facet}: additive}\``,
    )
  }
  if (groups) exact('groups', 'groups')
  if (packages) exact('packages', 'packages', 'blocked_packages')
}

/** The builds that a tag holds: one mapping, or a list of them. */
export function readBuilds(reading: Reading): readonly WantedBuilds[] | undefined {
  const node = entryOf(reading, 'builds', valuePath('builds'))?.value
  if (node === undefined) return undefined
  const { path, report } = reading
  return (node.kind === 'list' ? node.items : [node]).flatMap((item): WantedBuilds[] => {
    const from = valueAt(item, 'latest_from')
    const latest_from = nameOf(from)
    if (from === undefined || latest_from === undefined) return []
    checkName(latest_from, from.place, [...path, 'builds', 'latest_from'], report)
    const packages = itemsOf(valueAt(item, 'packages')).flatMap(name => nameOf(name) ?? [])
    return [{ latest_from, packages: [...new Set(packages)] }]
  })
}
