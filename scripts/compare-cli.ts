// Runs Koji's own command line on a real hub and on a served sandbox, and compares what it prints, times and
// ids aside:
//   npx tsx scripts/compare-cli.ts --koji COMMAND --profile NAME [--verbose]
// COMMAND runs Koji's client; NAME is a profile of its configuration with an admin's login on the real hub.
// All names that it makes there start with `cf-`; it names nothing else.
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { createSandbox, serve } from '../src/sandbox/index.js'
import { commands } from '../test/conformance/cli/commands.js'
import { plainOutput } from '../test/conformance/cli/output.js'
import { newPrefix } from '../test/conformance/real-hub.js'

const { values } = parseArgs({
  options: {
    koji: { type: 'string', default: 'koji' },
    profile: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const { koji, profile, verbose } = values
if (profile === undefined) {
  console.error('usage: compare-cli.ts --koji COMMAND --profile NAME [--verbose]')
  process.exit(1)
}
const password = 'only-for-this-run'
const sandbox = createSandbox({
  users: [{ name: 'kojiadmin', password, permissions: ['fedora-override'] }, { name: 'releng' }],
  hub: { enableMaven: true },
})
const server = await serve(sandbox)
const onReal = ['-p', profile]
const login = ['--authtype=password', '--user=kojiadmin', `--password=${password}`]
const onSandbox = ['-p', profile, `--server=${server.url}`, ...login]
const prefix = newPrefix('cf-')
let different = 0
for (const command of commands) {
  const args = command.map(argument => argument.replaceAll('tx-', prefix))
  const [theirs, ours] = await Promise.all([run([...onReal, ...args]), run([...onSandbox, ...args])])
  // Rows of this one come as the database happens to have them.
  const isSame = args[0] === 'list-pkgs' ? sortedLines(theirs) === sortedLines(ours) : theirs === ours
  if (!isSame) different += 1
  console.log(`${isSame ? 'same     ' : 'DIFFERENT'} koji ${command.join(' ')}`)
  if (!isSame || verbose) console.log(indented('real hub', theirs))
  if (!isSame) console.log(indented('sandbox', ours))
}
console.log(`${commands.length} commands, ${different} with another output`)
process.exitCode = different === 0 ? 0 : 1
await server.close()

/** What the command prints, and with which code it ends. */
async function run(args: readonly string[]): Promise<string> {
  const ended = await promisify(execFile)(koji, [...args]).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    (error: { stdout?: string; stderr?: string; code?: number | string }) => error,
  )
  const { stdout = '', stderr = '', code = 0 } = ended
  return plainOutput(`${stdout}${stderr}exit ${code}`, prefix)
}

function sortedLines(text: string): string {
  return text.split('\n').sort().join('\n')
}

function indented(title: string, text: string): string {
  return `  ${title}:\n${text.replaceAll(/^/gm, '    ')}`
}
