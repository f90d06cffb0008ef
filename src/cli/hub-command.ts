import type { Exchange } from '../hub/index.js'
import { RelengError } from '../koji/error.js'
import { cleanLine } from '../report/index.js'
import { BaseCommand } from './base-command.js'
import type { CommandEvent } from './command-event.js'
import { type Connection, connect, type HubChoice } from './connection.js'
import { type Narrator, narratorFor } from './narrator.js'

/** A command that talks to a hub, and tells what happens there meanwhile. */
export abstract class HubCommand extends BaseCommand {
  readonly #warnings: string[] = []
  #narrator: Narrator | undefined
  #ahead: Connection | undefined

  /** Begins to connect while files are read. What is wrong with the profile is told when the hub is needed. */
  protected connectAhead(choice: HubChoice): void {
    try {
      this.#ahead = this.#connect(choice)
      this.prepare(this.#ahead, '')
    } catch (error) {
      if (!(error instanceof RelengError)) throw error
    }
  }

  /** Has a connection opened for a request to come, to which it is left to say what is wrong. */
  protected prepare({ client }: Connection, path: string): void {
    try {
      client.transport.prepare?.(path)
    } catch (error) {
      if (!(error instanceof RelengError)) throw error
    }
  }

  /** Connects, does the work, and closes the connection in every case. */
  protected async withHub<T>(choice: HubChoice, work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = this.#ahead ?? this.#connect(choice)
    for (const message of connection.warnings) this.caution(message)
    try {
      return await work(connection)
    } finally {
      connection.client.close()
      this.#narrating.end()
    }
  }

  protected override finally(error: Error | undefined): Promise<unknown> {
    this.#ahead?.client.close()
    return super.finally(error)
  }

  #connect(choice: HubChoice): Connection {
    return connect(choice, {
      exchange: exchange => this.#trace(exchange),
      retry: retry => this.tell({ event: 'retry', ...retry }),
    })
  }

  /** What was warned of so far: documents hold it, since nobody reads along there. */
  protected get warnings(): readonly string[] {
    return this.#warnings
  }

  /** Warns people and programs; people by another text, if there is one. */
  protected caution(message: string, text = `warning: ${cleanLine(message)}`): void {
    this.#warnings.push(message)
    this.tell({ event: 'warning', message, text })
  }

  /** Tells people or programs what happens, as they asked for it. */
  protected tell(event: CommandEvent): void {
    this.#narrating.tell(event)
  }

  /** Whether standard output carries events, and nothing else. */
  protected eventsEnabled(): boolean {
    return 'json-events' in this.ctor.flags && this.argv.includes('--json-events') && !this.jsonEnabled()
  }

  protected override print(text: string): void {
    // It may go to the terminal where lines move.
    this.#narrating.end()
    if (!this.eventsEnabled()) super.print(text)
  }

  protected override remark(text: string): void {
    this.#narrating.say(text)
  }

  protected override fail(error: Error): void {
    this.#narrating.end()
    if (this.eventsEnabled()) this.tell({ event: 'error', error })
    else super.fail(error)
  }

  get #narrating(): Narrator {
    this.#narrator ??= narratorFor({
      json: this.jsonEnabled(),
      events: this.eventsEnabled(),
      // Without colours lines move as well, but not where the terminal knows no control sequences.
      moving: process.stderr.isTTY && process.env.TERM !== 'dumb',
    })
    return this.#narrator
  }

  #trace({ methods, loggedIn, status, bytesSent, bytesReceived, milliseconds }: Exchange): void {
    if (!this.debugging) return
    const calls =
      methods.length === 1 ? methods[0] : `${methods.length} calls: ${[...new Set(methods)].join(', ')}`
    const who = loggedIn ? 'in session' : 'anonymous'
    this.#narrating.trace(
      `request (${who}): ${calls}; HTTP ${status}, ${bytesSent} bytes out, ${bytesReceived} in, ${milliseconds.toFixed(0)} ms`,
    )
  }
}
