import { type Bound, type Result, shortSpread } from './results.js'
import type { Spread } from './spread.js'

/** Whether what was promised holds. What is promised of a real hub is not held against a sandbox, which is faster. */
export function boundsOf(results: readonly Result[], isReal: boolean): Bound[] {
  const find = (id: string) => results.find(one => one.id === id)
  const onReal = (id: string) => (isReal ? find(id) : undefined)
  const by = (ratio: Spread) => `${shortSpread(ratio)} times`
  const faster = ({ median, min, max }: Spread) =>
    `${(1 / median).toFixed(1)} (${(1 / max).toFixed(1)} to ${(1 / min).toFixed(1)}) times faster`
  const atMost = (bound: string, result: Result | undefined, most: number): Bound => {
    const ratio = result?.ratio ?? null
    return { bound, measured: ratio === null ? '' : by(ratio), holds: ratio && ratio.median <= most }
  }
  const fasterBy = (bound: string, result: Result | undefined, least: number): Bound => {
    const ratio = result?.ratio ?? null
    return { bound, measured: ratio === null ? '' : faster(ratio), holds: ratio && 1 / ratio.median >= least }
  }
  const apply = onReal('apply')?.ours.requests ?? null
  return [
    atMost(
      'real hub: plan of the release, no change: at most 2.5 times one request written by hand',
      onReal('plan.same'),
      2.5,
    ),
    fasterBy(
      "real hub: plan of the release: at least 50 times faster than koji-ansible's check",
      onReal('plan.ansible'),
      50,
    ),
    fasterBy(
      "real hub: apply of a branching: at least 40 times faster than Fedora's script",
      onReal('apply'),
      40,
    ),
    {
      bound: 'real hub: apply of a branching: at most 12 requests',
      measured: apply === null ? '' : String(apply),
      holds: apply === null ? null : apply <= 12,
    },
    atMost('`--version`: at most 1.8 times bare Node', find('start.version'), 1.8),
    atMost('`tags plan --help`: at most 2.5 times bare Node', find('start.plan-help'), 2.5),
    atMost('plan on a hub of 1,000 tags: less than 20 % longer than on one of 100', find('size.1000'), 1.2),
    atMost('plan on a hub of 10,000 tags: less than 20 % longer than on one of 100', find('size.10000'), 1.2),
    atMost('audit of 1,000 tags: at most 11 times one of 100', find('audit.all.1000'), 11),
    atMost('audit of 10,000 tags: at most 11 times one of 1,000', find('audit.all.10000'), 11),
    ...plannerBounds(results),
  ]
}

/** The worst of the planner's cases count. */
function plannerBounds(results: readonly Result[]): Bound[] {
  const cases = results.filter(({ id }) => id === 'planner')
  const isKnown = cases.length > 0
  const seconds = Math.max(...cases.map(({ ours }) => ours.seconds.median))
  const peak = Math.max(...cases.map(({ ours }) => ours.looked?.peak ?? 0))
  return [
    {
      bound: 'planner alone, 10,000 desired tags: under 2 s',
      measured: isKnown ? `${seconds.toFixed(2)} s` : '',
      holds: isKnown ? seconds < 2 : null,
    },
    {
      bound: 'planner alone, 10,000 desired tags: under 500 MB',
      measured: isKnown ? `${Math.round(peak)} MB` : '',
      holds: isKnown ? peak < 500 : null,
    },
  ]
}
