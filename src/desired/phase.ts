import { resolve } from 'node:path'
import { RelengError } from '../koji/error.js'
import { canonicalJson, type Json, jsonEqual } from '../koji/json.js'
import { nearest } from '../koji/names.js'
import { formatSource, type Source } from '../koji/source.js'
import { fromText } from './from-text.js'
import { type DesiredIo, nodeIo } from './io.js'
import { Library } from './library.js'
import { entriesOf, itemsOf, type Node, textOf, toJson, valueAt } from './node.js'
import type { Parameter } from './parameters.js'
import { Problems } from './problem.js'
import { toSource } from './source-file.js'
import type { Unit } from './unit.js'
import { withParameter } from './yaml-edit.js'

/** The parameter that says where a release is. */
const parameter = 'phase'

/** What a file says of the phase of releases, before and after. */
export interface PhaseEdit {
  /** the whole file; the same as before where it says so already */
  readonly text: string
  readonly before: string
  readonly uses: readonly PhaseStep[]
}

/** One entry of `use` that an edit is about. */
export interface PhaseStep {
  readonly template: string
  readonly source: Source
  /** what it makes: `44`; several where `for` has a list */
  readonly releases: readonly string[]
  /** the template's default where the file says nothing */
  readonly from: Json
  readonly to: Json
}

export interface PhaseOptions {
  /** the release that is meant, where a file has several */
  readonly release?: string | undefined
}

/**
 * What a file becomes when it shall say another phase: all bytes but that word stay as they are. Reads templates,
 * writes nothing.
 *
 * @param name the file, relative to `io.cwd`
 * @throws {InputError} with all that is wrong in the file
 * @throws {RelengError} where it does not say which release is meant, or the template knows no such phase
 */
export async function phaseEdit(
  name: string,
  phase: string,
  { release }: PhaseOptions = {},
  io: DesiredIo = nodeIo(),
): Promise<PhaseEdit> {
  const library = new Library(io, new Problems())
  const unit = await library.file(name)
  library.problems.throwIfAny()
  const all = unit === undefined ? [] : await phasedUses(unit, library)
  library.problems.throwIfAny()
  const before = await io.readFile(resolve(io.cwd, name))
  const chosen = chooseUses(all, release, name)
  const steps = chosen.map(use => toStep(use, phase))
  const text = chosen.reduce((edited, use, at) => edit(edited, use, steps[at]), before)
  return { text, before, uses: steps }
}

/** An entry of `use` whose template has phases. */
interface PhasedUse {
  readonly at: number
  readonly template: string
  readonly node: Node
  readonly phase: Parameter
  readonly releases: readonly string[]
}

async function phasedUses(unit: Unit, library: Library): Promise<PhasedUse[]> {
  const uses: PhasedUse[] = []
  for (const [at, node] of itemsOf(valueAt(unit.root, 'use')).entries()) {
    const template = textOf(valueAt(node, 'template'))
    if (template === undefined) continue
    const mention = { place: node.place, path: ['use', at, 'template'] }
    const used = await library.template(template, unit.file, mention)
    const phase = used?.parameters.get(parameter)
    if (phase !== undefined) uses.push({ at, template, node, phase, releases: releasesOf(node) })
  }
  return uses
}

function releasesOf(node: Node): string[] {
  const said = valueAt(valueAt(node, 'with'), 'release')
  const listed = itemsOf(valueAt(valueAt(node, 'for'), 'release'))
  return [...(said === undefined ? [] : [said]), ...listed].map(value => {
    const json = toJson(value)
    return typeof json === 'string' ? json : canonicalJson(json)
  })
}

/** The entries of one release: several, where a file uses the families of a release one by one. */
function chooseUses(all: readonly PhasedUse[], release: string | undefined, file: string): PhasedUse[] {
  if (all.length === 0) {
    throw new RelengError('the file uses no template that has phases', {
      where: file,
      next: 'use one: use: [{template: fedora-release, with: {release: 44, phase: rawhide}}]',
    })
  }
  if (release === undefined) {
    const [first, ...others] = new Set(all.map(({ releases }) => releases.join(', ')))
    if (others.length === 0) return [...all]
    const known = [...new Set(all.flatMap(({ releases }) => releases))]
    throw new RelengError(`the file is about several releases: ${[first, ...others].join('; ')}`, {
      where: file,
      next: `say which one is meant: --release ${known[0]}`,
    })
  }
  const chosen = all.filter(({ releases }) => releases.includes(release))
  if (chosen.length === 0) {
    const known = [...new Set(all.flatMap(({ releases }) => releases))]
    throw new RelengError(`the file has no release ${release} with a phase`, {
      where: file,
      next: `it has ${known.join(', ')}`,
    })
  }
  const shared = chosen.find(({ releases }) => releases.length > 1)
  if (shared === undefined) return chosen
  throw new RelengError(`release ${release} shares its phase with others: ${shared.releases.join(', ')}`, {
    where: placeOf(shared),
    next: `give it an entry of its own, with: {release: ${release}}, and take it out of \`for\``,
  })
}

function toStep(use: PhasedUse, phase: string): PhaseStep {
  const { node, template, releases } = use
  const listed = entriesOf(valueAt(node, 'for')).get(parameter)
  if (listed !== undefined) {
    throw new RelengError('the phase is a list here: one entry for each', {
      where: formatSource(toSource(listed.place)),
      next: 'write entries with one phase each',
    })
  }
  const to = fromText(phase, use.phase, node.place)
  if (use.phase.check(toJson(to)) !== undefined) throw unknownPhase(use, phase)
  const said = valueAt(valueAt(node, 'with'), parameter) ?? use.phase.default
  return {
    template,
    source: toSource(valueAt(valueAt(node, 'with'), parameter)?.place ?? node.place),
    releases,
    from: said === undefined ? null : toJson(said),
    to: toJson(to),
  }
}

function unknownPhase(use: PhasedUse, phase: string): RelengError {
  const { enum: phases } = use.phase.schema
  const known = Array.isArray(phases) ? phases.map(String) : []
  const near = nearest(phase, known)
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return new RelengError(`the template ${use.template} has no phase ${phase}${hint}`, {
    where: placeOf(use),
    next: known.length === 0 ? `it takes ${JSON.stringify(use.phase.schema)}` : `it has ${known.join(', ')}`,
  })
}

function edit(text: string, use: PhasedUse, step: PhaseStep | undefined): string {
  if (step === undefined || jsonEqual(step.from, step.to)) return text
  const { to } = step
  const edited =
    typeof to === 'string' || typeof to === 'number' || typeof to === 'boolean'
      ? withParameter(text, use.at, parameter, to)
      : undefined
  if (edited !== undefined) return edited
  throw new RelengError('the phase cannot be changed here without changing something else', {
    where: placeOf(use),
    next: 'it stands behind an anchor, an alias or in an unusual form: write it by hand, and apply the file',
  })
}

function placeOf({ node }: PhasedUse): string {
  return formatSource(toSource(node.place))
}
