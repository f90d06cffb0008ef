export type { ImportedBuild } from './build-import.js'
export type { DirectCall } from './direct.js'
export {
  type FaultMode,
  type FaultRule,
  faultHooks,
  faultModes,
  faultTexts,
  parseFaultRule,
} from './fault-injection.js'
export type { Hooks, RequestInfo } from './hooks.js'
export { type HubRequest, type HubResponse, maxRequestLength, type Peer } from './http.js'
export { storeOfLive } from './live-store.js'
export { boundYoungGeneration } from './memory.js'
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.js'
export type { SeedUser } from './seed.js'
export { type RunningServer, type ServeOptions, serve } from './server.js'
export type { HubOptions } from './services.js'
export { isStateFile, openState, refuseForeignFile, replaceState, type StateFile } from './state-file.js'
export type { TicketChecker } from './web-server.js'
