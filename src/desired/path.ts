/** The way from the root of a file to one of its values: keys and list positions. */
export type Path = readonly (string | number)[]

const plainKey = /^[\w${}+/-]+$/

/** `tags.f44-app.inheritance[1].priority`; keys that would read as more than one step are quoted. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => text + formatStep(step, text === ''), '')
}

function formatStep(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`
  if (!plainKey.test(step)) return `[${JSON.stringify(step)}]`
  return first ? step : `.${step}`
}
