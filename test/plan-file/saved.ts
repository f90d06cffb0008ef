import type { DesiredState } from '../../src/koji/desired-state.js'
import { digestOf } from '../../src/koji/digest.js'
import { canonicalJson } from '../../src/koji/json.js'
import { planDesired } from '../../src/pipeline.js'
import { type PlanFile, planFileOf, planFileText, type SavedDesired } from '../../src/plan-file/index.js'
import type { SandboxHub } from '../sandbox-hub.js'

const desired: SavedDesired = {
  digest: digestOf('desired'),
  files: [{ file: 'test.yaml', sha256: digestOf('file') }],
}

/** What the plan files of tests say of where they come from. */
export const made = { tool: { name: 'koji-releng', version: '0.0.0' }, desired }

/** The plan file of a desired state on a hub. */
export async function savedPlan(hub: SandboxHub, state: DesiredState): Promise<PlanFile> {
  const { plan } = await planDesired(state, hub.client, 'test')
  return planFileOf(plan, made)
}

export function bytesOf(file: PlanFile): Buffer {
  return Buffer.from(planFileText(file))
}

/** The bytes of a file that somebody has changed, and given the digest that belongs to it. */
export function forged(file: PlanFile, change: (content: Record<string, unknown>) => object): Buffer {
  const { digest: _, ...content } = JSON.parse(planFileText(file))
  const changed = change(content)
  return Buffer.from(`${canonicalJson({ ...changed, digest: digestOf(changed) })}\n`)
}
