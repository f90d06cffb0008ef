import { expect } from 'chai'
import { Cli, example } from './cli.js'

const lines = (text: string) => text.trimEnd().split('\n')

describe('tags graph', () => {
  const cli = new Cli()
  const graph = (...args: string[]) => cli.run('tags', 'graph', ...args, '--profile', 'sandbox')
  before(async () => {
    await cli.run('sandbox', 'reset', '--from', example('fedora-44-base.yaml'))
    await cli.run('sandbox', 'load', example('f44-flatpak.yaml'))
  })
  after(() => cli.remove())

  it('draws what a tag inherits from', async () => {
    const { code, stdout, stderr } = await graph('f44-app-build')
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
    const [heading, ...rest] = lines(stdout)
    expect(heading).to.match(/^Inheritance on sandbox · sandbox:.* · Koji 1\.35\.3 · event \d+$/)
    expect(rest).to.deep.equal([
      '',
      'f44-app-build',
      '├─ f44-app (0)',
      '│  └─ f44 (0, intransitive) (does not count here)',
      '├─ f44-flatpak-runtime (10)',
      '│  └─ f44 (0, intransitive) (does not count here)',
      '└─ f44-build (20)',
      '   └─ f44-override (0)',
      '      └─ f44 (0)',
      '',
      'Links that do not count: behind a maxdepth, or intransitive and not of the tag that the tree begins with.',
      '6 tags, 7 links',
    ])
  })

  it('draws who inherits, so many generations far, and the targets', async () => {
    const { stdout } = await graph('f44-override', '--reverse', '--depth', '1', '--targets')
    expect(lines(stdout).slice(2)).to.deep.equal([
      'f44-override',
      '└─ f44-build (0) (more)  builds of f44, f44-candidate run here',
      '',
      '2 tags, 1 link, 2 targets',
    ])
  })

  it('draws everything in all formats', async () => {
    const [text, mermaid, dot] = await Promise.all([
      graph(),
      graph('--format', 'mermaid'),
      graph('--format', 'dot'),
    ])
    expect(lines(text.stdout).at(-1)).to.equal('9 tags, 11 links')
    expect(lines(mermaid.stdout)).to.have.length(1 + 9 + 11)
    expect(lines(dot.stdout)).to.have.length(4 + 9 + 11)
  })

  it('is data with --json, whatever the format', async () => {
    const { stdout } = await graph('f44-b*', '--depth', '1', '--format', 'dot', '--json')
    const { roots, links } = JSON.parse(stdout)
    expect(roots).to.deep.equal(['f44-build'])
    expect(
      links.map(({ child, parent }: { child: string; parent: string }) => [child, parent]),
    ).to.deep.equal([['f44-build', 'f44-override']])
  })

  it('refuses names that mean nothing', async () => {
    const { code, stdout, stderr } = await graph('f44-ap', 'x*')
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
    expect(lines(stderr).slice(0, 2)).to.deep.equal([
      'error: there is no tag f44-ap; did you mean f44-app?',
      'no tag matches x*',
    ])
  })

  it('draws nothing of a hub without tags', async () => {
    await cli.run('sandbox', 'reset', '--state', 'empty.json')
    const { code, stdout } = await graph('--state', 'empty.json')
    expect(code).to.equal(0)
    expect(lines(stdout).at(-1)).to.equal('0 tags, 0 links')
  })
})
