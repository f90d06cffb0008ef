import { createTwoFilesPatch } from 'diff'
import { cleanText } from './clean.js'
import { paintDiff } from './plan-diff.js'
import { plainStyle, type Style } from './style.js'

/** A unified diff of a file, as `patch` takes it; empty where nothing differs. */
export function fileDiff(file: string, before: string, after: string, style: Style = plainStyle): string {
  if (before === after) return ''
  const patch = createTwoFilesPatch(file, file, before, after, '', '', { context: 3 })
  // No date behind the names, and no sign for the ends of lines of another system.
  const text = patch.slice(patch.indexOf('--- ')).replace(/[\t\r]+$/gm, '')
  return paintDiff(cleanText(text.replaceAll('\t', '  ')).trimEnd(), style)
}
