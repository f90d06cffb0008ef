import { Unreadable } from '../unreadable.js'
import { callCommand } from './call-command.js'
import type { Command } from './command.js'
import { copyCommands } from './copy-commands.js'
import { groupCommands } from './group-commands.js'
import { inheritanceCommands } from './inheritance-commands.js'
import { holdsLatestBuild } from './latest-build.js'
import { type Options, type OptionTable, readOptions } from './options.js'
import { packageCommands } from './package-commands.js'
import { repoCommands } from './repo-commands.js'
import { tagCommands } from './tag-commands.js'
import { targetCommands } from './target-commands.js'

/** A command of Koji's client with its options read: what it does, and on which hub. */
export interface ClientCommand {
  readonly command: Command
  readonly options: Options
  /** the profile that it names, or that the client is called by; `undefined` is the usual one */
  readonly profile: string | undefined
  /** a hub that it names by its URL */
  readonly server: string | undefined
}

const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...tagCommands,
    ...inheritanceCommands,
    ...targetCommands,
    ...groupCommands,
    ...packageCommands,
    ...repoCommands,
    ...copyCommands,
    ...callCommand,
  }),
)

const globalOptions: OptionTable = {
  takes: {
    profile: 'value',
    config: 'value',
    keytab: 'value',
    principal: 'value',
    cert: 'value',
    runas: 'value',
    user: 'value',
    password: 'value',
    authtype: 'value',
    server: 'value',
    topdir: 'value',
    weburl: 'value',
    topurl: 'value',
    pkgurl: 'value',
    'plugin-paths': 'value',
    noauth: 'nothing',
    'force-auth': 'nothing',
    debug: 'nothing',
    'debug-xmlrpc': 'nothing',
    quiet: 'nothing',
    'skip-main': 'nothing',
  },
  short: { p: 'profile', c: 'config', d: 'debug', q: 'quiet', s: 'server' },
}

/**
 * Reads a command of Koji's client; `undefined` is one that changes nothing. A program called `s390-koji` is the client
 * with the profile of that name, as the client itself has it.
 */
export function clientCommand(argv: readonly string[]): ClientCommand | undefined {
  const [program = '', ...words] = withoutSudo(argv)
  const client = program.slice(program.lastIndexOf('/') + 1)
  if (client !== 'koji' && !client.endsWith('-koji')) {
    throw new Unreadable(`${program === '' ? 'this' : program} is not the client koji`)
  }
  const global = readOptions(words, globalOptions, false)
  const [name = '', ...rest] = global.args
  const command = commands.get(name)
  if (command === undefined) {
    if (isInformation(name)) return undefined
    throw new Unreadable(reasonFor(name))
  }
  const options = readOptions(rest, command)
  if (name !== 'tag-build' && name !== 'tag-pkg' && words.some(holdsLatestBuild)) {
    throw new Unreadable('which build koji latest-build prints only the hub knows')
  }
  const [least, most] = command.args
  if (options.args.length < least || options.args.length > most) {
    throw new Unreadable(`koji ${name} takes ${countText(least, most)}, not ${options.args.length}`)
  }
  const profile = global.value('profile') ?? (client === 'koji' ? undefined : client)
  return { command, options, profile, server: global.value('server') }
}

function countText(least: number, most: number): string {
  const noun = most === 1 ? 'argument' : 'arguments'
  if (least === most) return `${least} ${noun}`
  return most === Number.POSITIVE_INFINITY ? `${least} or more ${noun}` : `${least} to ${most} ${noun}`
}

/** `sudo -u kojiadmin koji …`: who runs it is nothing to the state. */
function withoutSudo([program = '', ...rest]: readonly string[]): readonly string[] {
  if (program !== 'sudo') return [program, ...rest]
  const options = { takes: { user: 'value', login: 'nothing', 'preserve-env': 'nothing' } } as const
  const short = { u: 'user', i: 'login', E: 'preserve-env', H: 'login', n: 'login' }
  return readOptions(rest, { ...options, short }, false).args
}

// What only tells something, or makes repos, which are no state.
const information = new Set(
  (
    'buildinfo call-info dump-vars hello help hostinfo latest-build latest-pkg list-tagged mock-config ' +
    'moshimoshi noop regen-repo request-repo rpminfo search show-groups taginfo taskinfo userinfo version wait-repo'
  ).split(' '),
)

function isInformation(name: string): boolean {
  return information.has(name) || name.startsWith('list-') || name.startsWith('watch-')
}

const builds = new Set('untag-build untag-pkg move-build move-pkg'.split(' '))

function reasonFor(name: string): string {
  if (name === '') return 'it names no command'
  if (builds.has(name)) return `koji ${name}: a state only adds builds`
  return `koji ${name} is not read`
}
