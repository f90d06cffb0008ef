export type { Outcome } from './answer.js'
export {
  type AllNames,
  type AuditFacts,
  type FactQuestions,
  type FactTag,
  noFacts,
  readAuditFacts,
} from './audit-facts.js'
export { CallSender } from './call-sender.js'
export type { Caller, SessionCaller } from './caller.js'
export { type Exchange, type ExchangeListener, HubClient, type RequestWatch } from './client.js'
export { type ConfigLocations, type Profiles, readProfiles } from './config-files.js'
export { readFamily } from './family-reader.js'
export { FaultCode, fateOf, isOutcomeLost, KojiFault } from './fault.js'
export { findMoment } from './find-moment.js'
export { readGraph } from './graph-reader.js'
export { askAdministrators, type Greeted, greet } from './greeting.js'
export { defaultConnections, type HttpOptions, HttpTransport } from './http-transport.js'
export { type HubNames, readHubNames } from './hub-names.js'
export { isPlaintext } from './hub-url.js'
export type { Place } from './ini.js'
export { loadKerberos, type Negotiation } from './kerberos.js'
export { type LastLook, lookAgain } from './last-look.js'
export { type Before, LiveReader } from './live-reader.js'
export { kerberosLogin, type Login, loginOf, passwordLogin, webServerLogin } from './login.js'
export { type Past, type PastQuestion, readPast } from './past-reader.js'
export {
  type Authtype,
  authtypeOf,
  type Profile,
  profileNames,
  profileOf,
  serverOf,
  usualProfile,
  verifiesHub,
} from './profile.js'
export { type ListedProfile, listProfiles } from './profile-list.js'
export { lookForRepos, requestRepos, wantRepos } from './repo-requests.js'
export { countRequests } from './request.js'
export { type Patience, Retrier, type Retry, type Surroundings } from './retry.js'
export { Session } from './session.js'
export { readStrangers, type Strangers } from './strangers.js'
export type { BuildQuestion, LatestQuestion } from './tag-builds.js'
export { kojiGlob, readTagNames } from './tag-names.js'
export { type RowPastQuestion, readRowPasts, readTagPasts, type TagPast } from './tag-past.js'
export { readTagViews, type TagViews, type ViewOptions } from './tag-views.js'
export { readTouched, type Touched } from './touched-rows.js'
export { type Fate, HubError, type HubRequest, type HubResponse, type Transport } from './transport.js'
export type { Further, Wanted } from './wanted.js'
