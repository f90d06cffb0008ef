import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { guardOutput } from './output.js'

const [word, ...others] = process.argv.slice(2)

// Which version it is can be told without all that runs commands.
if (word === '--version' && others.length === 0) {
  guardOutput()
  const file = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
  const { name, version }: { name: string; version: string } = JSON.parse(file)
  process.stdout.write(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else {
  const { main } = await import('./main.js')
  await main()
}
