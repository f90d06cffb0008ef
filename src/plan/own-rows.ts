import type { Source } from '../koji/source.js'
import type { Tag } from '../koji/tag.js'
import type { TagChange } from './change.js'

/** Every row that a tag owns, itself included, as the change that would make it. */
export function ownRows(tag: Tag, source: Source): TagChange[] {
  const { name } = tag
  const made = { action: 'create', tag: name, before: null, source } as const
  const notInherited = { inherited: null } as const
  return [
    { kind: 'tag', ...made, after: tag.settings },
    ...[...tag.extra].map(([key, after]): TagChange => ({ kind: 'extra', ...made, key, after })),
    ...tag.inheritance.map((after): TagChange => {
      return { kind: 'inheritance', ...made, parent: after.parent, after }
    }),
    ...[...tag.groups].flatMap(([group, { config, packages, requirements }]): TagChange[] => [
      ...(config === null
        ? []
        : [{ kind: 'group', ...made, ...notInherited, group, after: config } as const]),
      ...[...packages].map(([name, after]): TagChange => {
        return { kind: 'group_package', ...made, ...notInherited, group, package: name, after }
      }),
      ...[...requirements].map(([required, after]): TagChange => {
        return { kind: 'group_requirement', ...made, ...notInherited, group, required, after }
      }),
    ]),
    ...[...tag.packages].map(([name, after]): TagChange => {
      return { kind: 'package', ...made, ...notInherited, package: name, after }
    }),
    ...tag.external_repos.map((after): TagChange => {
      return { kind: 'external_repo_use', ...made, repo: after.repo, after }
    }),
  ]
}
