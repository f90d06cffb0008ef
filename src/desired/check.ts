import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { nearest } from '../koji/names.js'
import type { Schema } from './grammar.js'
import { describe, type MapNode, mapToJson, type Node } from './node.js'
import type { Path } from './path.js'
import type { Report } from './problem.js'
import type { Place } from './source-file.js'

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  ownProperties: true,
  allowUnionTypes: true,
  logger: false,
})
const validators = new Map<Schema, ValidateFunction>()

/** Reports, at its place, everything in a tree that its schema does not allow. */
export function checkTree(tree: MapNode, schema: Schema, report: Report): void {
  const validate = validators.get(schema) ?? ajv.compile(schema)
  validators.set(schema, validate)
  if (validate(mapToJson(tree))) return
  for (const error of validate.errors ?? []) explain(tree, error, report)
}

function explain(tree: MapNode, error: ErrorObject, report: Report): void {
  const found = locate(tree, error.instancePath)
  switch (error.keyword) {
    case 'if':
      return
    case 'not':
      notYet(found, report)
      return
    case 'additionalProperties':
      unknownKey(found, String(error.params.additionalProperty), error.parentSchema, report)
      return
    case 'required':
      report(
        found.key,
        found.path,
        `\`${error.params.missingProperty}\` is missing: expected ${titleOf(error)}`,
      )
      return
    default:
      report(
        found.node.place,
        found.path,
        `expected ${titleOf(error)}, found ${describe(found.node)}`,
        quoting(found.node, error),
      )
  }
}

interface Found {
  readonly node: Node
  /** where the key of the value is, or the value itself in a list */
  readonly key: Place
  readonly path: Path
}

// A JSON pointer, followed through the tree; ajv tells `/tags/f44~1x/inheritance/0`.
function locate(tree: MapNode, pointer: string): Found {
  let found: Found = { node: tree, key: tree.place, path: [] }
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const { node, path } = found
    const entry = node.kind === 'map' ? node.entries.get(key) : undefined
    const item = node.kind === 'list' ? node.items[Number(key)] : undefined
    if (entry !== undefined) found = { node: entry.value, key: entry.place, path: [...path, key] }
    else if (item !== undefined) found = { node: item, key: item.place, path: [...path, Number(key)] }
  }
  return found
}

function notYet({ node, key, path }: Found, report: Report): void {
  const what = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : path.at(-1)
  report(
    key,
    path,
    `\`${what}\` is not supported yet`,
    'leave it out: what a file does not name is not managed',
  )
}

function unknownKey(
  { node, path }: Found,
  key: string,
  schema: ErrorObject['parentSchema'],
  report: Report,
): void {
  const place = node.kind === 'map' ? (node.entries.get(key)?.place ?? node.place) : node.place
  const known = Object.keys(schema?.properties ?? {})
  const meant = nearest(key, known)
  const onlyTemplates = ['parameters', 'overlays', 'description'].includes(key) && path.length === 0
  const hint = onlyTemplates
    ? `a file with \`${key}\` is a template: use it from another file, \`use: [{template: ./FILE}]\``
    : meant === undefined
      ? `known here: ${known.join(', ')}`
      : `did you mean \`${meant}\`?`
  report(place, [...path, key], 'unknown key', hint)
}

function titleOf({ parentSchema }: ErrorObject): string {
  const title: unknown = parentSchema?.title
  return typeof title === 'string' ? title : 'another value'
}

// YAML reads `.44` and `yes: 1e3` as numbers; who meant a text must quote it.
function quoting(node: Node, { parentSchema }: ErrorObject): string | undefined {
  const wanted: unknown = parentSchema?.type
  const takesText = wanted === 'string' || (Array.isArray(wanted) && wanted.includes('string'))
  const isText = node.kind !== 'scalar' || typeof node.value === 'string' || node.value === null
  return takesText && !isText ? `as text, write "${node.written}"` : undefined
}
