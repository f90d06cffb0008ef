/** Seconds since 1970, with a fraction. */
export type Clock = () => number
/** So many random bytes. */
export type Random = (bytes: number) => Uint8Array

/** How the database tells a time: `2026-11-22 07:05:33.123456+00:00`, whole seconds without a fraction. */
export function formatTime(seconds: number): string {
  const micros = Math.round(seconds * 1e6)
  const whole = Math.floor(micros / 1e6)
  const fraction = micros - whole * 1e6
  const date = new Date(whole * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return `${date}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}+00:00`
}
