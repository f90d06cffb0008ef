import { readdirSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { outputSchemas, planFileSchema } from '../../src/report/index.js'
import { Cli, example } from './cli.js'

const [base, flatpak] = [example('fedora-44-base.yaml'), example('f44-flatpak.yaml')]
const sandbox = ['--profile', 'sandbox']

// One after the other: each finds the sandbox as the one before left it.
const outputs: [string, string[]][] = [
  ['sandbox reset', ['sandbox', 'reset', '--from', base]],
  ['sandbox status', ['sandbox', 'status']],
  ['tags plan', ['tags', 'plan', flatpak, ...sandbox]],
  ['tags plan', ['tags', 'plan', flatpak, '-o', 'saved.plan.json', ...sandbox]],
  ['tags plan', ['tags', 'plan', '--show', 'saved.plan.json']],
  ['tags plan', ['tags', 'plan', flatpak, '--as-koji-commands', ...sandbox]],
  ['tags apply', ['tags', 'apply', 'saved.plan.json', '--yes', ...sandbox]],
  ['error', ['tags', 'apply', 'saved.plan.json', '--yes', ...sandbox]],
  ['tags apply', ['tags', 'apply', flatpak, '--yes', ...sandbox]],
  ['tags graph', ['tags', 'graph', 'f44*', '--targets', '--depth', '2', ...sandbox]],
  ['tags show', ['tags', 'show', 'f44-app-build', 'f44-build', '--packages', ...sandbox]],
  ['tags show', ['tags', 'show', 'f44', '--at', '30', ...sandbox]],
  ['tags plan', ['tags', 'plan', 'changes.yaml', ...sandbox]],
  ['tags apply', ['tags', 'apply', 'changes.yaml', '--yes', '--allow-delete', '*', ...sandbox]],
  ['tags plan', ['tags', 'plan', 'back.yaml', ...sandbox]],
  ['tags audit', ['tags', 'audit', 'changes.yaml', ...sandbox]],
  ['tags audit rules', ['tags', 'audit', '--rules']],
  ['tags audit', ['tags', 'audit', 'changes.yaml', '--waivers', 'waivers.yaml', '--since', '1', ...sandbox]],
  ['tags audit', ['tags', 'audit', '--tags', 'f44*', '--at', '30', ...sandbox]],
  ['tags compare', ['tags', 'compare', '44', 'f45.yaml', ...sandbox]],
  ['tags compare', ['tags', 'compare', 'f45.yaml', 'f45.yaml']],
  ['tags new', ['tags', 'new', '45']],
  ['tags new', ['tags', 'new', '45', '--like', '44', '-o', 'new.yaml', ...sandbox]],
  ['tags phase', ['tags', 'phase', 'phased.yaml', 'active', '--no-plan']],
  ['tags phase', ['tags', 'phase', 'phased.yaml', 'branched', ...sandbox]],
  ['tags retire', ['tags', 'retire', '44', '-o', 'eol.yaml', ...sandbox]],
  ['tags history', ['tags', 'history', 'f44*', ...sandbox]],
  ['tags history', ['tags', 'history', '--by', 'kojiadmin', '--builds', ...sandbox]],
  ['tags export', ['tags', 'export', 'f44*', '--packages', ...sandbox]],
  ['tags export', ['tags', 'export', 'f44*', '-o', 'export.yaml', '--as-template', ...sandbox]],
  ['tags export', ['tags', 'export', 'f44*', '-o', 'export.json', '--as-state', ...sandbox]],
  ['tags runs', ['tags', 'runs']],
  ['tags runs show', ['tags', 'runs', 'show', 'LAST']],
  ['tags show', ['tags', 'show', 'f44', 'f44-app', 'f44-app-build', '--packages', ...sandbox]],
  ['sandbox load', ['sandbox', 'load', flatpak]],
  ['hub hello', ['hub', 'hello', ...sandbox]],
  ['hub profiles', ['hub', 'profiles']],
  ['hub profiles', ['hub', 'profiles', '--config', 'koji.conf']],
  ['tags validate', ['tags', 'validate', flatpak]],
  ['tags validate', ['tags', 'validate', 'twice.yaml']],
  ['tags import-script', ['tags', 'import-script', 'make.sh']],
  ['error', ['tags', 'import-script', 'odd.sh']],
  ['templates list', ['templates', 'list']],
  ['templates show', ['templates', 'show', 'flatpak']],
  ['error', ['tags', 'validate', 'missing.yaml']],
  ['error', ['tags', 'apply', 'gone.yaml', '--yes', ...sandbox]],
  ['error', ['tags', 'plan', '--no-such-flag']],
]

const changes = `version: 1
tags:
  f44:
    arches: [x86_64]
    groups: {build: {description: base, packages: [bash, make], requires: [srpm-build]}, srpm-build: []}
    packages: {kojiadmin: [bash]}
    external_repos: [epel]
  f44-app: {arches: null, extra: {k: true}, block_extra: [mock.package_manager], blocked_packages: [bash]}
  f44-app-build: {inheritance: [f44-app, f44-build]}
  f44-flatpak-runtime-build: {absent: true}
external_repos: {epel: {url: 'https://example.org/epel'}}
targets:
  f44-app: {absent: true}
  f44-flatpak-runtime: {build_tag: f44-build, dest_tag: f44-flatpak-runtime}
`

const back = 'version: 1\ntags:\n  f44-flatpak-runtime-build: {}\n'
const f45 = 'version: 1\nuse: [{template: fedora-release, with: {release: 45}}]\n'
const waivers = `version: 1
waivers:
  - {rule: '*', path: tags.f44, reason: known, until: '2100-01-01'}
  - {rule: drift, path: 'targets.*', reason: over, until: '2000-01-01'}
`
const gone = 'version: 1\ntargets:\n  f44: {absent: true}\n'

const phased = 'version: 1\nuse: [{template: ./phased-template.yaml, with: {release: 44}}]\n'
const phasedTemplate =
  'parameters: {release: {type: integer}, phase: {enum: [active, branched], default: branched}}\n' +
  "tags: {'f${release}': {locked: false}}\n"

const twice = `version: 1
external_repos: {f44-build: {url: 'https://example.org/$arch'}}
tags:
  f44: {inheritance: [], packages: {releng: [bash]}, groups: {build: {requires: [base]}}}
  f44-build: {inheritance: [f44], packages: {releng: [bash]}, groups: {build: {requires: [base]}}}
`

/** The ID of the last run. */
function lastRun({ home }: Cli): string {
  const runs = readdirSync(path.join(home, 'state/koji-releng/journal'))
  return (runs.sort().at(-1) ?? '').replace('.jsonl', '')
}

describe('what commands print with --json fits its published schema', () => {
  const cli = new Cli()
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  before(() => {
    cli.file('changes.yaml', changes)
    cli.file('back.yaml', back)
    cli.file('gone.yaml', gone)
    cli.file('waivers.yaml', waivers)
    cli.file('f45.yaml', f45)
    cli.file('phased.yaml', phased)
    cli.file('phased-template.yaml', phasedTemplate)
    cli.file('koji.conf', '[koji]\nserver = http://h\n[wrong]\nserver =\n')
    cli.file('twice.yaml', twice)
    cli.file('make.sh', 'koji add-tag f44\n')
    cli.file('odd.sh', 'koji add-tag $N\n')
  })
  after(() => cli.remove())

  for (const [name, args] of outputs) {
    it(`${name}: ${args.slice(0, 2).join(' ')} …`, async () => {
      const { stdout } = await cli.run(...args.map(arg => (arg === 'LAST' ? lastRun(cli) : arg)), '--json')
      const validate = ajv.compile(outputSchemas.get(name) ?? false)
      validate(JSON.parse(stdout))
      expect(validate.errors ?? []).to.deep.equal([])
    })
  }

  it('is printed by the command schema', async () => {
    for (const [name, schema] of [...outputSchemas, ['plan-file', planFileSchema] as const]) {
      const { stdout, code } = await cli.run('schema', ...name.split(' '))
      expect(code, name).to.equal(0)
      expect(JSON.parse(stdout), name).to.deep.equal(schema)
    }
  })
})
