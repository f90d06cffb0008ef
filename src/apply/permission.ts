import { cleanLine } from '../koji/clean.js'
import type { ProblemData } from '../koji/error.js'
import type { GreetedUser } from '../koji/greeting.js'
import { isDecidedByPolicy, mayCall, permissionsFor } from '../koji/permissions.js'
import type { Plan, PlannedCall } from '../plan/index.js'
import { NotPermittedError } from './errors.js'

/** Calls that a user may not make, by the permission that he lacks: method names, sorted. */
export type MissingPermissions = ReadonlyMap<string, readonly string[]>

/** What a user lacks for a plan. A hub judges lists of packages by a policy of its own: they may fail later. */
export function missingPermissions({ stages }: Plan, { permissions }: GreetedUser): MissingPermissions {
  const methods = new Set(stages.flatMap(({ calls }) => calls.map(({ method }) => method)))
  const missing = new Map<string, string[]>()
  for (const method of [...methods].sort()) {
    if (isDecidedByPolicy(method) || mayCall(method, permissions)) continue
    const [permission = 'admin'] = permissionsFor(method)
    missing.set(permission, [...(missing.get(permission) ?? []), method])
  }
  return missing
}

/** The first place in the files that asks for each of these calls. */
function problemsOf(missing: MissingPermissions, { changes, stages }: Plan): ProblemData[] {
  const calls = new Map<string, PlannedCall>()
  for (const call of stages.flatMap(stage => stage.calls))
    if (!calls.has(call.method)) calls.set(call.method, call)
  return [...missing].flatMap(([permission, methods]) =>
    methods.flatMap(method => {
      const [change] = calls.get(method)?.changes.flatMap(index => changes[index] ?? []) ?? []
      return change === undefined
        ? []
        : [{ source: change.source, message: `${method} takes the permission ${permission}` }]
    }),
  )
}

/** The refusal of a plan that its user may not apply: what lacks, and who may grant it. */
export function notPermitted(
  missing: MissingPermissions,
  user: GreetedUser,
  administrators: readonly string[] | null,
  plan: Plan,
): NotPermittedError {
  const name = cleanLine(user.name)
  const lines = [...missing].map(([permission, methods]) => `${permission}, for ${methods.join(', ')}`)
  const grants = [...missing.keys()].map(permission => `koji grant-permission ${permission} ${name}`)
  const who = administrators?.length ? ` (${administrators.map(cleanLine).join(', ')})` : ''
  return new NotPermittedError(
    `${name} lacks permissions to apply this plan:\n${lines.join('\n')}\nnothing was written`,
    {
      where: plan.hub.url,
      next: `ask an administrator of the hub${who}: ${grants.join('; ')}; then apply again`,
      problems: problemsOf(missing, plan),
      data: { user: user.name, missing: [...missing.keys()] },
    },
  )
}
