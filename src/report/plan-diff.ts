import { createTwoFilesPatch } from 'diff'
import { stringify } from 'yaml'
import type { JsonObject } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { type Change, type Goal, nameOf } from '../plan/index.js'
import { cleanText } from './clean.js'
import { plainStyle, type Style } from './style.js'
import { tagDocument, targetDocument } from './tag-document.js'

/** A unified diff per changed resource: its own configuration on the hub, and as it will be. */
export function planDiff(goal: Goal, live: LiveState, style: Style = plainStyle): string {
  const resources = new Map<string, { kind: 'tag' | 'target'; name: string }>()
  for (const change of goal.changes) {
    const resource = { kind: kindOf(change), name: nameOf(change) }
    resources.set(`${resource.kind} ${resource.name}`, resource)
  }
  return [...resources.values()].map(({ kind, name }) => resourceDiff(kind, name, goal, live, style)).join('')
}

function kindOf(change: Change): 'tag' | 'target' {
  return change.kind === 'target' ? 'target' : 'tag'
}

function resourceDiff(
  kind: 'tag' | 'target',
  name: string,
  goal: Goal,
  live: LiveState,
  style: Style,
): string {
  const [before, after] = [live, goal].map(state => document(kind, name, state))
  const title = `${kind} ${name}`
  const patch = createTwoFilesPatch(title, title, before ?? '', after ?? '', 'on the hub', 'as planned', {
    context: 3,
  })
  // Above the file names stands a rule of equal signs, meant for patches of many files.
  const patched = patch.slice(patch.indexOf('--- ')).trimEnd()
  const lines = cleanText(patched.replaceAll('\t', '  ')).split('\n')
  return `${lines.map(line => paint(line, style)).join('\n')}\n`
}

function document(
  kind: 'tag' | 'target',
  name: string,
  { tags, targets }: Pick<LiveState, 'tags' | 'targets'> | Goal,
): string {
  const [tag, target] = [tags.get(name), targets.get(name)]
  if (kind === 'tag') return tag === undefined ? '' : yaml('tags', name, tagDocument(tag))
  return target === undefined ? '' : yaml('targets', name, targetDocument(target))
}

function yaml(section: string, name: string, content: JsonObject): string {
  return stringify({ [section]: Object.fromEntries([[name, content]]) }, { lineWidth: 0 })
}

function paint(line: string, style: Style): string {
  if (line.startsWith('---') || line.startsWith('+++')) return style.heading(line)
  if (line.startsWith('@@')) return style.faint(line)
  if (line.startsWith('+')) return style.added(line)
  return line.startsWith('-') ? style.removed(line) : line
}
