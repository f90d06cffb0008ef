import type { JsonObject } from '../koji/json.js'
import { flag, integer, name, names, notYet, type Schema, type SchemaForm } from './schema-form.js'

const architectures: Schema = {
  title: 'a list of architectures, such as [x86_64, aarch64], or null to inherit them',
  description:
    'Architectures, in order: the SRPM is built on the first. Koji’s own form "x86_64 aarch64" does as well; ' +
    '[] is none; null inherits them.',
  type: ['array', 'string', 'null'],
  items: { title: 'an architecture', type: 'string', minLength: 1 },
}

const settings: JsonObject = {
  arches: architectures,
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

const depth = integer(
  'an integer from 0, or null for no limit',
  0,
  'Generations above the parent that count.',
)
const linkFields: JsonObject = {
  parent: { ...name, title: 'the name of a tag' },
  priority: integer(
    'an integer',
    -(2 ** 31),
    'Unique among the parents, the lowest first; left out, ten times the position in the list.',
  ),
  maxdepth: { ...depth, type: ['integer', 'string', 'null'] },
  intransitive: flag('The link counts for this tag alone, not for tags that inherit from it.'),
  noconfig: flag('Take packages and builds, but neither arches nor extra settings.'),
  pkg_filter: {
    title: 'a regular expression, as text',
    description: 'Matched at the start of package names; "" lets all through.',
    type: 'string',
  },
  absent: notYet(flag('Takes the link away; for `manage: {inheritance: additive}`.')),
}

const groupFields: JsonObject = {
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
}

const distTagFields: JsonObject = {
  macro: {
    title: 'the name of an RPM macro, without % and rpm.macro.',
    type: 'string',
    pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
    default: 'dist',
  },
  value: { title: 'a dist tag, such as .f44app', type: 'string', minLength: 1 },
}

const repoFields: JsonObject = {
  repo: { ...name, title: 'the name of an external repo' },
  priority: integer('an integer', 0, 'The lowest is looked at first.'),
  merge_mode: { title: 'koji, simple or bare', type: 'string', pattern: '^(koji|simple|bare)$' },
  arches: architectures,
  absent: flag('Takes the repo away; for `manage: {external_repos: additive}`.'),
}

const management: Schema = {
  title: 'exact (additive is not supported yet)',
  description: 'exact: what the tag itself has beyond the file goes. additive is not supported yet.',
  type: 'string',
  pattern: '^(exact|additive)$',
  not: { const: 'additive' },
}
const facets = ['settings', 'extra', 'inheritance', 'groups', 'packages', 'external_repos']

/** What may be said of a tag that shall exist. */
export function tagFields(form: SchemaForm): JsonObject {
  return { ...settings, ...extraFields(form), ...inheritedFields(form), ...packageFields(form) }
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
    dist_tag: form.object(distTag, distTagFields),
    extra: {
      title: 'a mapping of extra settings, such as {mock.package_manager: dnf5}',
      description: 'Extra settings, exactly: JSON values, which keep their type (true and "true" differ).',
      type: 'object',
    },
    block_extra: names('keys of extra settings', 'Keys that shall no longer be inherited.'),
    remove_extra: notYet(
      names('keys of extra settings', 'Keys to take away; for `manage: {extra: additive}`.'),
    ),
    manage: form.object(
      { title: 'a mapping of facets, such as {extra: exact}', description: 'How each facet is managed.' },
      Object.fromEntries(facets.map(facet => [facet, management])),
    ),
  }
}

function inheritedFields(form: SchemaForm): JsonObject {
  const link: Schema = {
    title: 'a parent: its name, or {parent: …, priority: …}',
    description: 'A parent. A field left out has Koji’s default.',
    type: ['string', 'object'],
    minLength: 1,
    required: ['parent'],
  }
  const group: Schema = {
    title: 'a list of packages, or {packages: […]}',
    description: 'The packages of a group; what the tag inherits in it counts and need not be repeated.',
    type: ['array', 'object'],
    items: { ...name, title: 'the name of a package' },
  }
  const parents = 'The parents, exactly; bare names get priority 0, 10, 20, …'
  return {
    inheritance: form.list(
      { title: 'a list of parents', description: parents },
      form.object(link, linkFields),
    ),
    groups: form.mapOf(
      { title: 'a mapping of groups, such as {build: [bash]}', description: 'The tag’s groups, exactly.' },
      form.object(group, groupFields),
    ),
  }
}

function packageFields(form: SchemaForm): JsonObject {
  const owned = form.mapOf(
    { title: 'a mapping of owners to package names', description: 'The package list, by owner.' },
    names('package names', 'Packages of one owner.'),
  )
  const repo = form.object(
    { title: 'an external repo, such as {repo: f44-build, priority: 5}', required: ['repo'] },
    repoFields,
  )
  return {
    packages: notYet(owned),
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
      form.list({ title: 'a list of external repos', description: 'External repos of the tag.' }, repo),
    ),
  }
}
