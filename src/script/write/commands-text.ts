import { cleanLine } from '../../koji/clean.js'
import type { Plan } from '../../plan/index.js'
import { shellLine } from '../shell-quote.js'
import type { PlanCommand } from './plan-commands.js'

/** A plan as a shell script of Koji's own client. */
export function commandsText(plan: Plan, commands: readonly PlanCommand[]): string {
  const { hub, event } = plan
  const head = [
    '#!/bin/bash',
    comment(`Plan for ${hub.profile} · ${hub.url} · Koji ${hub.version} · event ${event}`),
  ]
  if (commands.length === 0) return `${[...head, '# nothing to do'].join('\n')}\n`
  const body = commands.flatMap(({ stage, comments, argv }, index) => [
    ...(commands[index - 1]?.stage === stage ? [] : ['', `# ${stage}`]),
    ...comments.map(comment),
    ...(argv === null ? [] : [shellLine(argv)]),
  ])
  return `${[...head, 'set -e', ...body].join('\n')}\n`
}

function comment(text: string): string {
  return `# ${cleanLine(text)}`
}
