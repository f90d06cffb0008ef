import { RelengError } from '../koji/error.js'

/** Values for parameters of a template, from `--set NAME=VALUE`. */
export function settingsOf(given: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(given.map(splitSetting))
}

function splitSetting(setting: string): [string, string] {
  const at = setting.indexOf('=')
  if (at > 0) return [setting.slice(0, at), setting.slice(at + 1)]
  throw new RelengError(`--set ${setting} gives no value`, { next: 'write it as --set release=44' })
}
