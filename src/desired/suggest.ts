import { nearest } from '../koji/names.js'

/**
 * "did you mean `arches`?" for a word that is none of the candidates; where none is near, `otherwise`.
 * Besides misspellings it knows abbreviations (`arch`) and swapped letters (`tgas`), which are many edits away.
 */
export function didYouMean<T extends string | undefined>(
  word: string,
  candidates: Iterable<string>,
  otherwise: T,
): string | T {
  const known = [...candidates]
  const meant =
    nearest(word, known) ??
    known.find(candidate => word.length >= 3 && candidate.startsWith(word)) ??
    known.find(candidate => word.length >= 3 && letters(candidate) === letters(word))
  return meant === undefined ? otherwise : `did you mean \`${meant}\`?`
}

function letters(word: string): string {
  return [...word].sort().join('')
}
