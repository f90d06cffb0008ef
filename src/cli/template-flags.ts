import { Flags } from '@oclif/core'
import type { NamedTemplate } from '../desired/index.js'
import { RelengError } from '../koji/error.js'
import { settingsOf } from './settings.js'

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
