import { expect } from 'chai'
import { ServedHub } from './served-hub.js'

const names = (number: number) => Array.from({ length: number }, (_, index) => `t${100 + index}`)
const file = (...lines: string[]) => ['version: 1', ...lines, ''].join('\n')
const tags = (all: readonly string[], content: string) => all.map(name => `  ${name}: ${content}`)

const protecting = 'protect: [f4?]'
const files = {
  'made.yaml': file(
    'tags:',
    '  f42: {}',
    '  f43: {inheritance: [f42]}',
    '  rawhide: {inheritance: [f43]}',
    '  f41: {locked: true}',
    ...tags(names(40), '{}'),
  ),
  'gone.yaml': file('tags: {t139: {absent: true}}'),
  'orphan.yaml': file('tags: {f43: {inheritance: []}}', protecting),
  'forgotten.yaml': file('tags: {rawhide: {inheritance: [f42]}}'),
  'released.yaml': file('tags:', '  f41:', '    groups: {build: [bash]}'),
  'nothing.yaml': file(protecting),
  'other.yaml': file('profile: koji', 'tags: {new: {}}'),
  'many.yaml': file('tags:', ...tags(names(10), '{arches: [x86_64]}')),
  'less.yaml': file('tags:', ...tags(names(26), '{absent: true}')),
}
type File = keyof typeof files

/** A file, what stops its apply, flags that are not enough, and flags that are. */
interface Case {
  readonly flag: string
  readonly file: File
  readonly found: string
  readonly short: readonly string[]
  readonly enough: readonly string[]
}

const cases: Case[] = [
  {
    flag: '--allow-delete',
    file: 'gone.yaml',
    found: 'gone.yaml:2:8: delete: tag t139 would be deleted; allow it by --allow-delete t139',
    short: ['--allow-delete', 't13', '--allow-protected', '*', '--allow-mass-delete', '9'],
    enough: ['--allow-delete', 'x', '--allow-delete', 't13?'],
  },
  {
    flag: '--allow-protected',
    file: 'orphan.yaml',
    found:
      'orphan.yaml:2:14: protected: tag f43 is protected (f4?) and would lose all its parents; allow it by --allow-protected f43',
    short: ['--allow-protected', 'f42', '--allow-delete', '*', '--allow-locked', '*'],
    enough: ['--allow-protected', 'f43'],
  },
  {
    flag: '--allow-locked',
    file: 'released.yaml',
    found:
      'released.yaml:4:14: locked: tag f41 stays locked and would change: groups; allow it by --allow-locked f41',
    short: ['--allow-locked', 'f4', '--allow-protected', '*'],
    enough: ['--allow-locked', 'f4[01]'],
  },
  {
    flag: '--allow-older',
    file: 'forgotten.yaml',
    found:
      'forgotten.yaml:2:32: older: tag rawhide would move from f43 to f42, which is older; allow it by --allow-older rawhide',
    short: ['--allow-older', 'f4?', '--allow-protected', '*', '--allow-delete', '*'],
    enough: ['--allow-older', 'rawhide'],
  },
  {
    flag: '--allow-empty',
    file: 'nothing.yaml',
    found: 'empty: the files declare no tag, target or external repo; allow it by --allow-empty',
    short: ['--allow-delete', '*', '--allow-mass-change', '9'],
    enough: ['--allow-empty'],
  },
  {
    flag: '--allow-profile',
    file: 'other.yaml',
    found:
      'other.yaml:2:10: profile: the file is for profile koji, and this is hub; allow it by --allow-profile hub',
    short: ['--allow-profile', 'koji'],
    enough: ['--allow-profile', 'hub'],
  },
  {
    flag: '--allow-mass-change',
    file: 'many.yaml',
    found:
      'mass change: 10 of 10 managed resources would change or go: more than 30 %; allow it by --allow-mass-change 10',
    short: ['--allow-mass-change', '9'],
    enough: ['--allow-mass-change', '10'],
  },
  {
    flag: '--allow-mass-delete',
    file: 'less.yaml',
    found: 'mass delete: 26 resources would be deleted: more than 25; allow it by --allow-mass-delete 26',
    short: ['--allow-mass-delete', '25', '--allow-mass-change', '26', '--allow-delete', 't*'],
    enough: ['--allow-mass-delete', '26', '--allow-mass-change', '26', '--allow-delete', 't*'],
  },
]

describe('guards, on the command line:', () => {
  const hub = new ServedHub()
  const isWrite = (method: string) => /^(create|edit|delete|set|group|login|sslLogin)/.test(method)
  const writes = () => hub.methods.splice(0).filter(isWrite)
  const apply = (...args: string[]) => hub.run('tags', 'apply', ...args)

  before(async () => {
    await hub.start()
    for (const [name, text] of Object.entries(files)) hub.cli.file(name, text)
    expect((await apply('made.yaml', '--yes')).code).to.equal(0)
    hub.methods.splice(0)
  })
  after(() => hub.stop())

  for (const { flag, file, found, short, enough } of cases) {
    it(`${flag} lets pass what no other flag does`, async () => {
      const plan = await hub.run('tags', 'plan', file)
      expect(plan.code).to.equal(0)
      expect(plan.stdout).to.match(/\n\nAn apply needs leave\n/)
      expect(plan.stdout).to.contain(found.replace(/.*; allow it by /, '  '))

      const refused = await apply(file, '--yes', ...short)
      expect(refused.code).to.equal(3)
      expect(refused.stderr).to.equal(
        `error: ${found}\nnothing was written\nwhere: ${hub.url}\n` +
          `next:  review the plan, then add ${found.replace(/.*; allow it by /, '')}\n`,
      )
      expect(writes(), 'writes and logins').to.deep.equal([])

      const { code, stdout } = await apply(file, '--yes', ...enough)
      expect(code).to.equal(0)
      expect(stdout).to.not.contain('An apply needs leave')
      expect(stdout).to.match(/Read back: the hub is as the files say|No changes: /)
      writes()
    })
  }

  it('an apply tells all that is found at once, in text and as data, whether or not it would change anything', async () => {
    hub.cli.file(
      'all.yaml',
      file('profile: koji', 'tags: {t130: {absent: true}, f41: {extra: {k: 1}}}', 'protect: [t*]'),
    )
    const lines = (await apply('all.yaml', 'other.yaml', '--yes')).stderr.split('\n')
    expect(lines.slice(0, 5).map(line => / (\w+): /.exec(line)?.[1])).to.deep.equal([
      'profile',
      'profile',
      'delete',
      'protected',
      'locked',
    ])
    expect(lines.at(-2)).to.equal(
      'next:  review the plan, then add --allow-profile hub --allow-delete t130 --allow-protected t130 --allow-locked f41',
    )
    const { code, stdout } = await apply('other.yaml', '--yes', '--json')
    expect(code).to.equal(3)
    const { error } = JSON.parse(stdout)
    const source = { file: 'other.yaml', line: 2, column: 10 }
    const [found] = error.data.guards
    expect(found).to.deep.equal({
      guard: 'profile',
      wanted: 'koji',
      profile: 'hub',
      source,
      flag: '--allow-profile',
      value: 'hub',
    })
    expect(error.problems).to.deep.equal([
      {
        source,
        message: 'profile: the file is for profile koji, and this is hub',
        hint: 'allow it by --allow-profile hub',
      },
    ])
    expect(writes()).to.deep.equal([])
  })

  it('a plan has them as data, and beside a diff on standard error', async () => {
    const { stdout } = await hub.run('tags', 'plan', 'all.yaml', '--json')
    const found: { readonly guard: string; readonly value: string }[] = JSON.parse(stdout).guards
    expect(found.map(({ guard, value }) => `${guard} ${value}`)).to.deep.equal([
      'profile hub',
      'delete t130',
      'protected t130',
      'locked f41',
    ])
    const diff = await hub.run('tags', 'plan', 'all.yaml', '--diff')
    expect(diff.stdout).to.not.contain('leave')
    expect(diff.stderr).to.match(/^An apply needs leave\n {4}profile /)
  })

  it('names that mean nothing are no matter of leave: all are told, before a login', async () => {
    hub.cli.file(
      'names.yaml',
      file('tags:', '  a:', '    perm: admn', '    packages: {relneg: [eog]}', '    inheritance: [f44]'),
    )
    for (const command of ['plan', 'apply']) {
      const { code, stderr } = await hub.run('tags', command, 'names.yaml')
      expect(code).to.equal(1)
      expect(stderr.split('\n').slice(0, 3)).to.deep.equal([
        'error: names.yaml:4:5: there is no permission admn (perm of a); did you mean admin?',
        'names.yaml:5:25: there is no user relneg (owner of eog in a)',
        'names.yaml:6:19: there is no tag f44 (parent of a); did you mean f41?',
      ])
    }
    expect(writes()).to.deep.equal([])
  })

  it('a number must be one', async () => {
    for (const wrong of ['0', '-1', 'all', '1.5']) {
      const { code, stderr } = await apply('many.yaml', `--allow-mass-change=${wrong}`)
      expect(code, wrong).to.equal(1)
      expect(stderr).to.match(/integer/)
    }
  })
})
