// XML has no way to write these, not even escaped.
const notXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/**
 * Why a text cannot be sent to a hub, or `undefined` if it can: hubs are spoken to in XML. Only the character
 * is named: the text around it may be a password.
 */
export function wireProblem(text: string): string | undefined {
  const [character] = notXml.exec(text) ?? loneSurrogate.exec(text) ?? []
  if (character === undefined) return undefined
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return `XML cannot carry the character U+${code}`
}
