import { type Document, isScalar, type ParsedNode, parseAllDocuments } from 'yaml'
import { describe, type MapNode } from './node.js'
import type { Report } from './problem.js'
import type { SourceFile } from './source-file.js'
import { maxNesting, TreeBuilder } from './tree.js'

/**
 * Reads YAML 1.2 (core schema, JSON values only) into a tree that knows where each value was written.
 * `undefined` where the text holds no mapping that is worth looking at; the problems say why.
 */
export function readTree(file: SourceFile, report: Report): MapNode | undefined {
  const document = soleDocument(file, report)
  if (document === undefined) return undefined
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.source === '')) {
    report({ file, offset: 0 }, [], 'the file is empty', beginning)
    return undefined
  }
  const tree = new TreeBuilder(file, report).build(contents)
  if (tree.kind === 'map') return tree
  report(tree.place, [], `expected a mapping, found ${describe(tree)}`, beginning)
  return undefined
}

const beginning = 'a file begins with `version: 1`'

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
  // An error makes the parser misread what follows: the first one is the one to mend. Of the warnings, those
  // about tags are told with the tagged value.
  const [error] = document.errors
  const warnings = document.warnings.filter(({ code }) => code !== 'TAG_RESOLVE_FAILED')
  for (const { code, message, pos } of error === undefined ? warnings : [error]) {
    if (code === 'RESOURCE_EXHAUSTION') tooDeep(file, report)
    else report({ file, offset: Math.min(pos[0], file.text.length) }, [], `not valid YAML: ${message}`)
  }
  return error === undefined ? document : undefined
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
    report({ file, offset: 0 }, [], 'the file is empty', beginning)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    tooDeep(file, report)
  }
  return []
}

// The parser recurses: thousands of brackets exhaust the stack, at a place that differs between machines.
function tooDeep(file: SourceFile, report: Report): void {
  report({ file, offset: 0 }, [], `nested deeper than ${maxNesting} levels`)
}
