import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'

/** What Python made of some files: the values of every section, filled in; `null` where that fails. */
export type Parsed = { readonly [section: string]: { readonly [key: string]: string | null } }

// One line in: files in base64, as JSON. One line out: what ConfigParser made of them, or `null`.
const program = `
import base64, configparser, io, json, sys

def value(parser, section, key):
    try:
        return parser.get(section, key)
    except configparser.InterpolationError:
        return None

def parse(files):
    parser = configparser.ConfigParser()
    for file in files:
        text = io.TextIOWrapper(io.BytesIO(base64.b64decode(file)), encoding='utf8')
        try:
            parser.read_file(text, 'file')
        except (configparser.Error, UnicodeDecodeError):
            return None
    return {name: {key: value(parser, name, key) for key in parser.options(name)} for name in parser.sections()}

for line in sys.stdin:
    print(json.dumps(parse(json.loads(line))), flush=True)
`

/** Python's own reader of such files, in a process that is asked one question after the other. */
export class ConfigParser {
  readonly #python: ChildProcessWithoutNullStreams = spawn('python3', ['-c', program])
  readonly #lines: Interface = createInterface({ input: this.#python.stdout })
  readonly #answers = this.#lines[Symbol.asyncIterator]()

  /** Before 3.10, a `]` ended the name of a section wherever it stood. */
  static isThere(): boolean {
    const program = 'import configparser, sys; sys.exit(sys.version_info < (3, 10))'
    return spawnSync('python3', ['-c', program]).status === 0
  }

  /** Reads these files as one configuration; `null` where Python refuses one of them. */
  async parse(files: readonly Buffer[]): Promise<Parsed | null> {
    this.#python.stdin.write(`${JSON.stringify(files.map(file => file.toString('base64')))}\n`)
    const { value, done } = await this.#answers.next()
    if (done) throw new Error('Python ended')
    return JSON.parse(value)
  }

  close(): void {
    this.#lines.close()
    this.#python.stdin.end()
  }
}
