import { type DesiredIo, expandTemplate, type TemplateUse, templateUse } from '../desired/index.js'
import type { DesiredState } from '../koji/desired-state.js'
import { RelengError } from '../koji/error.js'
import type { Json } from '../koji/json.js'
import { type Release, releasesIn } from '../release/index.js'

/** Texts for parameters, as the command line gives them. */
export type GivenTexts = Readonly<Record<string, string>>

/** A template that makes releases from their numbers, with values for its other parameters. */
export class ReleaseTemplate {
  readonly use: TemplateUse
  readonly #given: GivenTexts
  readonly #io: DesiredIo

  private constructor(use: TemplateUse, given: GivenTexts, io: DesiredIo) {
    this.use = use
    this.#given = given
    this.#io = io
  }

  /** @throws {InputError} where the template is broken, or does not take the values */
  static async open(
    name: string,
    number: string,
    given: GivenTexts,
    io: DesiredIo,
  ): Promise<ReleaseTemplate> {
    if (given.release !== undefined)
      throw new RelengError('--set release is said twice: the release is the first argument', {
        where: `--set release=${given.release}`,
        next: 'take it away',
      })
    const use = await templateUse(name, { release: number, ...given }, io)
    return new ReleaseTemplate(use, given, io)
  }

  /** What it makes for a number. */
  expand(number: string, more: GivenTexts = {}): Promise<DesiredState> {
    return expandTemplate(this.use.name, { ...this.#given, ...more, release: number }, this.#io)
  }

  /** How the names of a release begin that it makes. */
  releaseOf(number: string, { tags, targets }: DesiredState): Release {
    const found = releasesIn([...tags.keys(), ...targets.keys()]).find(release => release.number === number)
    if (found !== undefined) return found
    throw new RelengError(`the template ${this.use.name} makes nothing whose name bears the release`, {
      next: 'choose a template of a release: koji-releng templates list',
    })
  }

  /** The phases that a release can be in. */
  get phases(): readonly string[] {
    const values = this.#parameter('phase')?.schema.enum
    return Array.isArray(values) ? values.filter(value => typeof value === 'string') : []
  }

  /** The phase that a new release is in: as it was given, otherwise the template's. */
  get phase(): string | undefined {
    const phase = this.use.values.get('phase') ?? this.#parameter('phase')?.default
    return typeof phase === 'string' ? phase : undefined
  }

  /** The parameters that are on or off and were not given, and what they are. */
  get switches(): readonly { readonly name: string; readonly value: boolean }[] {
    return this.use.parameters.flatMap(({ name, default: preset }) =>
      typeof preset === 'boolean' && !this.use.values.has(name) ? [{ name, value: preset }] : [],
    )
  }

  /** What a file says: the number, the phase, and whatever else was given. */
  values(
    number: string,
    phase: string | undefined,
    switches: ReadonlyMap<string, boolean>,
  ): Map<string, Json> {
    const { values } = this.use
    const release = typeof values.get('release') === 'number' ? Number(number) : number
    const rest = [...values].filter(([name]) => name !== 'release' && name !== 'phase')
    return new Map<string, Json>([
      ['release', release],
      ...(phase === undefined ? [] : [['phase', phase] as const]),
      ...rest,
      ...switches,
    ])
  }

  #parameter(name: string) {
    return this.use.parameters.find(parameter => parameter.name === name)
  }
}
