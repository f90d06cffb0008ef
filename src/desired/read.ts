import { type Document, isMap, type ParsedNode, parseAllDocuments } from 'yaml'
import type { MapNode } from './node.js'
import type { Problems, Report } from './problem.js'
import type { SourceFile } from './source-file.js'
import { maxNesting, TreeBuilder } from './tree.js'

/**
 * Reads YAML 1.2 (core schema, JSON values only) into a tree that knows where each value was written.
 * `undefined` where the text holds no mapping that is worth looking at; the problems say why.
 */
export function readTree(file: SourceFile, problems: Problems): MapNode | undefined {
  return problems.pass(report => {
    const document = soleDocument(file, report)
    if (document === undefined) return undefined
    const { contents } = document
    if (contents === null || (!isMap(contents) && contents.range[0] === contents.range[1])) {
      report({ file, offset: 0 }, [], 'the file is empty', 'it begins with `version: 1`')
      return undefined
    }
    const tree = new TreeBuilder(file, report).build(contents)
    if (tree.kind === 'map') return tree
    report(tree.place, [], 'expected a mapping that begins with `version: 1`')
    return undefined
  })
}

function soleDocument(file: SourceFile, report: Report): Document.Parsed<ParsedNode> | undefined {
  const documents = parse(file, report)
  const [document, second] = documents
  if (document === undefined) return undefined
  if (second !== undefined) {
    const hint = 'put each into a file of its own; several files can be given together'
    report({ file, offset: second.range[0] }, [], 'a second YAML document: a file holds one', hint)
    return undefined
  }
  const { explicit, version } = document.directives.yaml
  if (explicit && version !== '1.2') {
    report(
      { file, offset: 0 },
      [],
      `YAML ${version} is not read: expected YAML 1.2, which needs no directive`,
    )
  }
  const faults = [...document.errors, ...document.warnings]
  // A syntax error makes the parser misread what follows: the first one is the one to mend.
  for (const fault of document.errors.length > 0 ? document.errors.slice(0, 1) : faults) {
    report({ file, offset: Math.min(fault.pos[0], file.text.length) }, [], `not valid YAML: ${fault.message}`)
  }
  return faults.length === 0 ? document : undefined
}

function parse(file: SourceFile, report: Report): Document.Parsed<ParsedNode>[] {
  try {
    const parsed = parseAllDocuments(file.text, {
      version: '1.2',
      schema: 'core',
      logLevel: 'error',
      merge: false,
      prettyErrors: false,
      resolveKnownTags: false,
      uniqueKeys: false,
    })
    if (!('empty' in parsed)) return parsed
    report({ file, offset: 0 }, [], 'the file is empty', 'it begins with `version: 1`')
  } catch (error) {
    // The parser recurses: a text of thousands of brackets exhausts its stack.
    if (!(error instanceof RangeError)) throw error
    report({ file, offset: 0 }, [], `nested deeper than ${maxNesting} levels`)
  }
  return []
}
