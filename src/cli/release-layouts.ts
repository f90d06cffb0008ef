import { expandTemplate, loadTemplate, type NamedTemplate, templateInfo } from '../desired/index.js'
import { RelengError } from '../koji/error.js'
import type { ReleaseLayouts } from '../plan/index.js'

const end = 'eol'

/**
 * What a template makes of a release, phase by phase. Throws where it has no parameters `release` and `phase`, or no
 * phase `eol`.
 */
export async function releaseLayouts(
  release: string,
  { name, values }: NamedTemplate,
): Promise<ReleaseLayouts> {
  const { parameters } = await templateInfo(name)
  const phases = parameters.find(parameter => parameter.name === 'phase')?.schema.enum
  if (!Array.isArray(phases) || !phases.includes(end)) {
    throw new RelengError(`the template ${name} has no phase ${end}`, {
      next: 'name one that has: --template fedora-release, or --template epel-release',
    })
  }
  refuseOwn(values)
  const given = { release, ...values }
  const { desired: ended } = await loadTemplate({ name, values: { ...given, phase: end } })
  const others = phases.map(String).filter(phase => phase !== end)
  const alive = await Promise.all(others.map(phase => expandTemplate(name, { ...given, phase })))
  return { release, template: name, ended, alive }
}

/** What the command itself says of the template. */
function refuseOwn(values: NamedTemplate['values']): void {
  const own = ['release', 'phase'].find(name => Object.hasOwn(values, name))
  if (own === undefined) return
  throw new RelengError(`--set ${own} is not for this command: RELEASE and its end of life say that`, {
    next: 'take it away',
  })
}
