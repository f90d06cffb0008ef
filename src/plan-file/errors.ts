import { type ErrorContext, RefusedError, RelengError } from '../koji/error.js'
import { type PlanFile, shortDigest } from './plan-file.js'

/** A plan file that is not to be trusted, or not for this hub or this tool: exit code 3. */
export class PlanFileError extends RefusedError {
  override readonly name = 'PlanFileError'
}

const whole = 'take the file as it was written, or make a new one: koji-releng tags plan -o FILE'

/** The refusal of a file that is not as it was written. */
export function damaged(what: string, where: string, context: ErrorContext = {}): PlanFileError {
  return new PlanFileError(`the plan file is not as it was written: ${what}`, {
    where,
    next: whole,
    ...context,
  })
}

/** Throws where a plan is for another hub than the one that it is to be applied to. */
export function refuseOtherHub({ hub }: PlanFile, url: string): void {
  if (hub.url === url) return
  throw new PlanFileError(`the plan is for another hub: ${hub.url}`, {
    where: url,
    next: `name the profile of that hub (where it was made: --profile ${hub.profile}), or make a plan for this one`,
  })
}

/** Throws where a plan does not have the digest, or not the beginning of one, that was reviewed. */
export function refuseOtherDigest({ digest }: PlanFile, reviewed: string): void {
  if (!/^[0-9a-f]{12,64}$/i.test(reviewed)) {
    throw new RelengError(`${JSON.stringify(reviewed)} is no digest of a plan`, {
      next: `give all its 64 hexadecimal digits, or at least the first ${shortDigest}`,
    })
  }
  if (digest.startsWith(reviewed.toLowerCase())) return
  throw new PlanFileError(`this is not the plan that was reviewed: its digest is ${digest}`, {
    where: `--digest ${reviewed}`,
    next: 'review this one, or take the other file',
  })
}
