export { CallSender } from './call-sender.js'
export { type Exchange, type ExchangeListener, HubClient, type Outcome, type RequestWatch } from './client.js'
export { FaultCode, isOutcomeLost, KojiFault } from './fault.js'
export { defaultConnections, type HttpOptions, HttpTransport } from './http-transport.js'
export { loadKerberos, type Negotiation } from './kerberos.js'
export { LiveReader, type Wanted } from './live-reader.js'
export { kerberosLogin, type Login, loginOf, passwordLogin, webServerLogin } from './login.js'
export {
  type ConfigLocations,
  type Profile,
  type Profiles,
  profileNames,
  profileOf,
  readProfiles,
} from './profile.js'
export { type Patience, Retrier, type Retry, type Surroundings } from './retry.js'
export { Session } from './session.js'
export { HubError, type HubRequest, type HubResponse, type Transport } from './transport.js'
