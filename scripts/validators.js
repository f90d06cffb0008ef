// An esbuild plugin: a module `validators.ts` compiles JSON Schemas as the program runs; in its place comes what ajv
// made of them as code.
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import standalone from 'ajv/dist/standalone/index.js'

/** @param compiled the folder of src/ as JavaScript, where the modules can be run */
export function validators(source, compiled) {
  return {
    name: 'validators',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]validators\.ts$/ }, async ({ path }) => {
        const module = path.replace(resolve(source), resolve(compiled)).replace(/\.ts$/, '.js')
        const { ajv, schemas } = await import(pathToFileURL(module).href)
        for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(schema, name)
        const names = Object.keys(schemas)
        const code = standalone.default(ajv, Object.fromEntries(names.map(name => [name, name])))
        const table = `const table = { ${names.join(', ')} }`
        const contents = `${code}\n${table}\nexport function validatorOf(name) { return table[name] }`
        return { contents, loader: 'js', resolveDir: dirname(path) }
      })
    },
  }
}
