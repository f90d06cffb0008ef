import { type Bound, type Result, shortSpread } from './results.js'
import type { Spread } from './spread.js'

/** Whether what was promised of a real hub holds, or what was promised of ourselves and is measured beside a sandbox. */
export function boundsOf(results: readonly Result[], isReal: boolean): Bound[] {
  return isReal ? boundsOfHub(results) : [...boundsOfProgram(results), ...plannerBounds(results)]
}

function boundsOfHub(results: readonly Result[]): Bound[] {
  const apply = results.find(({ id }) => id === 'apply')?.ours.requests ?? null
  return [
    atMost(
      'plan of the release, no change: at most 2.5 times one request written by hand',
      results,
      'plan.same',
      2.5,
    ),
    fasterBy(
      "plan of the release: at least 50 times faster than koji-ansible's check",
      results,
      'plan.ansible',
      50,
    ),
    fasterBy("apply of a branching: at least 40 times faster than Fedora's script", results, 'apply', 40),
    {
      bound: 'apply of a branching: at most 12 requests',
      measured: apply === null ? '' : String(apply),
      holds: apply === null ? null : apply <= 12,
    },
  ]
}

function boundsOfProgram(results: readonly Result[]): Bound[] {
  return [
    atMost('`--version`: at most 1.8 times bare Node', results, 'start.version', 1.8),
    atMost('`tags plan --help`: at most 2.5 times bare Node', results, 'start.plan-help', 2.5),
    ...['new', 'there'].flatMap(id => {
      const plan = id === 'new' ? 'plan of the next release' : 'plan of a release that is there'
      return [1000, 10_000].map(size =>
        atMost(
          `${plan}, hub of ${size} tags: at most 1.2 times a hub of 100`,
          results,
          `size.${id}.${size}`,
          1.2,
        ),
      )
    }),
    atMost('audit of 1,000 tags: at most 11 times one of 100', results, 'audit.all.1000', 11),
    atMost('audit of 10,000 tags: at most 11 times one of 1,000', results, 'audit.all.10000', 11),
  ]
}

function atMost(bound: string, results: readonly Result[], id: string, most: number): Bound {
  const ratio = ratioOf(results, id)
  if (ratio === null) return { bound, measured: '', holds: null }
  return { bound, measured: `${shortSpread(ratio)} times`, holds: ratio.median <= most }
}

function fasterBy(bound: string, results: readonly Result[], id: string, least: number): Bound {
  const ratio = ratioOf(results, id)
  if (ratio === null) return { bound, measured: '', holds: null }
  const [median, min, max] = [ratio.median, ratio.max, ratio.min].map(one => (1 / one).toFixed(1))
  return { bound, measured: `${median} (${min} to ${max}) times faster`, holds: 1 / ratio.median >= least }
}

function ratioOf(results: readonly Result[], id: string): Spread | null {
  return results.find(one => one.id === id)?.ratio ?? null
}

/** The worst of the planner's cases counts, package lists included. */
function plannerBounds(results: readonly Result[]): Bound[] {
  const cases = results.filter(({ id }) => id === 'planner')
  const seconds = ({ ours }: Result) => ours.seconds.median
  const peak = ({ ours }: Result) => ours.looked.peak ?? Number.NaN
  const [slowest, largest] = [seconds, peak].map(figure => cases.toSorted((a, b) => figure(b) - figure(a))[0])
  return [
    under('planner alone, 10,000 desired tags: under 2 s', slowest, seconds, 2, 's'),
    under('planner alone, 10,000 desired tags: under 500 MB', largest, peak, 500, 'MB'),
  ]
}

function under(
  bound: string,
  worst: Result | undefined,
  figure: (result: Result) => number,
  limit: number,
  unit: string,
): Bound {
  if (worst === undefined) return { bound, measured: '', holds: null }
  const measured = figure(worst)
  const text = measured < 10 ? measured.toFixed(2) : String(Math.round(measured))
  return { bound, measured: `${text} ${unit} (${worst.name})`, holds: measured < limit }
}
