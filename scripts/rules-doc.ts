// Writes docs/rules.md from the rules of audits: npm run docs
import { writeFileSync } from 'node:fs'
import { rules } from '../src/audit/index.js'
import { rulesMarkdown } from '../src/report/index.js'

writeFileSync(new URL('../docs/rules.md', import.meta.url), rulesMarkdown(rules))
