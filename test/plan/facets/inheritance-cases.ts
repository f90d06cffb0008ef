import { desired, link, live, tag, wanted } from '../../builders.js'
import { type FacetCase, facetCase, linkText, noLinkText } from './facet-case.js'

const [p, q, r] = [tag('p'), tag('q'), tag('r')]
const child = (...inheritance: ReturnType<typeof link>[]) => tag('a', { inheritance })
const exact = (...inheritance: ReturnType<typeof link>[]) => [wanted('a', { inheritance })]
const additive = (inheritance: ReturnType<typeof link>[], removed: string[] = []) => [
  wanted('a', { inheritance, additive: ['inheritance'], removed: { inheritance: removed } }),
]

export const exactCases: FacetCase[] = [
  facetCase(
    'create: links with all their fields, beside one that stays and is not mentioned',
    exact(link('p'), link('q', 5, { maxdepth: 1, intransitive: true, noconfig: true, pkg_filter: '^k' })),
    [p, q, child(link('p'))],
    [
      `switch: setInheritanceData("a", [${linkText('q', 5, { maxdepth: 1, intransitive: true, noconfig: true, pkg_filter: '^k' })}])`,
    ],
  ),
  facetCase(
    'update: a field that is not named has Koji’s default',
    exact(link('p')),
    [p, child(link('p', 0, { noconfig: true }))],
    [`switch: setInheritanceData("a", [${linkText('p')}])`],
  ),
  facetCase(
    'remove: what is not named',
    exact(link('p')),
    [p, q, child(link('p'), link('q', 5))],
    [`switch: setInheritanceData("a", [${noLinkText('q')}])`],
  ),
  facetCase('no change', exact(link('p'), link('q', 5)), [p, q, child(link('p'), link('q', 5))], []),
  facetCase(
    'E.6: a move to another parent is one call',
    exact(link('q')),
    [p, q, child(link('p'))],
    [`switch: setInheritanceData("a", [${noLinkText('p')},${linkText('q')}])`],
  ),
  facetCase(
    'E.6: two parents swap their priorities in one call',
    exact(link('q'), link('p', 10)),
    [p, q, child(link('p'), link('q', 10))],
    [`switch: setInheritanceData("a", [${linkText('q')},${linkText('p', 10)}])`],
  ),
  facetCase(
    'E.26: names that look like integers stay names',
    [wanted('43', { inheritance: [link('42')] })],
    [tag('42'), tag('0')],
    ['create: createTag("43", parent="42")'],
  ),
  facetCase(
    'create: with the tag, parents before children, where the only parent has no fields of its own',
    [wanted('a', { inheritance: [link('b')] }), wanted('b', { inheritance: [link('p')] })],
    [p],
    ['create: createTag("b", parent="p")', 'create: createTag("a", parent="b")'],
  ),
  ...[
    link('p', 1),
    link('p', 0, { maxdepth: 0 }),
    link('p', 0, { intransitive: true }),
    link('p', 0, { noconfig: true }),
    link('p', 0, { pkg_filter: '^k' }),
  ].map(other =>
    facetCase(
      `create: after the tag, where a field is not as createTag has it: ${JSON.stringify(other)}`,
      exact(other),
      [p],
      ['create: createTag("a")', `fill: setInheritanceData("a", [${linkText('p', other.priority, other)}])`],
    ),
  ),
  facetCase(
    'create: after the tag, where there are two',
    exact(link('p'), link('q', 1)),
    [p, q],
    ['create: createTag("a")', `fill: setInheritanceData("a", [${linkText('p')},${linkText('q', 1)}])`],
  ),
  [
    'E.13: a link that a deleted tag owns becomes a plain one with the tag',
    desired(exact(link('p'))),
    live([p], [], [child(link('p', 5, { noconfig: true }))]),
    ['create: createTag("a", parent="p")'],
  ],
  [
    'E.13: links that a deleted tag owns go when it is created again',
    desired(exact(link('q'))),
    live([p, q], [], [child(link('p'))]),
    ['create: createTag("a")', `fill: setInheritanceData("a", [${noLinkText('p')},${linkText('q')}])`],
  ],
]

export const additiveCases: FacetCase[] = [
  facetCase(
    'create: beside what is there',
    additive([link('q', 5)]),
    [p, q, child(link('p'))],
    [`switch: setInheritanceData("a", [${linkText('q', 5)}])`],
  ),
  facetCase(
    'update: what is named',
    additive([link('q', 7, { intransitive: true })]),
    [p, q, child(link('p'), link('q', 5))],
    [`switch: setInheritanceData("a", [${linkText('q', 7, { intransitive: true })}])`],
  ),
  facetCase(
    'remove: by name, and nothing that is not there',
    additive([], ['p', 'r']),
    [p, q, r, child(link('p'), link('q', 5))],
    [`switch: setInheritanceData("a", [${noLinkText('p')}])`],
  ),
  facetCase('no change', additive([link('p')]), [p, q, child(link('p'), link('q', 5))], []),
  facetCase(
    'the priority of one that goes is free for one that comes, in one call',
    additive([link('r')], ['p']),
    [p, q, r, child(link('p'), link('q', 5))],
    [`switch: setInheritanceData("a", [${noLinkText('p')},${linkText('r')}])`],
  ),
  facetCase(
    'E.6: two parents swap their priorities in one call, beside one that is not named',
    additive([link('q'), link('p', 10)]),
    [p, q, r, child(link('p'), link('r', 5), link('q', 10))],
    [`switch: setInheritanceData("a", [${linkText('q')},${linkText('p', 10)}])`],
  ),
  [
    'E.13: links that a deleted tag owns come back with it, unless they are named to go',
    desired(additive([link('q', 5)], ['r'])),
    live([p, q, r], [], [child(link('p'), link('r', 9))]),
    ['create: createTag("a")', `fill: setInheritanceData("a", [${noLinkText('r')},${linkText('q', 5)}])`],
  ],
]
