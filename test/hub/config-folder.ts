import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ConfigLocations } from '../../src/hub/config-files.js'

/** Files by their names below a folder that holds `etc`, `home` and what `--config` names. */
export type Files = Readonly<Record<string, string | Buffer>>

/** A folder with the configuration of a test; it must be removed. */
export class ConfigFolder {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'koji-releng-config-'))

  at(...names: string[]): string {
    return path.join(this.#folder, ...names)
  }

  write(files: Files, config?: string): ConfigLocations {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(this.at(name)), { recursive: true })
      writeFileSync(this.at(name), text)
    }
    const named = config === undefined || config.startsWith('~') ? config : this.at(config)
    return { home: this.at('home'), system: this.at('etc'), config: named }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true })
  }
}
