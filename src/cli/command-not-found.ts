import type { Hook } from '@oclif/core'
import { tellUnknownCommand } from './unknown-command.js'

const commandNotFound: Hook.CommandNotFound = async ({ id, config, argv = [] }) =>
  tellUnknownCommand(id, { config, argv })

export default commandNotFound
