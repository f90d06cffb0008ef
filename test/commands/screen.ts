/** What a terminal shows of an output: the few control sequences that are used here, and wrapping. */
export function screenOf(output: string, columns: number): string[] {
  const rows: string[] = ['']
  let [row, column] = [0, 0]
  const put = (character: string) => {
    if (column === columns) newRow()
    rows[row] =
      `${(rows[row] ?? '').slice(0, column).padEnd(column)}${character}${(rows[row] ?? '').slice(column + 1)}`
    column += 1
  }
  const newRow = () => {
    row += 1
    column = 0
    while (rows.length <= row) rows.push('')
  }
  const tokens = output.matchAll(/\u001B\[(\d*)([A-Za-z])|\u001B\[\?[\d;]+[a-z]|\u001B\[[\d;]+m|([\s\S])/gu)
  for (const [, number, command, character] of tokens) {
    if (character === '\r') column = 0
    else if (character === '\n') newRow()
    else if (character !== undefined) put(character)
    else if (command === 'A') row = Math.max(0, row - Number(number || 1))
    else if (command === 'G') column = Number(number || 1) - 1
    else if (command === 'J') {
      rows.length = row + 1
      rows[row] = (rows[row] ?? '').slice(0, column)
    }
  }
  return rows.map(text => text.trimEnd())
}
