import { type group, link, tag, wanted } from '../../../builders.js'

// Words for the cases of groups: the tag `a`, alone or below its parent `p`.

export const blocked = { blocked: true }
export const optional = { type: 'optional' }

type Rows = ReturnType<typeof group>

export const parent = (...groups: Rows[]) => tag('p', { groups })
export const child = (...groups: Rows[]) => tag('a', { inheritance: [link('p')], groups })
export const alone = (...groups: Rows[]) => tag('a', { groups })

type Groups = NonNullable<Parameters<typeof wanted>[1]>['groups'] & object

export const exact = (groups: Groups) => [wanted('a', { groups })]
export const additive = (groups: Groups, removed: string[] = []) => [
  wanted('a', { groups, additive: ['groups'], removed: { groups: removed } }),
]
