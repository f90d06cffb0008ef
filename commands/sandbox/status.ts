import { defaultStateFile, hubFlags, sandboxProfile } from '../../src/cli/connection.js'
import { HubCommand } from '../../src/cli/hub-command.js'
import { Row } from '../../src/hub/row.js'

export interface Status {
  readonly state: string
  readonly event: number
  readonly tags: number
  readonly targets: number
}

export default class SandboxStatus extends HubCommand {
  static override summary = 'tell what the sandbox holds'
  static override flags = { state: hubFlags.state }
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ]

  async run(): Promise<Status> {
    const { flags } = await this.parse(SandboxStatus)
    const state = flags.state ?? defaultStateFile()
    return this.withHub({ profile: sandboxProfile, state }, async ({ client }) => {
      const [tags, targets] = [
        await this.#count(client, 'listTags'),
        await this.#count(client, 'getBuildTargets'),
      ]
      const event = await client.call({ method: 'getLastEvent', params: [], named: { strict: false } })
      const status = {
        state,
        event: event === null ? 0 : Row.from(event, 'getLastEvent').integer('id'),
        tags,
        targets,
      }
      this.print(`${state}: ${tags} tags, ${targets} targets, last event ${status.event}`)
      return status
    })
  }

  async #count(
    client: { call(call: { method: string; params: [] }): Promise<unknown> },
    method: string,
  ): Promise<number> {
    const list = await client.call({ method, params: [] })
    return Array.isArray(list) ? list.length : 0
  }
}
