// Compiles to dist/, from nothing, so that no file of a removed command stays behind.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
rmSync(`${root}/dist`, { recursive: true, force: true })
const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc'], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1
