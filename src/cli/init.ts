import type { Hook } from '@oclif/core'
import { guardOutput } from './output.js'

/** Runs before every command, and before help. */
const init: Hook.Init = async () => guardOutput()

export default init
