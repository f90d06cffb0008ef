// In the order of ASCII. No vowels, so that no words come about, and nothing that is mistaken for something else.
const letters = '23456789bcdfghjkmnpqrstvwxz'

/**
 * An ID of a run that begins at `time`: `20261122-071003-x7q4`. IDs sort by time (UTC): the first two letters part
 * the second, and the last two keep those of one moment apart.
 *
 * @param random from 0 to 1, as `Math.random`
 */
export function newRunId(time: Date, random: () => number): string {
  const [date = '', clock = ''] = time.toISOString().split('T')
  const parts = letters.length ** 2
  const part = inLetters(Math.floor((time.getUTCMilliseconds() / 1000) * parts))
  const rest = inLetters(Math.floor(random() * parts))
  return `${date.replaceAll('-', '')}-${clock.slice(0, 8).replaceAll(':', '')}-${part}${rest}`
}

function inLetters(number: number): string {
  return `${letters[Math.floor(number / letters.length)]}${letters[number % letters.length]}`
}

/** Whether it may be the beginning of a run's ID. */
export function isRunIdStart(text: string): boolean {
  return /^\d{1,8}(-\d{0,6}(-[a-z\d]{0,4})?)?$/.test(text)
}
