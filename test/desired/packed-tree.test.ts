import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import fc from 'fast-check'
import { stringify } from 'yaml'
import type { Node } from '../../src/desired/node.js'
import { packTree, unpackTree } from '../../src/desired/packed-tree.js'
import { readTree } from '../../src/desired/read.js'
import { SourceFile } from '../../src/desired/source-file.js'

/** A tree goes through JSON text, as the build writes it and the program reads it. */
function assertKept(text: string): void {
  const file = new SourceFile('f.yaml', '/f.yaml', text)
  const faults: string[] = []
  const tree = readTree(file, (_, where, message) => faults.push(`${where.join('.')}: ${message}`))
  fc.pre(faults.length === 0 && tree !== undefined)
  const unpacked = tree && unpackTree(JSON.parse(JSON.stringify(packTree(tree))), file)
  expect(unpacked).to.deep.equal(tree)
  expect(inOrder(unpacked)).to.deep.equal(inOrder(tree))
}

/** The keys of all mappings, one after the other. */
function inOrder(node: Node | undefined): string[] {
  if (node?.kind === 'list') return node.items.flatMap(inOrder)
  return node?.kind === 'map' ? [...node.entries].flatMap(([key, { value }]) => [key, ...inOrder(value)]) : []
}

describe('a packed tree', () => {
  const templates = path.join(import.meta.dirname, '../../templates')
  for (const name of readdirSync(templates))
    it(`of ${name} is what was read`, () => assertKept(readFileSync(path.join(templates, name), 'utf8')))

  it('keeps how a value is written, and every place', () => {
    assertKept('a: 0x10\nb: 1.0\nc: "1"\nd: ~\ne:\nf: [yes, TRUE, "", {g: "null", __proto__: 1}]\n')
  })

  it('keeps any mapping', () => {
    // JSON has no negative zero, and a template no use for one.
    const json = fc.jsonValue().map(value => JSON.parse(JSON.stringify(value)))
    const value = fc.dictionary(fc.stringMatching(/^[a-z_0-9]{1,5}$/), json)
    fc.assert(fc.property(value, map => assertKept(`first: 1\n${stringify({ map })}`)))
  })
})
