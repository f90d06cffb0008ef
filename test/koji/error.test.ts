import { expect } from 'chai'
import { ExitCode, RefusedError, RelengError } from '../../src/koji/error.js'

describe('errors', () => {
  it('say what, where and what next, and lead to an exit code', () => {
    const cause = new Error('below')
    const error = new RelengError('what', { where: 'a.yaml:1', next: 'do', details: ['raw'], cause })
    expect(error).to.be.an.instanceof(Error)
    expect(error).to.include({ name: 'RelengError', message: 'what', where: 'a.yaml:1', next: 'do', cause })
    expect(error.details).to.deep.equal(['raw'])
    expect(error.exitCode).to.equal(ExitCode.error)
  })
  it('may leave all but the message out', () => {
    const error = new RelengError('what')
    expect(error).to.include({ where: undefined, next: undefined })
    expect(error.details).to.deep.equal([])
    expect(Object.hasOwn(error, 'cause')).to.equal(false)
  })
  it('of guards have their own name and exit code', () => {
    expect(new RefusedError('no'))
      .to.be.an.instanceof(RelengError)
      .and.to.include({ name: 'RefusedError', exitCode: 3 })
  })
  it('have the exit codes of the design', () => {
    expect(ExitCode).to.deep.equal({ done: 0, error: 1, pending: 2, refused: 3, partial: 4 })
  })
})
