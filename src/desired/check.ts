import type { ErrorObject } from 'ajv/dist/2020.js'
import { isJsonObject } from '../koji/json.js'
import { type Located, locate } from './locate.js'
import { describe, type MapNode, mapToJson, type Node, textOf } from './node.js'
import type { Report } from './problem.js'
import type { Schema } from './schema-form.js'
import { didYouMean } from './suggest.js'
import { type SchemaName, validatorOf } from './validators.js'

/** Reports, at its place, everything in a tree that its schema does not allow. */
export function checkTree(tree: MapNode, schema: SchemaName, report: Report): void {
  const validate = validatorOf(schema)
  if (validate(mapToJson(tree))) return
  for (const error of validate.errors ?? []) explain(locate(tree, error.instancePath), error, report)
}

function explain(found: Located, error: ErrorObject, report: Report): void {
  const { node, key, path } = found
  switch (error.keyword) {
    case 'if':
      // The alternative, a reference or null, did not apply; what does apply has its own error.
      return
    case 'additionalProperties':
      unknownKey(found, String(error.params.additionalProperty), error, report)
      return
    case 'required': {
      const missing = String(error.params.missingProperty)
      report(key, path, `\`${missing}\` is missing: expected ${titleOf(propertiesOf(error)[missing])}`)
      return
    }
    default: {
      const message = `expected ${titleOf(error.parentSchema)}, found ${describe(node)}`
      // That a value has the wrong type for where a template puts it is the template's fault.
      report(node.reference ?? node.place, path, message, quoting(node, error) ?? nearestChoice(node, error))
    }
  }
}

function unknownKey({ node, path }: Located, key: string, error: ErrorObject, report: Report): void {
  const place = node.kind === 'map' ? (node.entries.get(key)?.place ?? node.place) : node.place
  const isTemplates = path.length === 0 && ['parameters', 'overlays', 'description'].includes(key)
  const properties = propertiesOf(error)
  const known = Object.keys(properties)
  const hint = isTemplates
    ? `a file with \`${key}\` is a template: use it from another file, \`use: [{template: ./FILE}]\``
    : didYouMean(key, known, `known here: ${known.join(', ')}`)
  report(place, [...path, key], 'unknown key', hint)
}

function propertiesOf({ parentSchema }: ErrorObject): Schema {
  const properties: unknown = parentSchema?.properties
  return isJsonObject(properties) ? properties : {}
}

// A schema that also takes references has its title in the branch for all else.
function titleOf(schema: unknown): string {
  if (!isJsonObject(schema)) return 'another value'
  if (typeof schema.title === 'string') return schema.title
  return titleOf(schema.else)
}

// YAML reads `.44` as a number; who meant a text must quote it.
function quoting(node: Node, { keyword, parentSchema }: ErrorObject): string | undefined {
  const wanted = new Set<unknown>([parentSchema?.type].flat())
  const takesAnyText = parentSchema?.pattern === undefined && parentSchema?.enum === undefined
  const takesText = keyword === 'type' && wanted.has('string') && takesAnyText && !wanted.has('array')
  const isOther = node.kind === 'scalar' && typeof node.value !== 'string' && node.value !== null
  return takesText && isOther ? `for a text, write it quoted: "${node.written}"` : undefined
}

function nearestChoice(node: Node, { keyword, params }: ErrorObject): string | undefined {
  const word = keyword === 'enum' ? textOf(node) : undefined
  const choices: unknown = params.allowedValues
  if (word === undefined || !Array.isArray(choices)) return undefined
  return didYouMean(
    word,
    choices.filter(choice => typeof choice === 'string'),
    undefined,
  )
}
