import { type ErrorContext, RelengError } from '../koji/error.js'

/** One HTTP POST to a hub; `path` is added to the hub's own (`''`, or `/ssllogin`). */
export interface HubRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** logins and logouts are answered at once: they are not waited for as long as work is */
  readonly isBrief?: boolean
  /**
   * takes the text of an answer of status 200 as it comes, piece by piece, and tells whether it wants more; a
   * transport that has the whole text at once may leave it alone
   */
  readonly take?: (piece: string) => boolean
}

export interface HubResponse {
  readonly status: number
  /** names in lower case */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** the text; of one that was taken, or of another status than 200, perhaps its beginning alone */
  readonly body: string
}

/**
 * Carries requests to one hub: over HTTP(S), or straight into an embedded one. Its answers and errors show no secret
 * of the request's headers, even where the hub does.
 */
export interface Transport {
  readonly url: string
  post(request: HubRequest): Promise<HubResponse>
  /** opens a connection for a request that is soon to come; throws what can be known to be wrong by now */
  prepare?(path: string): void
  close(): void
}

/**
 * Whether the same request may fare better later: never; yes; or yes unless the profile is wrong, which is
 * in doubt until the hub has answered once.
 */
export type Outlook = 'permanent' | 'temporary' | 'doubtful'

export interface Prospect {
  readonly outlook: Outlook
  /** seconds that the hub asks to be left alone */
  readonly retryAfter?: number | undefined
}

/**
 * What became of a request that failed: it never reached the hub; it was refused, so that the hub did nothing; or
 * it may have reached the hub, and only a look tells what it did there.
 */
export type Fate = 'not-sent' | 'refused' | 'unknown'

/** What is not said is the worst: an unknown fate, and no better luck later. */
export interface HubErrorContext extends ErrorContext, Partial<Prospect> {
  readonly fate?: Fate
}

/** The hub could not be reached, or what answered was no hub. */
export class HubError extends RelengError implements Prospect {
  override readonly name = 'HubError'
  readonly fate: Fate
  readonly outlook: Outlook
  readonly retryAfter: number | undefined

  constructor(message: string, context: HubErrorContext = {}) {
    super(message, context)
    this.fate = context.fate ?? 'unknown'
    this.outlook = context.outlook ?? 'permanent'
    this.retryAfter = context.retryAfter
  }
}
