import type { Call } from '../koji/call.js'
import { RelengError } from '../koji/error.js'
import type { GreetedHub, GreetedUser, Greeting } from '../koji/greeting.js'
import { compareText } from '../koji/json.js'
import type { Outcome } from './answer.js'
import { Batch } from './batch.js'
import type { HubClient } from './client.js'
import type { RpcValue } from './codec/value.js'
import type { Login } from './login.js'
import { Row } from './row.js'
import { Session } from './session.js'
import { askSessionUser } from './session-user.js'

/** The version of Koji's API that this tool speaks. */
const knownApi = 1

/** A greeting, and what went wrong at the logout. */
export interface Greeted {
  readonly greeting: Greeting
  readonly warnings: readonly RelengError[]
}

/**
 * Asks a hub what it is, and logs in, if there is a login, to ask who one is there. Logs out in every case.
 * Throws where no hub answers, where it speaks another API, and where it refuses the login.
 */
export async function greet(client: HubClient, login: Login | undefined): Promise<Greeted> {
  const { hub, administrators } = await askHub(client)
  if (hub.api !== knownApi) {
    throw new RelengError(`the hub speaks version ${hub.api} of Koji's API, this tool version ${knownApi}`, {
      where: client.url,
      next: 'use a release of this tool that knows it',
    })
  }
  if (login === undefined) return { greeting: { hub, user: null, administrators }, warnings: [] }
  const session = await Session.open(client, login)
  let warnings: readonly RelengError[] = []
  let user: GreetedUser
  try {
    const batch = new Batch()
    const userOf = askSessionUser(batch, client.url)
    await batch.send(session)
    user = userOf()
  } finally {
    warnings = await session.end()
  }
  return { greeting: { hub, user, administrators }, warnings }
}

async function askHub(client: HubClient): Promise<Omit<Greeting, 'user'>> {
  const [api, maven, version, users] = await client.multiCall([
    { method: 'getAPIVersion', params: [] },
    { method: 'mavenEnabled', params: [] },
    { method: 'getKojiVersion', params: [] },
    listAdministrators,
  ])
  const told = isAnswered(version) ? version.value : null
  const hub: GreetedHub = {
    url: client.url,
    version: client.version ?? (typeof told === 'string' ? told : null),
    api: Number(answerOf(api)),
    maven: answerOf(maven) === true,
  }
  return { hub, administrators: administratorsOf(users) }
}

const listAdministrators: Call<RpcValue> = {
  method: 'listUsers',
  params: [],
  named: { perm: 'admin', inherited_perm: true },
}

/** The users who may grant permissions; `null` where the hub does not tell. */
export async function askAdministrators(client: HubClient): Promise<readonly string[] | null> {
  return administratorsOf((await client.multiCall([listAdministrators]))[0])
}

// Old hubs do not know these filters of users.
function administratorsOf(users: Outcome | undefined): readonly string[] | null {
  return isAnswered(users) ? activeNames(users.value) : null
}

function activeNames(users: RpcValue): string[] {
  const active = Row.list(users, 'listUsers').filter(row => row.integer('status') === 0)
  return active.map(row => row.text('name')).sort(compareText)
}

function isAnswered(outcome: Outcome | undefined): outcome is { readonly value: RpcValue } {
  return outcome !== undefined && 'value' in outcome
}

/** What a call came to. Throws the fault that came instead. */
function answerOf(outcome: Outcome | undefined): RpcValue {
  if (outcome === undefined) return null
  if ('fault' in outcome) throw outcome.fault
  return outcome.value
}
