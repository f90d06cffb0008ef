import { seedCopies } from '../koji/desired-state.js'
import type { JsonObject } from '../koji/json.js'
import { choice, flag, name, names, type Schema, type SchemaForm } from './schema-form.js'

/** What happens once in the life of a tag. */
export const seedFields = (form: SchemaForm): JsonObject => ({ seed: seed(form), builds: builds(form) })

function seed(form: SchemaForm): Schema {
  const schema: Schema = {
    title: 'what the tag takes over when it is made, such as {from: f43, packages: true}',
    description:
      'What the tag takes over from another one. It counts only where the plan makes the tag: of one that is there it ' +
      'changes nothing.',
    required: ['from'],
  }
  return form.object(schema, {
    from: { ...name, title: 'the name of a tag' },
    packages: flag('The package list: with what is inherited, owners, blocks and architectures.'),
    groups: flag('The groups, with what is inherited.'),
    builds: choice(
      'latest',
      ['latest'],
      'Of each package the latest build that is tagged in that tag itself.',
    ),
    owner: {
      ...name,
      title: 'the name of a user',
      description: 'Who owns the packages here; then only the names of those are taken that are not blocked.',
    },
    copy: choice(
      'auto, server or calls',
      seedCopies,
      'server: one call has the hub copy (snapshotTag). calls: one call for each row. auto: the hub, where it is much.',
    ),
  })
}

function builds(form: SchemaForm): Schema {
  const parts: JsonObject = {
    latest_from: { ...name, title: 'the name of a tag' },
    packages: names('package names', 'Packages of which the tag shall hold a build.'),
  }
  const required = ['latest_from', 'packages']
  const one = form.object(
    { title: 'builds, such as {latest_from: f43-build, packages: [glibc32]}', required },
    parts,
  )
  const schema: Schema = {
    title: 'builds, such as {latest_from: f43-build, packages: [glibc32]}, or a list of such',
    description:
      'The latest builds of these packages that the other tag has are tagged, where the tag has none.',
    type: ['object', 'array'],
    items: form.item(one),
    required,
  }
  return form.object(schema, parts)
}
