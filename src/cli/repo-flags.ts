import { Flags } from '@oclif/core'
import { RelengError } from '../koji/error.js'

/** A time, in seconds. */
const time = Flags.custom<number>({ parse: async text => secondsOf(text), helpValue: 'TIME' })

/** For commands that wait for repos. */
export const waitFlags = {
  'wait-timeout': time({
    description: 'how long to wait for repos: 90s, 60m or 2h',
    default: 3600,
    defaultHelp: async () => '60m',
    helpGroup: 'REPOS',
  }),
}

const units: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
])

function secondsOf(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? []
  const seconds = units.get(unit)
  if (number !== undefined && seconds !== undefined) return Number(number) * seconds
  throw new RelengError(`${JSON.stringify(text)} is no time to wait: write it as 90s, 60m or 2h`)
}
