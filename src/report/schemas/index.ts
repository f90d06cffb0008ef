import type { JsonObject } from '../../koji/json.js'
import { audit, auditDefinitions } from './audit.js'
import { graph } from './graph.js'
import { history } from './history.js'
import { hello, profiles } from './hub.js'
import { applied, error, events } from './outcome.js'
import { phase } from './phase.js'
import { planDefinitions, planned } from './plan.js'
import { comparison, exported, newRelease } from './releases.js'
import { repos } from './repos.js'
import { retired } from './retired.js'
import { rules } from './rules.js'
import { runDetails, runs } from './runs.js'
import { tagViews } from './tag-view.js'
import { anything, document, integer, list, object, one, ref, text } from './vocabulary.js'

const redundant = object(
  {
    kind: { const: 'redundant' },
    tag: text,
    facet: one('groups', 'packages'),
    name: text,
    from: text,
    source: ref('source'),
  },
  { group: text, part: one('package', 'requirement') },
)

const parameter = object({ name: text, schema: { type: 'object' } }, { default: anything })

/** The shapes of what commands print with `--json`, by the command's words; and of a line of `--json-events`. */
export const outputSchemas: ReadonlyMap<string, JsonObject> = new Map([
  ['error', document('any command that fails', error, planDefinitions)],
  ['json-events', document('a line of --json-events', events, planDefinitions)],
  ['hub hello', document('hub hello', hello)],
  ['hub profiles', document('hub profiles', profiles)],
  ['repos wait', document('repos wait', repos)],
  [
    'sandbox reset',
    document('sandbox reset', object({ state: text, from: list(text), tags: integer, targets: integer })),
  ],
  ['sandbox serve', document('sandbox serve, when it listens', object({ url: text, state: text }))],
  ['sandbox load', document('sandbox load', object({ state: text, from: text }))],
  [
    'sandbox status',
    document('sandbox status', object({ state: text, event: integer, tags: integer, targets: integer })),
  ],
  ['tags apply', document('tags apply', applied, planDefinitions)],
  ['tags undo', document('tags undo', applied, planDefinitions)],
  ['tags audit', document('tags audit', audit, auditDefinitions)],
  ['tags audit rules', document('tags audit --rules', rules)],
  ['tags compare', document('tags compare', comparison)],
  ['tags export', document('tags export', exported)],
  ['tags graph', document('tags graph', graph)],
  [
    'tags import-script',
    document(
      'tags import-script; desired is a desired state',
      object(
        {
          script: text,
          commands: integer,
          desired: { type: 'object' },
          unread: list(object({ line: integer, end_line: integer, text, reason: text }, { hint: text })),
        },
        { output: text },
      ),
    ),
  ],
  ['tags history', document('tags history', history, planDefinitions)],
  ['tags new', document('tags new', newRelease)],
  ['tags phase', document('tags phase', phase, planDefinitions)],
  ['tags plan', document('tags plan', planned, planDefinitions)],
  ['tags retire', document('tags retire', retired, planDefinitions)],
  ['tags runs', document('tags runs', runs)],
  ['tags runs show', document('tags runs show', runDetails, planDefinitions)],
  ['tags show', document('tags show', tagViews)],
  [
    'tags validate',
    document(
      'tags validate',
      object({
        valid: { const: true },
        files: list(text),
        tags: list(text),
        targets: list(text),
        external_repos: list(text),
        findings: list(redundant),
      }),
      planDefinitions,
    ),
  ],
  [
    'templates list',
    document('templates list', list(object({ name: text, description: text, parameters: list(parameter) }))),
  ],
  [
    'templates show',
    document(
      'templates show, without --set; with it, the output is a desired state',
      object({ name: text, text }, { description: text, parameters: list(parameter) }),
    ),
  ],
])
