/** How a hub knows who somebody is. */
export type Authentication = 'password' | 'kerberos' | 'certificate'

/** What a hub says of itself, and of whoever logged in. */
export interface Greeting {
  readonly hub: GreetedHub
  /** `null` where nobody logged in */
  readonly user: GreetedUser | null
  /** the users who may grant permissions; `null` where the hub does not tell */
  readonly administrators: readonly string[] | null
}

export interface GreetedHub {
  readonly url: string
  /** the Koji release; `null` where the hub is too old to tell (before 1.23) */
  readonly version: string | null
  /** the version of Koji's API, which is 1 to this day */
  readonly api: number
  readonly maven: boolean
}

export interface GreetedUser {
  readonly name: string
  /** `null` where the hub names a way that is unknown to this tool */
  readonly authentication: Authentication | null
  readonly permissions: readonly string[]
}
