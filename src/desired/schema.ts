import { grammar, whenSchema } from './grammar.js'
import type { Schema } from './schema-form.js'

/** What JSON Schemas of this tool and of its users' templates are written in. */
export const draft = 'https://json-schema.org/draft/2020-12/schema'

export const version: Schema = {
  title: '`version: 1`, the only version there is',
  description: 'The version of this grammar.',
  enum: [1, '1'],
}

const profile: Schema = {
  title: 'the name of a profile, such as koji',
  description: 'The profile of the hub that the file is for: an apply to another one needs leave.',
  type: 'string',
  minLength: 1,
}

const file = grammar({ nulls: true, references: false })
const template = grammar({ nulls: true, references: true })
const expanded = grammar({ nulls: false, references: false })

/** The JSON Schema (draft 2020-12) of a desired-state file, version 1, for editors and other tools. */
export const desiredStateSchema: Schema = {
  $schema: draft,
  title: 'a desired-state file of koji-releng',
  description:
    'How some of a Koji hub’s tags, build targets and external repos shall be. What it does not mention is not ' +
    'managed.',
  type: 'object',
  required: ['version'],
  properties: { version, profile, ...file.properties },
  additionalProperties: false,
  $defs: file.$defs,
}

const parameters: Schema = {
  title: 'a mapping of parameter names to JSON Schemas',
  description: 'What the template needs to know; a parameter with a default is optional.',
  type: 'object',
  additionalProperties: {
    title: 'a JSON Schema, such as {type: integer, minimum: 1}',
    description: 'What values the parameter takes.',
    type: 'object',
    $ref: draft,
  },
}

const overlays: Schema = {
  title: 'a list of overlays',
  description:
    'What depends on parameters: each is merged over the template, in order, where its condition holds.',
  type: 'array',
  items: {
    title: 'an overlay, {when: {…}, tags: {…}}',
    type: 'object',
    required: ['when'],
    properties: {
      when: whenSchema,
      ...template.properties,
    },
    additionalProperties: false,
  },
}

/** The JSON Schema of a template: such a file with parameters, in which `${name}` may stand anywhere. */
export const templateSchema: Schema = {
  ...desiredStateSchema,
  title: 'a template of koji-releng',
  description: 'A layout of tags, build targets and external repos that desired-state files use.',
  required: [],
  properties: {
    version,
    description: { title: 'a text', description: 'What the layout is for, in one line.', type: 'string' },
    parameters,
    overlays,
    ...template.properties,
  },
  $defs: template.$defs,
}

/** What must hold once templates are expanded and merged. */
export const expandedSchema: Schema = {
  $schema: draft,
  type: 'object',
  properties: expanded.properties,
  $defs: expanded.$defs,
}
