import { RelengError } from '../koji/error.js'

/** Values that `--set NAME=VALUE` gives; of one that comes twice the last counts. */
export function settingsOf(settings: readonly string[]): Map<string, string> {
  return new Map(settings.map(splitSetting))
}

function splitSetting(setting: string): [string, string] {
  const at = setting.indexOf('=')
  if (at > 0) return [setting.slice(0, at), setting.slice(at + 1)]
  throw new RelengError(`--set ${setting} gives no value`, { next: 'write it as --set release=44' })
}
