import { expect } from 'chai'
import { Cli, example } from './cli.js'

const flatpak = example('f44-flatpak.yaml')

const twice = `version: 1
external_repos: {f44-build: {url: 'https://example.org/$arch'}}
tags:
  f44: {inheritance: [], packages: {releng: [bash]}}
  f44-build: {inheritance: [f44], packages: {releng: [bash, make]}}
`

interface Case {
  readonly what: string
  readonly args: readonly string[]
  readonly code: number
  readonly stdout?: RegExp
  readonly stderr?: RegExp
}

const cases: Case[] = [
  {
    what: 'validate: a good file',
    args: ['tags', 'validate', flatpak],
    code: 0,
    stdout: /valid; tags f44-app f44-app-build/,
  },
  {
    what: 'validate: a wrong file',
    args: ['tags', 'validate', 'wrong.yaml'],
    code: 1,
    stderr: /wrong\.yaml:3:9: tags\.f44\.archs: unknown key[\s\S]*did you mean `arches`/,
  },
  {
    what: 'validate: a file that says more than it needs to',
    args: ['tags', 'validate', 'twice.yaml'],
    code: 0,
    stdout:
      /valid; tags f44 f44-build; targets none; external repos f44-build\ntwice\.yaml:5:55: tag f44-build, packages: bash is redundant: it comes from f44\n$/,
  },
  {
    what: 'validate: no such file',
    args: ['tags', 'validate', 'missing.yaml'],
    code: 1,
    stderr: /missing\.yaml/,
  },
  {
    what: 'validate: no file named',
    args: ['tags', 'validate'],
    code: 1,
    stderr: /next: {2}name one or more YAML files, or a template: --template NAME --set PARAMETER=VALUE/,
  },
  {
    what: 'an unknown flag',
    args: ['tags', 'plan', flatpak, '--profil', 'x'],
    code: 1,
    stderr: /--profil[\s\S]*next: {2}koji-releng tags plan --help/,
  },
  {
    what: 'an unknown command',
    args: ['tags', 'aply'],
    code: 1,
    stderr: /there is no command tags aply; did you mean tags apply\?/,
  },
  {
    what: 'no hub named',
    args: ['tags', 'plan', flatpak],
    code: 1,
    stderr: /no hub is named[\s\S]*next: {2}add --profile NAME/,
  },
  {
    what: 'an unknown profile',
    args: ['tags', 'plan', flatpak, '-p', 'sandbx'],
    code: 1,
    stderr: /there is no profile sandbx/,
  },
  {
    what: 'no sandbox yet',
    args: ['tags', 'plan', flatpak, '-p', 'sandbox'],
    code: 1,
    stderr: /there is no sandbox yet[\s\S]*sandbox reset/,
  },
  {
    what: '--state without the sandbox',
    args: ['tags', 'plan', flatpak, '-p', 'koji', '--state', 'x'],
    code: 1,
    stderr: /add --profile sandbox/,
  },
  {
    what: 'templates list',
    args: ['templates', 'list'],
    code: 0,
    stdout:
      /^flatpak .*\n +arches: .*\n +release: integer, required|^flatpak .*\n +release: integer, required/m,
  },
  {
    what: 'templates show',
    args: ['templates', 'show', 'flatpak'],
    code: 0,
    stdout: /parameter release: integer, required[\s\S]*f\$\{release\}-app-build/,
  },
  {
    what: 'templates show --set',
    args: ['templates', 'show', 'flatpak', '--set', 'release=44'],
    code: 0,
    stdout: /rpm\.macro\.dist: \.f44app/,
  },
  {
    what: 'templates show: no such template',
    args: ['templates', 'show', 'flatpack'],
    code: 1,
    stderr: /flatpak/,
  },
  {
    what: 'templates show: a wrong value',
    args: ['templates', 'show', 'flatpak', '--set', 'release=x'],
    code: 1,
    stderr: /release/,
  },
  {
    what: 'templates show: a setting without a value',
    args: ['templates', 'show', 'flatpak', '--set', 'release'],
    code: 1,
    stderr: /write it as --set release=44/,
  },
  { what: 'schema', args: ['schema'], code: 0, stdout: /"\$schema": "https:\/\/json-schema\.org/ },
  { what: 'the version', args: ['--version'], code: 0, stdout: /^koji-releng\/\d/ },
  {
    what: 'help on a command',
    args: ['help', 'tags', 'plan'],
    code: 0,
    stdout: /^show what an apply would change[\s\S]*--detailed-exitcode/,
  },
  { what: 'help on a topic', args: ['help', 'tags'], code: 0, stdout: /COMMANDS[\s\S]*tags validate/ },
  {
    what: 'help on an unknown command',
    args: ['help', 'tags', 'aply'],
    code: 1,
    stderr: /there is no command tags aply; did you mean tags apply\?/,
  },
  {
    what: 'an unknown command, with --help',
    args: ['aply', '--help'],
    code: 1,
    stderr: /there is no command aply/,
  },
  { what: 'the command help', args: ['help'], code: 0, stdout: /TOPICS[\s\S]*tags[\s\S]*COMMANDS/ },
  {
    what: 'help',
    args: ['--help'],
    code: 0,
    stdout: /TOPICS[\s\S]*hub[\s\S]*sandbox[\s\S]*tags[\s\S]*templates/,
  },
]

describe('commands without a hub', () => {
  const cli = new Cli()
  before(() => {
    cli.file('wrong.yaml', 'version: 1\ntags:\n  f44: {archs: [x86_64]}\n')
    cli.file('twice.yaml', twice)
  })
  after(() => cli.remove())

  for (const { what, args, code, stdout = /^$/, stderr = /^$/ } of cases) {
    it(what, async () => {
      const outcome = await cli.run(...args)
      expect(outcome.stderr).to.match(stderr)
      expect(outcome.stdout).to.match(stdout)
      expect(outcome.code).to.equal(code)
    })
  }

  for (const { what, args, code } of cases.filter(
    ({ args, code }) => code !== 0 && args[1] !== 'show' && args[0] !== 'help',
  )) {
    it(`${what}, with --json: the same code, one document`, async () => {
      const outcome = await cli.run(...args, '--json')
      expect(outcome).to.deep.include({ code, stderr: '' })
      expect(JSON.parse(outcome.stdout)).to.have.nested.property('error.message')
    })
  }

  it('gives each mistake of a file as data, with --json', async () => {
    const { stdout } = await cli.run('tags', 'validate', 'wrong.yaml', '--json')
    expect(JSON.parse(stdout).error.problems).to.deep.equal([
      {
        source: { file: 'wrong.yaml', line: 3, column: 9 },
        path: 'tags.f44.archs',
        message: 'unknown key',
        hint: 'did you mean `arches`?',
      },
    ])
  })

  it('has help with examples for every command', async () => {
    const commands = [
      'hub hello',
      'hub profiles',
      'repos wait',
      'schema',
      'sandbox load',
      'sandbox reset',
      'sandbox serve',
      'sandbox status',
      'tags apply',
      'tags plan',
      'tags validate',
      'templates list',
      'templates show',
    ]
    for (const command of commands) {
      const { stdout, code } = await cli.run(...command.split(' '), '--help')
      expect(code, command).to.equal(0)
      expect(stdout, command).to.match(/EXAMPLES/)
    }
  })
})
