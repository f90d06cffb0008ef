import type { Exchange, Retry } from '../hub/index.js'
import { cleanLine } from '../report/index.js'
import { BaseCommand } from './base-command.js'
import { type Connection, connect, type HubChoice } from './connection.js'

/** A command that talks to a hub. */
export abstract class HubCommand extends BaseCommand {
  /** Connects, does the work, and closes the connection in every case. */
  protected async withHub<T>(choice: HubChoice, work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = connect(choice, {
      exchange: exchange => this.#tell(exchange),
      retry: retry => this.#tellRetry(retry),
    })
    for (const warning of connection.warnings) this.remark(`warning: ${cleanLine(warning)}`)
    try {
      return await work(connection)
    } finally {
      connection.client.close()
    }
  }

  #tell({ methods, loggedIn, status, bytesSent, bytesReceived, milliseconds }: Exchange): void {
    if (!this.debugging) return
    const calls =
      methods.length === 1 ? methods[0] : `${methods.length} calls: ${[...new Set(methods)].join(', ')}`
    const who = loggedIn ? 'in session' : 'anonymous'
    process.stderr.write(
      `request (${who}): ${calls}; HTTP ${status}, ${bytesSent} bytes out, ${bytesReceived} in, ${milliseconds.toFixed(0)} ms\n`,
    )
  }

  #tellRetry({ error, number, of, seconds }: Retry): void {
    const what = cleanLine(`${error.message} (${error.where})`)
    const end = number === 1 ? '; Ctrl-C ends it' : ''
    this.remark(`${what}: retry ${number} of ${of} in ${seconds.toFixed(1)} s${end}`)
  }
}
