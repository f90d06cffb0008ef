import { expect } from 'chai'
import { MovingLines } from '../../src/cli/moving-lines.js'
import { screenOf } from '../commands/screen.js'

/** A terminal in memory, whose size can change. */
class Screen {
  output = ''

  constructor(
    public columns: number,
    public rows = 24,
  ) {}

  write(text: string): void {
    this.output += text
  }

  get lines(): string[] {
    return screenOf(this.output, this.columns)
  }
}

describe('moving lines', () => {
  it('take the place of those before them, below text that stays', () => {
    const screen = new Screen(40)
    const lines = new MovingLines(screen)
    lines.draw(['one', 'two'])
    lines.above('stays')
    lines.draw(['three'], ['stays, too'])
    expect(screen.lines).to.deep.equal(['stays', 'stays, too', 'three', ''])
    lines.clear()
    expect(screen.lines).to.deep.equal(['stays', 'stays, too', ''])
  })

  it('never wrap, whatever they hold', () => {
    for (const columns of [1, 2, 10, 20]) {
      const screen = new Screen(columns)
      const lines = new MovingLines(screen)
      for (const line of ['x'.repeat(50), '漢'.repeat(50), '', 'x'.repeat(columns)])
        lines.draw([line, 'second'])
      expect(screen.lines, `${columns} columns`).to.have.length(3)
    }
  })

  it('are no more than fit', () => {
    const screen = new Screen(40, 3)
    new MovingLines(screen).draw(['one', 'two', 'three', 'four'])
    expect(screen.lines).to.deep.equal(['one', 'two', ''])
  })

  it('go away as a whole where the terminal became narrower, and wrapped them', () => {
    const screen = new Screen(40)
    const lines = new MovingLines(screen)
    lines.draw(['x'.repeat(30), 'second'])
    screen.columns = 20
    lines.draw(['after'])
    expect(screen.lines).to.deep.equal(['after', ''])
  })

  it('write nothing where there is nothing to show or to clear', () => {
    const screen = new Screen(40)
    new MovingLines(screen).clear()
    expect(screen.output).to.equal('')
  })
})
