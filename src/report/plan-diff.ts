import { createTwoFilesPatch } from 'diff'
import { stringify } from 'yaml'
import type { JsonObject } from '../koji/json.js'
import type { LiveState } from '../koji/live-state.js'
import { type Goal, type ResourceKind, resourceOf, resourceWords } from '../plan/index.js'
import { cleanText } from './clean.js'
import { plainStyle, type Style } from './style.js'
import { externalRepoDocument, tagDocument, targetDocument } from './tag-document.js'

/** A unified diff per changed resource: its own configuration on the hub, and as it will be. */
export function planDiff(goal: Goal, live: LiveState, style: Style = plainStyle): string {
  const resources = new Map<string, Resource>()
  for (const change of goal.changes) {
    const resource = resourceOf(change)
    resources.set(`${resource.kind} ${resource.name}`, resource)
  }
  return [...resources.values()].map(resource => resourceDiff(resource, goal, live, style)).join('')
}

interface Resource {
  readonly kind: ResourceKind
  readonly name: string
}

function resourceDiff(resource: Resource, goal: Goal, live: LiveState, style: Style): string {
  const [before, after] = [live, goal].map(state => document(resource, state))
  const title = `${resourceWords[resource.kind]} ${resource.name}`
  const patch = createTwoFilesPatch(title, title, before ?? '', after ?? '', 'on the hub', 'as planned', {
    context: 3,
  })
  // Above the file names stands a rule of equal signs, meant for patches of many files.
  const patched = patch.slice(patch.indexOf('--- ')).trimEnd()
  return paintDiff(cleanText(patched.replaceAll('\t', '  ')), style)
}

/** The lines of a unified diff, each in its colour. */
export function paintDiff(text: string, style: Style): string {
  const lines = text.split('\n')
  return `${lines.map(line => paint(line, style)).join('\n')}\n`
}

function document(
  { kind, name }: Resource,
  state: Pick<LiveState, 'tags' | 'targets' | 'external_repos'> | Goal,
): string {
  const [tag, target, repo] = [state.tags.get(name), state.targets.get(name), state.external_repos.get(name)]
  switch (kind) {
    case 'tag':
      return tag === undefined ? '' : yaml('tags', name, tagDocument(tag))
    case 'target':
      return target === undefined ? '' : yaml('targets', name, targetDocument(target))
    case 'external_repo':
      return repo === undefined ? '' : yaml('external_repos', name, externalRepoDocument(repo))
  }
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
