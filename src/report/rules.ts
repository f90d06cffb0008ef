import { type Need, type Rule, type Severity, severities } from '../audit/index.js'
import { count, wrapped } from './names-text.js'
import { plainStyle, type Style } from './style.js'

/** What `tags audit --rules --json` prints. */
export interface RulesDocument {
  readonly rules: readonly RuleDocument[]
}

/** A rule as data. What it says is Markdown. */
export interface RuleDocument {
  readonly id: string
  readonly severity: Severity
  /** whether it asks the hub for more than the tags that are audited */
  readonly online: boolean
  readonly needs: readonly Need[]
  readonly title: string
  readonly reason: string
  readonly example: string
  readonly mend: string
}

export function rulesJson(rules: readonly Rule[]): RulesDocument {
  return {
    rules: rules.map(({ id, severity, needs, title, reason, example, mend }) => ({
      id,
      severity,
      online: needs.length > 0,
      needs,
      title,
      reason,
      example,
      mend,
    })),
  }
}

/** The rules as a person reads them in a terminal: the worst first, each with why, and how to mend what it finds. */
export function rulesText(
  rules: readonly Rule[],
  { style = plainStyle, width = 100 }: { readonly style?: Style; readonly width?: number } = {},
): string {
  const indent = '    '
  const paragraph = (text: string) =>
    wrapped(text, Math.max(40, width - indent.length)).map(line => indent + line)
  const blocks = worstFirst(rules).map(({ id, severity, needs, title, reason, mend }) => {
    const paint = { error: style.removed, warning: style.changed, note: style.faint }[severity]
    const place = needs.length > 0 ? ', asks the hub' : ''
    return [
      `${style.heading(id)}  ${paint(severity)}${place}`,
      ...paragraph(title),
      ...paragraph(reason).map(style.faint),
      ...paragraph(mend),
    ].join('\n')
  })
  return `${[...blocks, countsText(rules)].join('\n\n')}\n`
}

/** As wide as the other pages are. */
const pageWidth = 120

/** `docs/rules.md`, whole. */
export function rulesMarkdown(rules: readonly Rule[]): string {
  const sorted = worstFirst(rules)
  const row = ({ id, severity, needs, title }: Rule) =>
    `| [\`${id}\`](#${id}) | ${severity} | ${needs.length > 0 ? 'yes' : 'no'} | ${title} |`
  const section = ({ id, severity, needs, title, reason, example, mend }: Rule) => [
    `## ${id}`,
    `**${upperFirst(title)}.** ${upperFirst(severity)}${needs.length > 0 ? '; asks the hub' : ''}.`,
    reason,
    `Example: ${example}`,
    `To mend: ${mend}`,
  ]
  return `${[
    opening,
    [
      '| rule | severity | asks the hub | what should be so |',
      '| --- | --- | --- | --- |',
      ...sorted.map(row),
    ].join('\n'),
    closing,
    ...sorted.flatMap(section).map(paragraph => wrapped(paragraph, pageWidth).join('\n')),
  ].join('\n\n')}\n`
}

const opening = `<!-- Made by \`npm run docs\` from src/audit/rules. Change it there. -->
# Rules

\`tags audit\` looks for what is wrong on a hub whatever the files say. Each rule is one thing that should be so;
\`tags audit --rules\` lists them in a terminal.`

const closing = `An **error** breaks builds or hides a mistake that does, a **warning** will do so one day, a **note** asks for
nothing. Rules that ask the hub want to know more than the tags that are audited: who holds a permission, where builds are,
what else there is. They do so together, in up to three requests.

What is known and shall stay is waived in \`audit-waivers.yaml\` by the rule and the path of the finding, with a reason.`

function worstFirst(rules: readonly Rule[]): Rule[] {
  return [...rules].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

function countsText(rules: readonly Rule[]): string {
  const online = rules.filter(({ needs }) => needs.length > 0).length
  return `${count(rules.length, 'rule')}, of which ${online} ask the hub for more than the tags that are audited`
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
