import type { Json, JsonObject } from '../koji/json.js'

/** A JSON Schema. Its `title` completes the sentence "expected …". */
export type Schema = JsonObject

/** What the grammar takes at one stage of the way. */
export interface Form {
  /** `null` may stand for any value: it removes what a template gives (RFC 7396) */
  readonly nulls: boolean
  /** text with `${…}` may stand for any value: what it becomes is known after expansion */
  readonly references: boolean
}

/** Every managed thing that the grammar knows, and this version does not. */
const notYet = (schema: Schema): Schema => ({
  ...schema,
  description:
    `Not supported yet. ${typeof schema.description === 'string' ? schema.description : ''}`.trim(),
  not: {},
})

const name: Schema = { title: 'a name', type: 'string', minLength: 1 }
const flag = (description: string): Schema => ({ title: 'true or false', description, type: 'boolean' })
const names = (what: string, description: string): Schema => ({
  title: `a list of ${what}`,
  description,
  type: 'array',
  items: name,
})
const arches = (title: string, description: string, type: Json): Schema => ({
  title,
  description,
  type,
  items: { title: 'an architecture', type: 'string', minLength: 1 },
})
const integer = (title: string, minimum: number, nullable = false): Schema => ({
  title,
  type: nullable ? ['integer', 'string', 'null'] : ['integer', 'string'],
  pattern: '^-?[0-9]+$',
  minimum,
  maximum: 2 ** 31 - 1,
})

/** The parts of the desired-state file, version 1, in one form. */
export function grammar(form: Form): { readonly $defs: JsonObject; readonly properties: JsonObject } {
  const item = (schema: Schema) => (form.references ? orReference(schema) : schema)
  const field = (schema: Schema) => item(form.nulls ? orNull(schema) : schema)
  const fields = (schemas: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(schemas).map(([key, schema]) => [key, isSchema(schema) ? field(schema) : schema]),
    )
  const list = (schema: Schema, items: Schema): Schema => ({ ...schema, type: 'array', items: item(items) })
  const mapOf = (schema: Schema, values: Schema): Schema => ({
    ...schema,
    type: 'object',
    additionalProperties: field(values),
  })
  const object = (schema: Schema, properties: JsonObject): Schema => ({
    ...schema,
    type: schema.type ?? 'object',
    properties: fields(properties),
    additionalProperties: false,
  })

  const settings: JsonObject = {
    arches: arches(
      'a list of architectures, such as [x86_64, aarch64], or null to inherit them',
      'Architectures, in order: the SRPM is built on the first. Koji’s own form "x86_64 aarch64" does as well; [] is none; null inherits them.',
      ['array', 'string', 'null'],
    ),
    perm: {
      title: 'the name of a permission, or null',
      description: 'The permission needed to tag builds into it; null is none.',
      type: ['string', 'null'],
      minLength: 1,
    },
    locked: flag('A locked tag takes no builds.'),
    maven_support: flag('Whether Maven builds may be made in it.'),
    maven_include_all: flag('Whether its Maven repository holds every build, not the latest alone.'),
  }
  const link = object(
    {
      title: 'a parent: its name, or {parent: …, priority: …}',
      description: 'A parent. A field left out has Koji’s default.',
      type: ['string', 'object'],
      minLength: 1,
      required: ['parent'],
    },
    {
      parent: { ...name, title: 'the name of a tag' },
      priority: {
        ...integer('an integer', -(2 ** 31)),
        description:
          'Unique among the parents, the lowest first; left out, ten times the position in the list.',
      },
      maxdepth: {
        ...integer('an integer from 0, or null for no limit', 0, true),
        description: 'How many generations above the parent count; null is no limit.',
      },
      intransitive: flag('The link counts for this tag alone, not for tags that inherit from it.'),
      noconfig: flag('Take packages and builds, but neither arches nor extra settings.'),
      pkg_filter: {
        title: 'a regular expression, as text',
        description: 'Matched at the start of package names; "" lets all through.',
        type: 'string',
      },
      absent: notYet(flag('Takes the link away; for `manage: {inheritance: additive}`.')),
    },
  )
  const group = object(
    {
      title: 'a list of packages, or {packages: […]}',
      description: 'The packages of a group; what the tag inherits in it counts and need not be repeated.',
      type: ['array', 'object'],
      items: item({ ...name, title: 'the name of a package' }),
    },
    {
      packages: names('package names', 'What the group lists here, beyond what is inherited.'),
      description: { title: 'a text', description: 'The group’s description.', type: 'string' },
      requires: notYet(names('group names', 'Groups that this one needs.')),
      blocked: notYet({
        title: 'a list of package names, or true',
        description: 'Inherited packages to hide; true hides the group.',
        type: ['array', 'boolean'],
        items: name,
      }),
      absent: notYet(names('package names', 'Packages to take away; for `manage: {groups: additive}`.')),
    },
  )
  const content: JsonObject = {
    ...settings,
    dist_tag: object(
      {
        title: 'a dist tag, such as .f44app, or {macro: distcore, value: …}',
        description: 'Short for extra: {rpm.macro.dist: …}, or for the macro that is named.',
        type: ['string', 'object'],
        minLength: 1,
        required: ['value'],
      },
      {
        macro: {
          title: 'the name of an RPM macro, without % and rpm.macro.',
          type: 'string',
          pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
          default: 'dist',
        },
        value: { title: 'a dist tag, such as .f44app', type: 'string', minLength: 1 },
      },
    ),
    extra: {
      title: 'a mapping of extra settings, such as {mock.package_manager: dnf5}',
      description: 'Extra settings, exactly: JSON values, which keep their type (true and "true" differ).',
      type: 'object',
    },
    block_extra: names('keys of extra settings', 'Keys that shall no longer be inherited.'),
    inheritance: list(
      {
        title: 'a list of parents',
        description: 'The parents, exactly; bare names get priority 0, 10, 20, …',
      },
      link,
    ),
    groups: mapOf(
      { title: 'a mapping of groups, such as {build: [bash]}', description: 'The tag’s groups, exactly.' },
      group,
    ),
    packages: notYet({
      ...mapOf({}, names('package names', 'Packages of one owner.')),
      title: 'a mapping of owners to package names',
      description: 'The package list, by owner.',
    }),
    package_arches: notYet({
      title: 'a mapping of package names to architectures',
      description: 'Extra architectures of packages.',
      type: 'object',
    }),
    blocked_packages: notYet(names('package names', 'Packages that are blocked.')),
    absent_packages: notYet(
      names('package names', 'Packages to take away; for `manage: {packages: additive}`.'),
    ),
    external_repos: notYet(
      list(
        { title: 'a list of external repos', description: 'External repos of the tag.' },
        object(
          { title: 'an external repo, such as {repo: f44-build, priority: 5}', required: ['repo'] },
          {
            repo: name,
            priority: integer('an integer', 0),
            merge_mode: { title: 'koji, simple or bare', type: 'string', pattern: '^(koji|simple|bare)$' },
            arches: arches('a list of architectures', '', ['array', 'string']),
            absent: flag(''),
          },
        ),
      ),
    ),
    remove_extra: notYet(
      names('keys of extra settings', 'Keys to take away; for `manage: {extra: additive}`.'),
    ),
    manage: object(
      { title: 'a mapping of facets, such as {extra: exact}', description: 'How each facet is managed.' },
      Object.fromEntries(
        ['settings', 'extra', 'inheritance', 'groups', 'packages', 'external_repos'].map(facet => [
          facet,
          {
            title: 'exact (additive is not supported yet)',
            description:
              'exact: what the tag itself has beyond the file goes. additive is not supported yet.',
            type: 'string',
            pattern: '^(exact|additive)$',
            not: { const: 'additive' },
          },
        ]),
      ),
    ),
  }
  const absent = (what: string) => flag(`true: the ${what} shall not exist; then nothing else is said of it.`)

  return {
    $defs: {
      tag: object(
        {
          title: 'a mapping of what the tag shall be',
          description: 'A tag. A facet that is not named is not managed.',
        },
        { ...content, absent: absent('tag') },
      ),
      tag_defaults: object(
        {
          title: 'a mapping, such as {maven_support: false}',
          description: 'What the tags of this file have that say nothing else; templates keep their own.',
        },
        content,
      ),
      target: object(
        { title: 'a build target, {build_tag: …, dest_tag: …}', description: 'A build target.' },
        {
          build_tag: { ...name, title: 'the name of a tag', description: 'The tag that builds are made in.' },
          dest_tag: {
            ...name,
            title: 'the name of a tag',
            description: 'The tag that builds are tagged into.',
          },
          absent: absent('target'),
        },
      ),
      external_repo: object(
        { title: 'an external repo, {url: …}', description: 'An external repo.' },
        { url: { ...name, title: 'a URL' }, absent: absent('external repo') },
      ),
      use: object(
        {
          title: '{template: NAME, with: {…}}',
          description: 'One use of a template.',
          required: ['template'],
        },
        {
          template: {
            ...name,
            title: 'the name of a template, or a file such as ./layout.yaml',
            description: 'A built-in template, or a file (./…) relative to this one.',
          },
          with: {
            title: 'a mapping of parameters to values',
            description: 'The template’s parameters.',
            type: 'object',
          },
          for: mapOf(
            {
              title: 'a mapping of parameters to lists of values',
              description: 'One expansion per value; several lists make their product.',
            },
            { title: 'a list of one or more values', type: 'array', minItems: 1 },
          ),
        },
      ),
    },
    properties: {
      use: list(
        { title: 'a list of {template: …}', description: 'Layouts that this file is based on.' },
        { $ref: '#/$defs/use' },
      ),
      defaults: { $ref: '#/$defs/tag_defaults' },
      tags: mapOf({ title: 'a mapping of tag names', description: 'The tags.' }, { $ref: '#/$defs/tag' }),
      targets: mapOf(
        { title: 'a mapping of target names', description: 'The build targets.' },
        { $ref: '#/$defs/target' },
      ),
      external_repos: notYet(
        mapOf(
          { title: 'a mapping of external repos', description: 'The external repos.' },
          { $ref: '#/$defs/external_repo' },
        ),
      ),
      protect: list(
        {
          title: 'a list of globs, such as [rawhide, "f4?-build"]',
          description: 'Names that no plan may delete, nor take all parents of.',
        },
        { ...name, title: 'a glob' },
      ),
    },
  }
}

function isSchema(value: Json): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function orReference(schema: Schema): Schema {
  return { if: { type: 'string', pattern: '\\$\\{' }, else: schema }
}

function orNull(schema: Schema): Schema {
  const { type } = schema
  if (schema.$ref !== undefined) return { if: { type: 'null' }, else: schema }
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : []
  return { ...schema, type: [...new Set([...types, 'null'])] }
}
