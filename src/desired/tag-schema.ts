import { mergeModes } from '../koji/external-repos.js'
import type { JsonObject } from '../koji/json.js'
import { facets } from '../koji/tag.js'
import { groupsSchema } from './group-schema.js'
import { choice, flag, integer, name, names, type Schema, type SchemaForm } from './schema-form.js'
import { seedFields } from './seed-schema.js'

const anArch: Schema = { title: 'an architecture', type: 'string', minLength: 1 }
const inherited: Schema = {
  title: 'a list of architectures, such as [x86_64, aarch64], or null to inherit them',
  description:
    'Architectures, in order: the SRPM is built on the first. Koji’s own form "x86_64 aarch64" does as well; ' +
    '[] is none; null inherits them.',
  type: ['array', 'string', 'null'],
  items: anArch,
}

const settings = (form: SchemaForm): JsonObject => ({
  arches: archesSchema(form),
  perm: {
    title: 'the name of a permission, or null',
    description: 'The permission needed to tag builds into it; null is none.',
    type: ['string', 'null'],
    minLength: 1,
  },
  locked: flag('A locked tag takes no builds.'),
  maven_support: flag('Whether Maven builds may be made in it.'),
  maven_include_all: flag('Whether its Maven repository holds every build, not the latest alone.'),
})

function archesSchema(form: SchemaForm): Schema {
  const schema: Schema = {
    ...inherited,
    title: 'a list of architectures, such as [x86_64, aarch64], {of: TAG}, or null to inherit them',
    description: `${inherited.description} {of: f44-build} is what that tag itself has.`,
    type: ['array', 'string', 'object', 'null'],
    required: ['of'],
  }
  return form.object(schema, { of: { ...name, title: 'the name of a tag' } })
}

/** What may be said of a tag that shall exist. */
export function tagFields(form: SchemaForm): JsonObject {
  return {
    ...settings(form),
    ...extraFields(form),
    inheritance: form.list(
      {
        title: 'a list of parents',
        description: 'The parents; one that names no priority gets 0, 10, 20, … by its position.',
      },
      link(form),
    ),
    groups: groupsSchema(form),
    ...packageFields(form),
    external_repos: form.list(
      {
        title: 'a list of external repos, such as [f44-build]',
        description:
          'The external repos that builds in the tag see; one that names no priority gets 0, 5, 10, … by its ' +
          'position.',
      },
      repoUse(form),
    ),
    ...seedFields(form),
    manage: management(form),
  }
}

function extraFields(form: SchemaForm): JsonObject {
  const distTag: Schema = {
    title: 'a dist tag, such as .f44app, or {macro: distcore, value: …}',
    description: 'Short for extra: {rpm.macro.dist: …}, or for the macro that is named.',
    type: ['string', 'object'],
    minLength: 1,
    required: ['value'],
  }
  return {
    dist_tag: form.object(distTag, {
      macro: {
        title: 'the name of an RPM macro, without % and rpm.macro.',
        type: 'string',
        pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        default: 'dist',
      },
      value: { title: 'a dist tag, such as .f44app', type: 'string', minLength: 1 },
    }),
    extra: {
      title: 'a mapping of extra settings, such as {mock.package_manager: dnf5}',
      description: 'Extra settings: JSON values, which keep their type (true and "true" differ).',
      type: 'object',
    },
    block_extra: names('keys of extra settings', 'Keys that shall no longer be inherited.'),
    remove_extra: names('keys of extra settings', 'Keys to take away, where `manage: {extra: additive}`.'),
  }
}

const priority = (description: string) => integer('an integer', -(2 ** 31), description)

function link(form: SchemaForm): Schema {
  const schema: Schema = {
    title: 'a parent: its name, or {parent: …, priority: …}',
    description: 'A parent. A field left out has Koji’s default.',
    type: ['string', 'integer', 'object'],
    minLength: 1,
    minimum: 0,
    required: ['parent'],
  }
  const depth = integer(
    'an integer from 0, or null for no limit',
    0,
    'Generations above the parent that count.',
  )
  return form.object(schema, {
    parent: { ...name, title: 'the name of a tag' },
    priority: priority(
      'Unique among the parents, the lowest first; left out, ten times the position in the list.',
    ),
    maxdepth: { ...depth, type: ['integer', 'string', 'null'] },
    intransitive: flag('The link counts for this tag alone, not for tags that inherit from it.'),
    noconfig: flag('Take packages and builds, but neither arches nor extra settings.'),
    pkg_filter: {
      title: 'a regular expression, as text',
      description: 'Matched at the start of package names, as Python does; "" lets all through.',
      type: 'string',
    },
    absent: flag('true: the tag shall not have this parent; where `manage: {inheritance: additive}`.'),
  })
}

function packageFields(form: SchemaForm): JsonObject {
  const extraArches: Schema = {
    title: 'a list of architectures, such as [x86_64]',
    type: ['array', 'string'],
    items: anArch,
  }
  return {
    packages: form.mapOf(
      {
        title: 'a mapping of owners to package names, such as {releng: [bash]}',
        description: 'The package list: what may be tagged into the tag, by owner.',
      },
      names('package names', 'Packages of one owner.'),
    ),
    package_arches: form.mapOf(
      {
        title: 'a mapping of package names to architectures, such as {firefox: [x86_64]}',
        description: 'Architectures that a package of the list has beside those of the tag.',
      },
      extraArches,
    ),
    blocked_packages: names('package names', 'Packages that are blocked, inherited ones, too.'),
    absent_packages: names(
      'package names',
      'Packages whose own entry goes, listed or blocked; where `manage: {packages: additive}`.',
    ),
  }
}

function repoUse(form: SchemaForm): Schema {
  const schema: Schema = {
    title: 'an external repo: its name, or {repo: …, priority: …}',
    description:
      'An external repo. A field left out keeps its value on the hub; a new one has Koji’s default.',
    type: ['string', 'integer', 'object'],
    minLength: 1,
    minimum: 0,
    required: ['repo'],
  }
  return form.object(schema, {
    repo: { ...name, title: 'the name of an external repo' },
    priority: priority(
      'Unique among the tag’s repos, the lowest first; left out, five times the position in the list.',
    ),
    merge_mode: choice(
      'koji, simple or bare',
      mergeModes,
      'How its packages are merged with those of the tag; koji in a new use.',
    ),
    arches: {
      ...inherited,
      title: 'a list of architectures, such as [x86_64], or null for those of the tag',
      description: 'The architectures for which the repo is used; null is all of the tag.',
    },
    absent: flag('true: the tag shall not use this repo; where `manage: {external_repos: additive}`.'),
  })
}

function management(form: SchemaForm): Schema {
  const mode = choice(
    'exact or additive',
    ['exact', 'additive'],
    'exact: what the tag itself has beyond the file goes. additive: only what is named comes, changes or goes.',
  )
  const each = choice(
    'exact or additive',
    ['exact', 'additive'],
    'Settings are managed one by one, so that both mean the same: one that is not named is left alone.',
  )
  return form.object(
    {
      title: 'a mapping of facets, such as {packages: additive}',
      description: 'How each facet is managed: exact, unless it says additive.',
    },
    Object.fromEntries(facets.map(facet => [facet, facet === 'settings' ? each : mode])),
  )
}
