export { refusalOf } from './refusal.js'
export { type FailedCall, type PlanAgain, type Rehearsal, type Rehearsed, rehearse } from './rehearse.js'
