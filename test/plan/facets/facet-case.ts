import { expect } from 'chai'
import { formatCall } from '../../../src/koji/call.js'
import type { DesiredState, DesiredTag } from '../../../src/koji/desired-state.js'
import { RelengError } from '../../../src/koji/error.js'
import type { LiveState } from '../../../src/koji/live-state.js'
import { defaultLink, type Link, type Tag } from '../../../src/koji/tag.js'
import { planDesired } from '../../../src/pipeline.js'
import { goalOf, makePlan, type Plan } from '../../../src/plan/index.js'
import { desired, live } from '../../builders.js'
import { fillHub } from '../../hub-of.js'
import { anyLeave, applyRehearsed, SandboxHub } from '../../sandbox-hub.js'
import { expectUndone, rowsAround } from '../../undone.js'

/** What is wanted, what a hub holds, and the calls between the two, stage by stage. */
export type FacetCase = [what: string, wanted: DesiredState, hub: LiveState, calls: string[]]

/** A case of tags alone. */
export function facetCase(what: string, wanted: DesiredTag[], hub: Tag[], calls: string[]): FacetCase {
  return [what, desired(wanted), live(hub), calls]
}

/** A link as a call carries it. */
export function linkText(parent: string, priority = 0, fields: Partial<Link> = {}): string {
  return JSON.stringify({ parent, priority, ...defaultLink, ...fields })
}

/** A link to take away, likewise. */
export function noLinkText(parent: string): string {
  return JSON.stringify({ parent, 'delete link': true })
}

/** What a refused plan says, on an embedded hub that holds that state. */
export async function refusalOf(
  state: DesiredState,
  hub: LiveState,
  sandbox = new SandboxHub(),
): Promise<RelengError> {
  await fillHub(sandbox, hub)
  const events = await sandbox.call('getLastEvent', [])
  const error: unknown = await planDesired(state, sandbox.client, 'test').catch((caught: unknown) => caught)
  expect(await sandbox.call('getLastEvent', []), 'nothing was written').to.deep.equal(events)
  if (error instanceof RelengError) return error
  throw new Error('the plan was not refused')
}

export function callsOf({ stages }: Plan): string[] {
  return stages.flatMap(({ stage, calls }) => calls.map(call => `${stage}: ${formatCall(call)}`))
}

/**
 * Tests each case twice: as data, and on an embedded hub that holds that state, where the calls must be the
 * same, and nothing be left to do after them.
 */
export function testCases(cases: readonly FacetCase[]): void {
  for (const [what, wanted, hub, calls] of cases) {
    it(what, async () => {
      expect(callsOf(makePlan(goalOf(wanted, hub), hub))).to.deep.equal(calls)
      const sandbox = new SandboxHub()
      await fillHub(sandbox, hub)
      const planned = await planDesired(wanted, sandbox.client, 'test')
      expect(callsOf(planned.plan), 'read from a hub').to.deep.equal(calls)
      if (calls.length === 0) return
      const before = await rowsAround(planned, sandbox.client)
      const { remaining } = await applyRehearsed(planned, sandbox.client, sandbox.login, anyLeave)
      expect(remaining, 'planned again').to.deep.equal([])
      await expectUndone(planned, sandbox, before)
    })
  }
}
