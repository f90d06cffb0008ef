// Compiles to dist/, from nothing, so that no file of a removed command stays behind:
// - dist/src, dist/commands: the library, a module a file, with its types
// - dist/cli: the program as one file, with all that it needs of other packages, and for each command a file that takes
//   it from there. A command starts in a fraction of the time; the more, since V8's work on one file can be kept
// - oclif.manifest.json: what commands there are, so that no other has to be loaded to run one
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { prepared } from './prepared.js'
import { validators } from './validators.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = 'dist/cli'
// The first is compiled where it is installed; the others serve developers of commands.
const external = ['kerberos', 'typescript', 'ts-node']
process.chdir(root)
rmSync('dist', { recursive: true, force: true })
rmSync('oclif.manifest.json', { force: true })

const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const commands = readdirSync('commands', { recursive: true })
  .filter(file => file.endsWith('.ts'))
  .map(file => file.slice(0, -3))
  .sort()
const inCli = ['main', 'init', 'help', 'command-not-found']

await bundle()
await describeCommands()

async function bundle() {
  const modules = new Map([
    ...inCli.map(name => [name, `./src/cli/${name}.ts`]),
    ...commands.map(name => [`commands/${name}`, `./commands/${name}.ts`]),
  ])
  const table = [...modules].map(([name, file]) => `'${name}': () => require('${file}')`)
  const file = join(out, 'koji-releng.cjs')
  await esbuild({
    stdin: {
      contents: `const modules = {${table.join(',')}}\nmodule.exports = name => modules[name]()`,
      resolveDir: root,
    },
    outfile: file,
    external: [...external, './start.cjs'],
    plugins: [prepared('templates', 'dist/src'), validators('src', 'dist/src', join(out, 'validators'))],
  })
  writeFileSync(file, inAscii(readFileSync(file, 'utf8')))
  const id = createHash('sha256').update(readFileSync(file)).digest('hex')
  const names = commands.map(name => name.replaceAll('/', ' '))
  await esbuild({
    entryPoints: ['src/cli/start.ts'],
    outfile: join(out, 'start.cjs'),
    define: { program: JSON.stringify({ id, commands: names }) },
  })
  for (const name of modules.keys()) {
    if (name === 'main') continue
    const file = join(out, `${name}.cjs`)
    mkdirSync(dirname(file), { recursive: true })
    const loader = relative(dirname(file), join(out, 'start.cjs'))
    writeFileSync(file, `module.exports = require('./${loader}').load('${name}')\n`)
  }
}

// What esbuild leaves of other characters stands in regular expressions. ASCII is read without a look at each byte.
function inAscii(code) {
  return code.replace(/[^\0-\x7f]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function esbuild(options) {
  return build({
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'linked',
    external,
    // A script that comes from a cache of code can load by `require` alone.
    supported: { 'dynamic-import': false },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href" },
    logLevel: 'warning',
    ...options,
    define: { 'import.meta.url': 'bundleUrl', 'import.meta.dirname': '__dirname', ...options.define },
  })
}

async function describeCommands() {
  const { Config } = await import('@oclif/core')
  const config = await Config.load({ root })
  const plugin = config.plugins.get(config.pjson.name)
  writeFileSync('oclif.manifest.json', JSON.stringify(plugin.manifest))
}
