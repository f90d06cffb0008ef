// Compiles to dist/, from nothing, so that no file of a removed command stays behind:
// - dist/src, dist/commands: the library, a module a file, with its types
// - dist/cli: the same as few files, with all that it needs of other packages. A command starts in a third of the time
// - oclif.manifest.json: what commands there are, so that no other has to be loaded to run one
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { validators } from './validators.js'

const requireBanner = [
  "import { createRequire as createRequire_ } from 'node:module'",
  "import { dirname as dirname_ } from 'node:path'",
  "import { fileURLToPath as fileURLToPath_ } from 'node:url'",
  'const require = createRequire_(import.meta.url)',
  'const __filename = fileURLToPath_(import.meta.url)',
  'const __dirname = dirname_(__filename)',
].join(';')

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
rmSync('dist', { recursive: true, force: true })
rmSync('oclif.manifest.json', { force: true })

const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

await bundle()
await describeCommands()

async function bundle() {
  const commands = readdirSync('commands', { recursive: true }).filter(file => file.endsWith('.ts'))
  await build({
    entryPoints: [
      ...commands.map(file => ({ in: join('commands', file), out: join('commands', file.slice(0, -3)) })),
      ...['run', 'init', 'help', 'command-not-found'].map(name => ({ in: `src/cli/${name}.ts`, out: name })),
    ],
    outdir: 'dist/cli',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    // The first is compiled where it is installed; the others serve developers of commands.
    external: ['kerberos', 'typescript', 'ts-node'],
    // Packages of the older kind ask for Node's modules so.
    banner: { js: requireBanner },
    plugins: [validators('src', 'dist/src', 'dist/cli/validators')],
    logLevel: 'warning',
  })
}

async function describeCommands() {
  const { Config } = await import('@oclif/core')
  const config = await Config.load({ root })
  const plugin = config.plugins.get(config.pjson.name)
  writeFileSync('oclif.manifest.json', JSON.stringify(plugin.manifest))
}
