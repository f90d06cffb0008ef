// An esbuild plugin: a module `validators.ts` compiles JSON Schemas as the program runs. In its place comes a loader of
// what ajv made of them as code, in a file for each schema: large ones, of which a command needs one or two.
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'

/**
 * @param source the folder of the sources
 * @param compiled the same as JavaScript, where the modules can be run
 * @param outdir where the code goes
 */
export function validators(source, compiled, outdir) {
  return {
    name: 'validators',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]validators\.ts$/ }, async ({ path }) => {
        const module = path.replace(resolve(source), resolve(compiled)).replace(/\.ts$/, '.js')
        const { ajv, schemas } = await import(pathToFileURL(module).href)
        const room = basename(dirname(path))
        for (const [name, schema] of Object.entries(schemas)) {
          const contents = standalone.default(ajv, ajv.compile(schema))
          await bundle(contents, join(outdir, `${room}-${name}.cjs`))
        }
        return { contents: loader(room), loader: 'js', resolveDir: dirname(path) }
      })
    },
  }
}

function bundle(contents, outfile) {
  return build({
    stdin: { contents, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    minify: true,
    logLevel: 'warning',
  })
}

function loader(room) {
  return `
    import { loadFile } from './start.cjs'

    export function validatorOf(name) {
      return loadFile(\`validators/${room}-\${name}\`).default
    }
  `
}
