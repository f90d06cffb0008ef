import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { buffer as bufferOf } from 'node:stream/consumers'
import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../src/cli/base-command.js'
import { settingsOf } from '../../src/cli/settings.js'
import { InputError, loadDesired, nodeIo, withFiles } from '../../src/desired/index.js'
import { ExitCode, RelengError } from '../../src/koji/error.js'
import type { JsonObject } from '../../src/koji/json.js'
import { desiredYaml } from '../../src/report/index.js'
import {
  importedHeader,
  type ReadScript,
  readScript,
  type Unread,
  unreadText,
} from '../../src/script/index.js'

export interface Imported {
  readonly script: string
  /** the file that was written */
  readonly output?: string
  /** how many commands it comes from */
  readonly commands: number
  readonly desired: JsonObject
  readonly unread: readonly Unread[]
}

export default class TagsImportScript extends BaseCommand {
  static override summary = 'read a shell script of koji commands as a desired-state file'
  static override description =
    'Nothing is run and no hub is asked: commands are read with the options of Koji’s own client, one after the ' +
    'other, and the state that is there after them is written. What only a run could tell (other programs, if, ' +
    'pipes) is listed with its line, and the exit code is 1; then nothing is written, unless --partial ' +
    'says so. See docs/import-script.md.'
  static override args = {
    file: Args.string({ description: 'the script; - is standard input', required: true }),
  }
  static override flags = {
    set: Flags.string({
      description:
        'a value for a variable of the script, whatever the script assigns; 1 is its first argument',
      multiple: true,
      helpValue: 'NAME=VALUE',
    }),
    output: Flags.string({ char: 'o', description: 'write a new file', helpValue: 'FILE' }),
    partial: Flags.boolean({ description: 'write what is read, even where lines are left out' }),
  }
  static override examples = [
    {
      description: 'What does the script make for release 45?',
      command: '<%= config.bin %> <%= command.id %> make-tags.sh --set release=45 -o f45.yaml',
    },
    {
      description: 'The release is its first argument; what cannot be read is left out',
      command: '<%= config.bin %> <%= command.id %> make-tags.sh --set 1=45 --partial -o f45.yaml',
    },
    {
      description: 'What would the commands of a colleague change?',
      command: 'history | grep -o "koji .*" | <%= config.bin %> <%= command.id %> -',
    },
  ]

  async run(): Promise<Imported> {
    const { args, flags } = await this.parse(TagsImportScript)
    const { file } = args
    const given = new Map(Object.entries(settingsOf(flags.set ?? [])))
    const script = readScript(await scriptOf(file), file, given)
    const { unread } = script
    if (unread.length > 0) {
      if (!flags.partial) throw unreadError(file, unread)
      this.remark(unreadText(file, unread))
      process.exitCode = ExitCode.error
    }
    if (script.commands === 0) throw nothingRead(file)
    const { text, document } = await checkedYaml(script)
    const { commands } = script
    const result = { script: file, commands, desired: document, unread }
    const yaml = importedHeader(file, given, unread) + text
    if (flags.output === undefined) {
      this.print(yaml)
      return result
    }
    await writeNew(flags.output, yaml)
    this.remark(`${commands} commands read; written to ${flags.output}`)
    return { ...result, output: flags.output }
  }
}

async function scriptOf(file: string): Promise<string> {
  const bytes = file === '-' ? await bufferOf(process.stdin) : await bytesOf(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new RelengError('the script is not UTF-8 text', {
      where: file === '-' ? 'standard input' : file,
      next: 'convert it: iconv -t UTF-8',
      cause,
    })
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new RelengError(`cannot read ${file}: ${cause.message}`, { next: 'check the name', cause })
  }
}

/** What is written is read once more, so that it is a file that `tags plan` takes. */
async function checkedYaml({ desired }: ReadScript): Promise<{ text: string; document: JsonObject }> {
  const yaml = desiredYaml(desired)
  const io = nodeIo()
  const name = 'the state'
  try {
    await loadDesired([name], withFiles(io, new Map([[resolve(io.cwd, name), Buffer.from(yaml.text)]])))
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause
    throw new RelengError(`what the script amounts to is no valid desired state. ${cause.message}`, {
      next: 'mend the script where it says so',
      problems: cause.problems,
      cause,
    })
  }
  return yaml
}

function unreadError(file: string, unread: readonly Unread[]): RelengError {
  const count = unread.length === 1 ? 'a place' : `${unread.length} places`
  return new RelengError(
    `the script has ${count} that cannot be read; nothing is written\n${unreadText(file, unread)}`,
    {
      next: 'mend these lines, give values by --set, or leave the lines out: --partial',
      problems: unread.map(({ line, reason, hint }) => ({
        source: { file, line, column: 1 },
        message: reason,
        ...(hint !== undefined && { hint }),
      })),
      data: { unread },
    },
  )
}

function nothingRead(file: string): RelengError {
  return new RelengError('no koji command that changes tags, targets or external repos was read', {
    where: file,
    next: 'name a shell script with commands such as: koji add-tag f45',
  })
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    const isThere = 'code' in cause && cause.code === 'EEXIST'
    const what = isThere ? 'there is a file of that name already' : `it cannot be written: ${cause.message}`
    throw new RelengError(what, { where: file, next: 'choose another name', cause })
  }
}
