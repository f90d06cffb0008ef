import { expect } from 'chai'
import { buildConfig } from '../../src/koji/build-config.js'
import { effectiveGroups, packageNames } from '../../src/koji/groups.js'
import { type Descending, descendants, fullInheritance } from '../../src/koji/inheritance.js'
import type { Tag } from '../../src/koji/tag.js'
import {
  type Answers,
  type Graph,
  type GroupAnswer,
  readTranscript,
  type Step,
  tagsOf,
} from './transcript.js'

const graphs = readTranscript()
const random = graphs.filter(({ title }) => title.startsWith('random'))

describe('src/koji answers what a real Koji 1.35.3 answered', () => {
  for (const graph of graphs.filter(({ title }) => !title.startsWith('random'))) {
    it(graph.title, () => check(graph))
  }

  it(`${random.length} random graphs`, () => {
    for (const graph of random) check(graph)
  })
})

function check(graph: Graph): void {
  const tags = tagsOf(graph)
  expect(Object.keys(graph.answers), graph.title).to.have.members([...tags.keys()])
  for (const [name, answers] of Object.entries(graph.answers)) {
    checkTag(name, answers, tags, `${graph.title}: tag ${name}`)
  }
}

function checkTag(name: string, answers: Answers, tags: ReadonlyMap<string, Tag>, where: string): void {
  const order = fullInheritance(name, tag => tags.get(tag)?.inheritance ?? [])
  expect(order.map(step), `${where}: ancestors`).to.deep.equal(answers.ancestors)
  for (const { child, link } of order) {
    expect(tags.get(child)?.inheritance, `${where}: link of ${child}`).to.include(link)
  }

  const children = (parent: string): Descending[] =>
    [...tags.values()].flatMap(tag =>
      tag.inheritance.filter(link => link.parent === parent).map(link => ({ ...link, child: tag.name })),
    )
  expect(descendants(name, children).map(step), `${where}: descendants`).to.deep.equal(
    answers.descendants ?? [],
  )

  const groups = effectiveGroups(
    [name, ...order.map(link => link.parent)],
    tag => tags.get(tag)?.groups ?? new Map(),
  )
  expect(Object.fromEntries(groups), `${where}: groups`).to.deep.equal(
    expectedGroups(answers.groups ?? {}, tags),
  )
  const unblocked = [...groups].filter(([, { config }]) => !config.blocked)
  const seen = unblocked.map(([group, effective]) => {
    const requirements = [...effective.requirements].filter(([, row]) => !row.blocked)
    return [group, [packageNames(effective), requirements.map(([required]) => required).sort()]]
  })
  expect(Object.fromEntries(seen), `${where}: unblocked groups`).to.deep.equal(answers.unblocked ?? {})

  const config = buildConfig(name, tag => tags.get(tag))
  expect(config.arches, `${where}: arches`).to.deep.equal({
    value: answers.arches,
    from: answers.arches_from ?? (answers.arches === null ? null : name),
  })
  const values = [...config.extra].flatMap(([key, value]) => (value.blocked ? [] : [[key, value.value]]))
  expect(Object.fromEntries(values), `${where}: extra`).to.deep.equal(answers.extra ?? {})
  const inherited = [...config.extra].filter(([, { from }]) => from !== name)
  expect(
    Object.fromEntries(inherited.map(([key, { from }]) => [key, from])),
    `${where}: extra`,
  ).to.deep.equal(answers.extra_from ?? {})
}

function step(link: {
  child: string
  parent: string
  currdepth: number
  nextdepth: number | null
  filter: readonly string[]
}): Step {
  return [link.child, link.parent, link.currdepth, link.nextdepth, link.filter]
}

/** The rows that an answer names, as they stand in the tags they are from. */
function expectedGroups(answer: Readonly<Record<string, GroupAnswer>>, tags: ReadonlyMap<string, Tag>) {
  const groups = Object.entries(answer).map(([group, { from, packages = {}, requirements = {} }]) => {
    const own = (tag: string) => tags.get(tag)?.groups.get(group)
    const rows = <T>(names: Readonly<Record<string, string>>, row: (tag: string, name: string) => T) =>
      new Map(Object.entries(names).map(([name, tag]) => [name, { ...row(tag, name), from: tag }]))
    return [
      group,
      {
        config: { ...own(from)?.config, from },
        packages: rows(packages, (tag, name) => own(tag)?.packages.get(name)),
        requirements: rows(requirements, (tag, name) => own(tag)?.requirements.get(name)),
      },
    ]
  })
  return Object.fromEntries(groups)
}
