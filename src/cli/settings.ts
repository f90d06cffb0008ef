import { RelengError } from '../koji/error.js'

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
