// An esbuild plugin: in place of the module `prepared.ts`, which has nothing, comes one with the trees of the built-in
// templates and the checks of their parameters.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import standalone from 'ajv/dist/standalone/index.js'

const namespace = 'prepared'

/**
 * @param templates the folder of the templates
 * @param compiled the folder of the program as JavaScript, a module a file
 */
export function prepared(templates, compiled) {
  const load = name => import(pathToFileURL(resolve(compiled, `${name}.js`)).href)
  return {
    name: 'prepared',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /[\\/]desired[\\/]prepared\.ts$/ }, async () => {
        const trees = JSON.stringify(await treesOf(templates, load))
        const keys = JSON.stringify(await schemaKeys(load))
        const contents = `
          let trees, checks
          const keys = ${keys}
          export function preparedTree(sha256) {
            trees ??= JSON.parse(${JSON.stringify(trees)})
            return trees[sha256]
          }
          export function preparedCheck(key) {
            checks ??= require('prepared:checks')
            return checks[keys[key]]
          }
        `
        return { contents, loader: 'js' }
      })
      onResolve({ filter: /^prepared:checks$/ }, ({ path }) => ({ path, namespace }))
      onLoad({ filter: /.*/, namespace }, async () => ({
        contents: await checkCode(load),
        resolveDir: process.cwd(),
      }))
    },
  }
}

/** Packed trees by the digest of the text. */
async function treesOf(templates, load) {
  const { sha256 } = await load('koji/digest')
  const { SourceFile } = await load('desired/source-file')
  const { readTree } = await load('desired/read')
  const { packTree } = await load('desired/packed-tree')
  return Object.fromEntries(
    readdirSync(templates)
      .sort()
      .map(name => {
        const text = readFileSync(join(templates, name), 'utf8')
        return [sha256(text), packTree(readTree(new SourceFile(name, name, text), refuse))]
      }),
  )
}

/** A name in the code for the key of each schema. */
async function schemaKeys(load) {
  return Object.fromEntries(
    [...(await schemasByKey(load)).keys()].map((key, index) => [key, `check${index}`]),
  )
}

async function checkCode(load) {
  const { parameterAjv } = await load('desired/json-check')
  const ajv = parameterAjv({ code: { source: true, esm: true }, addUsedSchema: true })
  const names = await schemaKeys(load)
  for (const [key, schema] of await schemasByKey(load)) ajv.addSchema(schema, names[key])
  return standalone.default(ajv, Object.fromEntries(Object.values(names).map(name => [name, name])))
}

async function schemasByKey(load) {
  const { listTemplates } = await load('desired/templates')
  const { schemaKey } = await load('desired/json-check')
  const parameters = (await listTemplates()).flatMap(template => template.parameters)
  return new Map(parameters.map(({ schema }) => [schemaKey(schema), schema]))
}

function refuse({ file }, path, message) {
  throw new Error(`${file.name}: ${path.join('.')}: ${message}`)
}
