export { type Audit, type Finding, type Severity, severities, type Waiver } from './finding.js'
