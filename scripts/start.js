// The main job on the embedded hub: a release's ordinary tags, then its Flatpak tags planned and applied.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const state = '.sandbox/demo.json'
const sandbox = ['--profile', 'sandbox', '--state', state]

kojiReleng('sandbox', 'reset', '--from', 'examples/fedora-44-base.yaml', '--state', state)
kojiReleng('tags', 'plan', 'examples/f44-flatpak.yaml', ...sandbox)
// The journal of a demo is none of the user's.
kojiReleng('tags', 'apply', 'examples/f44-flatpak.yaml', ...sandbox, '--yes', '--journal', '.sandbox/journal')
kojiReleng('tags', 'plan', 'examples/f44-flatpak.yaml', ...sandbox)

console.log(`
Try next:
  ./bin/run.js templates show flatpak --set release=45             what the layout makes for another release
  ./bin/run.js tags plan examples/*.yaml ${sandbox.join(' ')}  after an edit of the examples: the change as a plan
  ./bin/run.js tags plan examples/f44-flatpak.yaml --profile koji  the same on your own hub (reads only, no login)`)

function kojiReleng(...args) {
  console.log(`\n$ koji-releng ${args.join(' ')}`)
  const { status } = spawnSync(process.execPath, ['bin/run.js', ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
