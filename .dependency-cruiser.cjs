// The import table of DESIGN.md, as rules: a room may import only the rooms named here.
const rooms = {
  koji: [],
  desired: ['koji'],
  hub: ['koji'],
  plan: ['koji'],
  release: ['koji', 'plan'],
  apply: ['koji', 'plan', 'hub'],
  journal: ['koji', 'plan', 'apply', 'report/schemas'],
  'plan-file': ['koji', 'plan', 'report/schemas'],
  audit: ['koji', 'plan', 'hub', 'release'],
  report: ['koji', 'plan', 'release', 'audit', 'journal', 'plan-file'],
  sandbox: ['koji', 'hub/codec'],
  script: ['koji', 'plan'],
  rehearsal: ['koji', 'plan', 'hub', 'apply', 'sandbox'],
}

const roomRules = Object.entries(rooms).map(([room, may]) => ({
  name: `room-${room}`,
  comment: `src/${room} imports only ${may.length === 0 ? 'itself' : may.join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^(src|commands|bin)/', pathNot: [room, ...may].map(name => `^src/${name}/`) },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'oclif-stays-outside',
      comment: 'only the command line knows oclif; the stages are a library',
      severity: 'error',
      from: { path: '^src/(?!cli/)' },
      to: { path: 'node_modules/@oclif' },
    },
    {
      name: 'pure-rooms',
      comment: 'koji and plan are pure: no effects of the platform (digests and the like excepted)',
      severity: 'error',
      from: { path: '^src/(koji|plan)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'commands-are-not-libraries',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^commands/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '[.]d[.]ts$' },
      to: {},
    },
    { name: 'not-to-dev-dep', severity: 'error', from: {}, to: { dependencyTypes: ['npm-dev'] } },
    {
      name: 'resolvable',
      comment: 'kerberos is optional: where it cannot be built, it is not there; dist is there after a build',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^kerberos$', '^../dist/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
