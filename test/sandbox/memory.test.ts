import { execFileSync } from 'node:child_process'
import { expect } from 'chai'

// What V8 makes of its heap can only be seen in a process of its own.
const script = `
  import { getHeapSpaceStatistics } from 'node:v8'
  import { boundYoungGeneration, relieveMemory } from './src/sandbox/memory.ts'
  boundYoungGeneration()
  relieveMemory()
  let kept = []
  for (let round = 0; round < 10; round += 1) kept = Array.from({ length: 1_000_000 }, () => [round])
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  console.log(young.space_size / 1024 / 1024, kept.length)
`

describe('the memory of a sandbox that is served', () => {
  it('does not grow the young generation while a long request is answered', () => {
    const given = ['--import', 'tsx', '--input-type', 'module', '--eval', script]
    const [megabytes] = execFileSync(process.execPath, given, { encoding: 'utf8' }).split(' ')
    expect(Number(megabytes)).to.equal(16)
  })
})
