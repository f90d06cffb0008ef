import { join } from 'node:path'
import { sha256 } from '../koji/digest.js'
import type { SourceDigest } from '../koji/source.js'
import { type Place, SourceFile } from './source-file.js'

/** A template as it is named on a command line, with values for its parameters: texts, as they were typed. */
export interface NamedTemplate {
  /** a built-in one, or a file such as `./layout.yaml` */
  readonly name: string
  readonly values: Readonly<Record<string, string>>
}

/** What the user typed, as a file of one line, so that problems with it can show it, and sources name it. */
export class CommandLine {
  readonly file: SourceFile
  readonly values: readonly [string, string][]

  /** @param flag what stands before the name: `--template `, or nothing where the name is an argument */
  constructor({ name, values }: NamedTemplate, cwd: string, flag = '') {
    this.values = Object.entries(values)
    const words = [`${flag}${name}`, ...this.values.map(([key, value]) => `--set ${key}=${value}`)]
    this.file = new SourceFile('command line', join(cwd, 'command line'), words.join(' '))
  }

  at(word: string): Place {
    return { file: this.file, offset: Math.max(0, this.file.text.indexOf(word)) }
  }

  /** Where the value of a parameter is given, from its name on. */
  atValue(parameter: string): Place {
    const flag = '--set '
    const { file, offset } = this.at(`${flag}${parameter}=`)
    return { file, offset: offset + flag.length }
  }

  /** For plan files, which tell what they were made from. */
  get digest(): SourceDigest {
    const { name, text } = this.file
    return { file: `${name}: ${text}`, sha256: sha256(text) }
  }
}
