import type { JsonObject } from '../koji/json.js'
import { type Form, flag, name, names, type Schema, SchemaForm } from './schema-form.js'
import { tagFields } from './tag-schema.js'

/** The parts of a desired-state file, version 1, in one form. */
export interface Grammar {
  readonly $defs: JsonObject
  /** the top-level keys, save those that only a file or only a template has */
  readonly properties: JsonObject
}

export function grammar(form: Form): Grammar {
  const build = new SchemaForm(form)
  return {
    $defs: { ...tagSchemas(build), ...otherSchemas(build), use: useSchema(build) },
    properties: topLevel(build),
  }
}

const absent = (what: string) => flag(`true: the ${what} shall not exist; then nothing else is said of it.`)

function tagSchemas(form: SchemaForm): JsonObject {
  const fields = tagFields(form)
  const tag: Schema = {
    title: 'a mapping of what the tag shall be, such as {arches: [x86_64]}',
    description: 'A tag. A facet that is not named is not managed.',
  }
  const defaults: Schema = {
    title: 'a mapping, such as {maven_support: false}',
    description: 'What the tags of this file have that say nothing else; templates keep their own.',
  }
  return {
    tag: form.object(tag, { ...fields, absent: absent('tag') }),
    defaults: form.object(defaults, fields),
  }
}

function otherSchemas(form: SchemaForm): JsonObject {
  const target: Schema = {
    title: 'a build target, {build_tag: …, dest_tag: …}',
    description: 'A build target: builds run in build_tag and are tagged into dest_tag.',
  }
  const tagName: Schema = { ...name, title: 'the name of a tag' }
  return {
    target: form.object(target, { build_tag: tagName, dest_tag: tagName, absent: absent('target') }),
    external_repo: form.object(
      {
        title: 'an external repo, {url: …}',
        description: 'A repo of packages that another system makes, and that tags may use.',
      },
      {
        url: {
          title: 'a URL, such as https://example.org/repo/$arch/',
          description: 'Where the repo is; $arch stands for the architecture.',
          type: 'string',
          minLength: 1,
        },
        absent: absent('external repo'),
      },
    ),
  }
}

function useSchema(form: SchemaForm): Schema {
  return form.object(
    {
      title: 'a use of a template, such as {template: flatpak, with: {release: 44}}',
      description: 'One use of a template.',
      required: ['template'],
    },
    {
      template: {
        type: 'string',
        minLength: 1,
        title: 'the name of a template, or a file such as ./layout.yaml',
        description: 'A built-in template, or a file (./…) relative to this one.',
      },
      with: {
        title: 'a mapping of parameters to values',
        description: 'What the template’s parameters are.',
        type: 'object',
      },
      ...(form.form.references && { when: whenSchema }),
      for: form.mapOf(
        {
          title: 'a mapping of parameters to lists of values',
          description: 'One expansion per value; several lists make their product.',
        },
        { title: 'a list of one or more values', type: 'array', minItems: 1 },
      ),
    },
  )
}

/** What a part of a template depends on. */
export const whenSchema: Schema = {
  title: 'a mapping of parameters to conditions',
  description: 'For each parameter a value, a list of values, or a JSON Schema; all must hold.',
  type: 'object',
}

function topLevel(form: SchemaForm): JsonObject {
  const mapOf = (title: string, description: string, kind: string) =>
    form.mapOf({ title, description }, { $ref: `#/$defs/${kind}` })
  return {
    use: form.list(
      { title: 'a list of {template: …}', description: 'The layouts that this file is based on.' },
      { $ref: '#/$defs/use' },
    ),
    defaults: { $ref: '#/$defs/defaults' },
    tags: mapOf('a mapping of tag names', 'The tags.', 'tag'),
    targets: mapOf('a mapping of target names', 'The build targets.', 'target'),
    external_repos: mapOf('a mapping of external repos', 'The external repos.', 'external_repo'),
    requires: form.object(
      {
        title: 'a mapping, such as {tags: [f43]}',
        description: 'What the hub must have already: without it nothing is planned.',
      },
      {
        tags: names('tag names', 'Tags that the hub must have already.'),
        targets: names('target names', 'Build targets that the hub must have already.'),
      },
    ),
    protect: form.list(
      {
        title: 'a list of globs, such as [rawhide, "f4?-build"]',
        description: 'Names that no plan may delete, nor take all parents of.',
      },
      { ...name, title: 'a glob' },
    ),
  }
}
