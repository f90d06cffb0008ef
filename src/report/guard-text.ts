import { type Finding, findingText, flagOf, guardWords } from '../plan/index.js'
import { cleanLine } from './clean.js'
import { type Line, layOut } from './layout.js'
import { sourceText, type TextOptions } from './resource-text.js'
import { plainStyle } from './style.js'

const heading = 'An apply needs leave'

/** What guards found, a line each with its flag and its place; empty where they found nothing. */
export function guardsText(
  findings: readonly Finding[],
  { style = plainStyle, width = 100 }: TextOptions = {},
): string {
  if (findings.length === 0) return ''
  const title = { plain: heading, shown: style.heading(heading), right: '' }
  return layOut(title, rows(findings), { style, width }).join('\n')
}

// The flags of one guard stand below each other; the texts of different guards differ too much in length.
function rows(findings: readonly Finding[]): Line[] {
  const widths = new Map<string, number>()
  const texts = findings.map(finding => cleanLine(findingText(finding)))
  for (const [index, { guard }] of findings.entries())
    widths.set(guard, Math.max(widths.get(guard) ?? 0, texts[index]?.length ?? 0))
  return findings.map((finding, index) => {
    const text = (texts[index] ?? '').padEnd(widths.get(finding.guard) ?? 0)
    const plain = `${text}  ${cleanLine(flagOf(finding))}`
    const right = 'source' in finding ? sourceText(finding.source) : ''
    return { label: guardWords(finding), plain, shown: plain, right }
  })
}
