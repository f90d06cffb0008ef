import { homedir } from 'node:os'
import path from 'node:path'

/** `$XDG_STATE_HOME/koji-releng`: what the tool keeps between runs (XDG Base Directory Specification). */
export function stateHome(): string {
  return path.join(process.env.XDG_STATE_HOME || path.join(homedir(), '.local', 'state'), 'koji-releng')
}
