import { styleText } from 'node:util'

/** How parts of a report are set apart; the plain one sets nothing apart. */
export interface Style {
  added(text: string): string
  changed(text: string): string
  removed(text: string): string
  heading(text: string): string
  faint(text: string): string
}

const same = (text: string) => text

export const plainStyle: Style = { added: same, changed: same, removed: same, heading: same, faint: same }

/** For terminals; the only place of the project that knows colours. */
export const terminalStyle: Style = {
  added: paint('green'),
  changed: paint('yellow'),
  removed: paint('red'),
  heading: paint('bold'),
  faint: paint('dim'),
}

// The caller has decided already whether colours are wanted.
function paint(format: Parameters<typeof styleText>[0]): (text: string) => string {
  return text => (text === '' ? '' : styleText(format, text, { validateStream: false }))
}
