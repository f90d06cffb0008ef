/** A word as a shell reads it back: as it stands where that is safe, in single quotes otherwise. */
export function shellWord(word: string): string {
  if (/^[A-Za-z0-9_./:@%+,=-]+$/.test(word)) return word
  // Nothing that a terminal obeys or nobody sees goes out as it is: these quotes are bash's.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(word)) return `$'${ansi(word)}'`
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** A command line. An option stays readable: `--arches='x86_64 aarch64'`. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(optionOrWord).join(' ')
}

function optionOrWord(word: string): string {
  const [, option, value] = /^(--[a-z-]+=)(.+)$/s.exec(word) ?? []
  return option === undefined || value === undefined ? shellWord(word) : option + shellWord(value)
}

// Bytes, since a shell's \u means other characters in other locales.
function ansi(word: string): string {
  return word.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}'\\]/gu, character =>
    [...new TextEncoder().encode(character)].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}
