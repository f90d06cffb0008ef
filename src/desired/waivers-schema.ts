import { draft, version } from './schema.js'
import type { Schema } from './schema-form.js'

const waiver: Schema = {
  title: 'a waiver, {rule: …, path: …, reason: …}',
  type: 'object',
  required: ['rule', 'path', 'reason'],
  properties: {
    rule: {
      title: 'the id of a rule, such as drift, or "*" for any',
      description: 'Whose findings are waived.',
      type: 'string',
      minLength: 1,
    },
    path: {
      title: 'a path or a glob of paths, such as tags.f44-build.extra.*',
      description: 'Where they are waived; what is below a path is waived with it.',
      type: 'string',
      minLength: 1,
    },
    reason: { title: 'a text that says why', description: 'Why it may be so.', type: 'string', minLength: 1 },
    until: {
      title: 'a day, such as 2026-12-31',
      description: 'The last day on which the waiver holds (UTC); without it, it holds for good.',
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\d$',
    },
  },
  additionalProperties: false,
}

/** The JSON Schema (draft 2020-12) of a file of waivers, version 1. */
export const waiversSchema: Schema = {
  $schema: draft,
  title: 'a file of waivers of koji-releng',
  description: 'Findings of an audit that are known and let be.',
  type: 'object',
  required: ['version', 'waivers'],
  properties: { version, waivers: { title: 'a list of waivers', type: 'array', items: waiver } },
  additionalProperties: false,
}
