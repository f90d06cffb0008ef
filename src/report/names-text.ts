import { cleanLine } from './clean.js'

/** `a, b, c`; of many names the first few, and how many more there are */
export function few(names: readonly string[], limit = 8): string {
  const shown = names.length > limit ? names.slice(0, limit - 2) : names
  const rest = names.length - shown.length
  return `${shown.map(cleanLine).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
