import { additiveCases, exactCases } from './extra-cases.js'
import { testCases } from './facet-case.js'

describe('extra, exact', () => testCases(exactCases))
describe('extra, additive', () => testCases(additiveCases))
