import { stringify } from 'yaml'
import type { HubIdentity } from '../koji/live-state.js'
import type { RetiredTarget, Retirement } from '../plan/index.js'
import { cleanLine } from './clean.js'

/**
 * The end of life of a release as a desired-state file, for a review: what goes, and why. It is for the hub that was
 * read, and names its profile.
 */
export function retirementYaml(
  { release, template, targets, locked }: Retirement,
  { hub, event }: { readonly hub: HubIdentity; readonly event: number },
): string {
  const head = [
    `The end of life of release ${release}, as ${template} has it: koji-releng tags retire ${release}`,
    `found this on ${hub.url} at event ${event}.`,
    'All targets that build in its tags, or for them, go. No tag goes: what was released stays as it is, locked.',
  ]
  return [
    ...head.map(line => `# ${cleanLine(line)}`),
    'version: 1',
    `profile: ${word(hub.profile)}`,
    ...section(
      'tags',
      locked.map(tag => `  ${word(tag)}: { locked: true }`),
    ),
    ...section(
      'targets',
      targets.map(target => `  ${word(target.name)}: { absent: true } # ${why(target)}`),
    ),
    '',
  ].join('\n')
}

function section(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${name}:`, ...lines]
}

function why({ build_tag, dest_tag, through }: RetiredTarget): string {
  const inherits = through === undefined ? '' : `; ${through.tag} inherits from ${through.from}`
  return cleanLine(`${build_tag} → ${dest_tag}${inherits}`)
}

/** A name as YAML takes it: one that looks like a number is quoted. */
function word(name: string): string {
  return stringify(name, { lineWidth: 0 }).trimEnd()
}
