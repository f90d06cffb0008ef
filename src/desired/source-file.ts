import { LineCounter } from 'yaml'
import type { Source } from '../koji/source.js'

/** The text of one input file, and the arithmetic of its lines. */
export class SourceFile {
  readonly #lines = new LineCounter()

  /**
   * @param name how people know it: as they gave it on the command line
   * @param path where it was read from: absolute, and the same for every way to write it
   */
  constructor(
    readonly name: string,
    readonly path: string,
    readonly text: string,
  ) {
    this.#lines.addNewLine(0)
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines.addNewLine(at + 1)
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset)
    return { line, column: col }
  }

  /** The text of a line, without its end. */
  line(number: number): string {
    const start = this.#lines.lineStarts[number - 1] ?? this.text.length
    const end = this.#lines.lineStarts[number] ?? this.text.length
    return this.text.slice(start, end).replace(/\r?\n$/, '')
  }
}

/** Where something was written; unlike a `Source` it can still show the text around it. */
export interface Place {
  readonly file: SourceFile
  readonly offset: number
  /** where the template that holds this place was used */
  readonly used_by?: Place
}

export function toSource({ file, offset, used_by }: Place): Source {
  const place = { file: file.name, ...file.position(offset) }
  return used_by === undefined ? place : { ...place, used_by: toSource(used_by) }
}

/** For what the loader itself makes: it is never reported. */
export const nowhere: Place = { file: new SourceFile('', '', ''), offset: 0 }
