import { describe, type Node, type ScalarNode } from './node.js'
import { didYouMean } from './suggest.js'

/** The value of each parameter in one expansion. */
export type Values = ReadonlyMap<string, Node>

/** Why a reference stands for nothing. */
export interface Fault {
  readonly message: string
  readonly hint: string
}

const token = /\$\$\{|\$\{([^}]*)(\}?)/g
const lone = /^\$\{([^}]*)\}$/
const expression = /^([A-Za-z_][A-Za-z0-9_]*)(?:([+-])(\d+))?$/
const literal = 'write `$${` for a literal `${`'

/**
 * Puts values in the place of the references of a text: `${name}` and, for integers, `${name+1}`,
 * `${name-1}`. `$${` is a literal `${`; any other `$`, as in Koji's `$arch`, is plain text. A text that is
 * nothing but one reference becomes the value itself, with its type and its own place.
 */
export function resolve(text: ScalarNode & { readonly value: string }, values: Values): Node | Fault {
  const whole = lone.exec(text.value)
  if (whole !== null) return lookUp(whole[1] ?? '', values)
  const resolved = resolveKey(text.value, values)
  return typeof resolved === 'string' ? { ...text, value: resolved } : resolved
}

/** The same for a key, which stays text. */
export function resolveKey(key: string, values: Values): string | Fault {
  let fault: Fault | undefined
  const text = key.replace(token, (found, inner: string | undefined, end: string | undefined) => {
    if (inner === undefined) return '${'
    const part =
      end === '' ? { message: '`${` without its `}`', hint: literal } : asText(inner, lookUp(inner, values))
    if (typeof part === 'string') return part
    fault ??= part
    return found
  })
  return fault ?? text
}

/** Whether a tree says `${` anywhere, keys included. */
export function mentionsReference(node: Node): boolean {
  if (node.kind === 'scalar') return typeof node.value === 'string' && node.value.includes('${')
  if (node.kind === 'list') return node.items.some(mentionsReference)
  return [...node.entries].some(([key, { value }]) => key.includes('${') || mentionsReference(value))
}

function lookUp(inner: string, values: Values): Node | Fault {
  const [, name, sign, digits] = expression.exec(inner) ?? []
  if (name === undefined) {
    return { message: `expected \${name}, \${name+1} or \${name-1}, found \${${inner}}`, hint: literal }
  }
  const value = values.get(name)
  if (value === undefined) return undefinedName(name, values)
  if (digits === undefined) return value
  if (value.kind !== 'scalar' || typeof value.value !== 'number' || !Number.isInteger(value.value)) {
    const message = `\${${inner}} counts from an integer, and \`${name}\` is ${describe(value)}`
    return { message, hint: `declare \`${name}\` as {type: integer}` }
  }
  const sum = value.value + (sign === '-' ? -1 : 1) * Number(digits)
  return { ...value, value: sum, written: String(sum) }
}

function undefinedName(name: string, values: Values): Fault {
  const known =
    values.size === 0 ? 'only templates have parameters' : `known: ${[...values.keys()].join(', ')}`
  return {
    message: `\${${name}} is not defined`,
    hint: didYouMean(name, values.keys(), `${known}; ${literal}`),
  }
}

function asText(inner: string, value: Node | Fault): string | Fault {
  if ('message' in value) return value
  if (value.kind === 'scalar' && value.value !== null) return String(value.value)
  const message = `\${${inner}} is ${describe(value)}, which cannot stand inside a text`
  return { message, hint: 'let the reference stand alone, as the whole value' }
}
