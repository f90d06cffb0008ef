import { expect } from 'chai'
import { defaultGroupConfig, defaultSettings, newTag } from '../../src/koji/tag.js'
import { valuePath } from '../../src/koji/value-path.js'

describe('values', () => {
  it('have paths of their own', () => {
    const paths = [
      valuePath('arches'),
      valuePath('extra', 'arches'),
      valuePath('groups', 'build'),
      valuePath('groups', 'build', 'bash'),
      valuePath('groups', 'build bash'),
    ]
    expect(new Set(paths).size).to.equal(paths.length)
  })
  it("start as Koji's: createTag stores no arches at all, not null", () => {
    expect(newTag('a').settings).to.deep.equal(defaultSettings).and.to.include({ arches: '' })
    expect(defaultGroupConfig('g')).to.include({ display_name: 'g', exported: true, blocked: false })
  })
})
