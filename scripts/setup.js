// Brings a fresh clone to where `npm start` and `npm test` can run: the locked dependencies, then a build.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`koji-releng needs Node 20.19 or newer; this is ${process.version}. Get one from nodejs.org.`)
  process.exit(1)
}
if (!isInstalled()) run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
run(process.execPath, ['scripts/build.js'])

// npm leaves a copy of what it installed; a copy that lacks a locked package is an old or broken install.
function isInstalled() {
  const marker = `${root}/node_modules/.package-lock.json`
  if (!existsSync(marker)) return false
  const wanted = packages(`${root}/package-lock.json`)
  const present = packages(marker)
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

function packages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

function run(command, args) {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
}
