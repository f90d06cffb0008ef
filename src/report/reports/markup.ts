import { cleanLine } from '../clean.js'

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Text as part of HTML or XML, in an element or in a quoted attribute. What nobody sees is told as `\u{…}`, and so are
 * the two characters that XML forbids beside it.
 */
export function escaped(text: string): string {
  const legal = text.replace(/[\uFFFE\uFFFF]/g, one => `\\u{${one.charCodeAt(0).toString(16)}}`)
  return cleanLine(legal).replace(/[&<>"']/g, character => entities[character] ?? '')
}

/** `name="value"` of each attribute; those without a value are left out. */
export function attributes(values: { readonly [name: string]: string | number | undefined }): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escaped(String(value))}"`]))
    .join('')
}
