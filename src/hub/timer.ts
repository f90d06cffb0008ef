/** Seconds as milliseconds for a timer of Node, which holds 31 bits of them: more would fire at once. */
export function timerOf(seconds: number): number {
  return Math.min(seconds * 1000, 2 ** 31 - 1)
}
