import { Flags } from '@oclif/core'
import type { NamedTemplate } from '../desired/index.js'
import { RelengError } from '../koji/error.js'

/** For commands that take a template in the place of files. */
export const templateFlags = {
  template: Flags.string({
    description: 'a template in the place of files: a built-in one, or one such as ./layout.yaml',
    helpGroup: 'TEMPLATE',
    helpValue: 'NAME',
  }),
  set: Flags.string({
    description: 'a value for one of its parameters; can be given several times',
    helpGroup: 'TEMPLATE',
    helpValue: 'PARAMETER=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
}

export interface TemplateChoice {
  readonly template?: string | undefined
  readonly set?: readonly string[] | undefined
}

/** The template that the flags name, if any. Throws where there are values and no template to take them. */
export function namedTemplate({ template, set = [] }: TemplateChoice): NamedTemplate | undefined {
  if (template !== undefined) return { name: template, values: settingsOf(set) }
  if (set.length === 0) return undefined
  throw new RelengError(`--set ${set[0]} has no template to set anything of`, {
    next: 'add --template NAME; templates list tells which there are',
  })
}

/** `release=44` and its like as names and values. Throws where one gives no value, or two give one each. */
export function settingsOf(settings: readonly string[]): Readonly<Record<string, string>> {
  const values = new Map<string, string>()
  for (const setting of settings) {
    const at = setting.indexOf('=')
    if (at <= 0) {
      throw new RelengError(`--set ${setting} gives no value`, { next: 'write it as --set release=44' })
    }
    const name = setting.slice(0, at)
    if (values.has(name)) {
      throw new RelengError(`--set gives ${name} twice`, {
        where: `--set ${setting}`,
        next: 'keep one; several values of a list stand behind one =: --set arches=x86_64,aarch64',
      })
    }
    values.set(name, setting.slice(at + 1))
  }
  return Object.fromEntries(values)
}
