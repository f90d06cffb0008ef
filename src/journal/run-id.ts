// Nothing that is mistaken for something else, and no vowels, so that no words come about.
const letters = 'bcdfghjkmnpqrstvwxz23456789'

/**
 * An ID of a run that begins at `time`: `20261122-071003-x7q4`. IDs sort by time (UTC), and the four letters keep
 * those of one second apart.
 *
 * @param random from 0 to 1, as `Math.random`
 */
export function newRunId(time: Date, random: () => number): string {
  const [date = '', clock = ''] = time.toISOString().split('T')
  const rest = Array.from({ length: 4 }, () => letters[Math.floor(random() * letters.length)]).join('')
  return `${date.replaceAll('-', '')}-${clock.slice(0, 8).replaceAll(':', '')}-${rest}`
}

/** Whether it is an ID of a run, or the beginning of one. */
export function isRunIdStart(text: string): boolean {
  return /^\d[\d-]*[a-z\d]*$/.test(text) && text.length <= 20
}
