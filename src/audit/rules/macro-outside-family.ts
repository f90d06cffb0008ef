import { finding } from '../fault.js'
import type { Rule } from '../rule.js'

/** A macro set for one kind of builds changes all that inherit it. */
export const macroOutsideFamily: Rule = {
  id: 'macro-outside-family',
  severity: 'warning',
  title: 'a macro reaches build tags of its own family alone',
  reason:
    'Extra settings are inherited. A macro of `f44-app-build` is meant for what is named after it: `f44-app-…`. Where ' +
    'another build tag inherits from it, its builds get the macro, too: another dist tag, another prefix.',
  example:
    '`f44-infra-build` inherits from `f44-app-build`: “builds see rpm.macro.dist of f44-app-build, which is of another family”.',
  mend: 'Take the parent away, mark the link `noconfig: true`, or stop the macro: `block_extra: [rpm.macro.dist]`.',
  needs: [],
  *check(view) {
    for (const tag of view.buildTags().keys()) {
      for (const [key, value] of view.config(tag).extra) {
        if (value.blocked || !key.startsWith('rpm.macro.') || isFamily(tag, value.from)) continue
        yield finding(macroOutsideFamily, view, {
          kind: 'tag',
          name: tag,
          at: ['extra', key],
          message: `builds see ${key} of ${value.from}, which is of another family`,
          found: value.value,
        })
      }
    }
  },
}

function isFamily(tag: string, from: string): boolean {
  const family = from.replace(/-build$/, '')
  return tag === family || tag.startsWith(`${family}-`)
}
