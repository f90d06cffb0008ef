import type { BenchHub, MeasuredHub } from '../branching/hub.js'
import type { Contender } from './look.js'
import { inTurns } from './pairs.js'
import { type Result, told } from './results.js'
import type { WholeRelease } from './whole-release.js'

/** Where other ways of doing the same are, as paths; what is left out is not measured. */
export interface Others {
  /** runs Koji's own client */
  readonly koji?: string | undefined
  /** Fedora's make-koji-release-tags */
  readonly script?: string | undefined
  /** a checkout of koji-ansible */
  readonly 'koji-ansible'?: string | undefined
  /** the source tree of Koji */
  readonly 'koji-source'?: string | undefined
  /** empties the hub */
  readonly empty?: string | undefined
  /** Python that has what Koji imports */
  readonly python: string
}

/** Two that are compared, on the hub of the run unless another one is named. */
export interface Comparison {
  readonly id: string
  readonly name: string
  readonly hub?: MeasuredHub
  readonly ours: Contender
  readonly theirs?: Contender | undefined
  /** where the other one runs, if elsewhere */
  readonly theirHub?: MeasuredHub
  /** runs once beforehand, unless it is false */
  readonly warm?: boolean
  /** comes before each turn, and does not count */
  readonly prepare?: (() => Promise<void>) | undefined
}

/** What every benchmark is given, and where it leaves what it found. */
export class Bench {
  readonly results: Result[] = []
  readonly notes: string[] = []

  constructor(
    readonly hub: BenchHub,
    readonly whole: WholeRelease,
    readonly folder: string,
    readonly runs: number,
    readonly others: Others,
  ) {}

  async compare({ id, name, ...comparison }: Comparison): Promise<void> {
    const { hub, runs, folder } = this
    this.add({ id, name, ...(await inTurns({ hub, warm: true, runs, folder, ...comparison })) })
  }

  add(result: Result): void {
    this.results.push(result)
    console.log(told(result))
  }

  note(text: string): void {
    this.notes.push(text)
    console.log(text)
  }
}
