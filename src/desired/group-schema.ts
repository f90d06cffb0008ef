import { entryTypes } from '../koji/groups.js'
import { choice, flag, name, type Schema, type SchemaForm } from './schema-form.js'

const types = `${entryTypes.slice(0, -1).join(', ')} or ${entryTypes.at(-1)}`

/** The groups of a tag, in their short and long forms. */
export function groupsSchema(form: SchemaForm): Schema {
  const packages = listed(form)
  const group: Schema = {
    title: 'a list of packages, or {packages: […]}',
    description: 'A group; what the tag inherits in it counts and need not be repeated.',
    type: ['array', 'object'],
    items: form.item(packages),
  }
  return form.mapOf(
    {
      title: 'a mapping of groups, such as {build: [bash]}',
      description: 'The tag’s groups, such as `build`: what is installed into build roots.',
    },
    form.object(group, {
      packages: form.list(
        { title: 'a list of packages', description: 'What the group holds; inherited packages count.' },
        packages,
      ),
      requires: form.list(
        { title: 'a list of groups', description: 'Other groups that this one needs.' },
        required(form),
      ),
      blocked: {
        title: 'a list of package names, or true',
        description: 'Inherited packages to hide; true hides the whole group.',
        type: ['array', 'boolean'],
        items: name,
      },
      absent: {
        title: 'a list of package names, or true',
        description:
          'Packages whose own entry goes; true: all that the tag itself says of the group. Where ' +
          '`manage: {groups: additive}`.',
        type: ['array', 'boolean'],
        items: name,
      },
      ...options,
    }),
  )
}

const text = (title: string, description: string): Schema => ({ title, description, type: 'string' })

const options = {
  description: text('a text', 'The group’s description.'),
  display_name: {
    ...text('a name to show', 'What the group is called in comps; its name, unless another is given.'),
    minLength: 1,
  },
  exported: flag('Whether the group is written to comps files.'),
  uservisible: flag('Whether people see the group in comps.'),
  is_default: flag('Whether the group is installed by default.'),
  biarchonly: flag('Whether the group is for multilib architectures alone.'),
  langonly: text('a language, such as de', 'The language that the group is for.'),
}

function listed(form: SchemaForm): Schema {
  const schema: Schema = {
    title: 'a package: its name, or {package: …, type: …}',
    description: 'A package. An option left out keeps its value on the hub; a new one has Koji’s default.',
    type: ['string', 'integer', 'object'],
    minLength: 1,
    minimum: 0,
    required: ['package'],
  }
  return form.object(schema, {
    package: { ...name, title: 'the name of a package' },
    type: choice(types, entryTypes, 'mandatory in a new entry.'),
    basearchonly: flag('Only of the base architecture, in a multilib repository.'),
    requires: {
      ...name,
      title: 'the name of a package',
      description: 'What a conditional package comes with.',
    },
  })
}

function required(form: SchemaForm): Schema {
  const schema: Schema = {
    title: 'a group: its name, or {group: …, type: …}',
    description: 'A group. An option left out keeps its value on the hub; a new one has Koji’s default.',
    type: ['string', 'integer', 'object'],
    minLength: 1,
    minimum: 0,
    required: ['group'],
  }
  return form.object(schema, {
    group: { ...name, title: 'the name of a group' },
    type: choice(types, entryTypes, 'mandatory in a new entry.'),
    is_metapkg: flag('Whether it stands for a metapackage.'),
    blocked: flag('true: an inherited requirement is hidden.'),
  })
}
