import {
  type Assignment,
  type Command,
  type CommandNode,
  type For,
  forEachChild,
  type Pipeline,
  parse,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash'
import { RelengError } from '../../koji/error.js'
import { type Unread, Unreadable } from '../unreadable.js'
import { fieldsOf, textOf } from './fields.js'
import { type Printed, Variables } from './variables.js'

/** One command of a script, as the program gets it. */
export interface ShellCommand {
  readonly argv: readonly string[]
  readonly line: number
}

const maxCommands = 100_000

/** Commands and words, with what has no effect: loops in loops are short to write. */
const maxSteps = 1_000_000

const maxReason = 300

/**
 * Walks through a script as a shell would, as far as that needs no shell: assignments, commands one after the other,
 * `for` over words, groups. Which branch an `if` takes, what a program prints and what a function is called with only
 * a run can tell: such lines are left out and told, and variables that they set have no value from then on.
 *
 * Nothing is ever run. A command counts as having succeeded, so that `a && b` is both.
 */
export class ShellReader {
  readonly unread: Unread[] = []
  readonly #text: string
  readonly #run: (command: ShellCommand) => void
  readonly #lineStarts: readonly number[]
  #variables: Variables
  #commands = 0
  #steps = 0
  #isOver = false

  /**
   * @param given values of variables, `1` for the script's first argument
   * @param run is told of each command; what it throws as `Unreadable` is left out and told
   * @param printed what programs print that are not run
   */
  constructor(
    text: string,
    given: ReadonlyMap<string, string>,
    run: (command: ShellCommand) => void,
    printed?: Printed,
  ) {
    this.#text = text
    this.#run = run
    this.#variables = new Variables(given, printed)
    this.#lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  }

  read(): void {
    const script = parse(this.#text)
    for (const { message, pos } of script.errors ?? []) {
      this.#leaveOut({ pos, end: pos }, new Unreadable(`this is no valid shell: ${message}`))
    }
    this.#all(script.commands)
  }

  #all(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (this.#isOver) return
      const { command, background } = statement
      this.#spend(1, statement.pos)
      if (background)
        this.#leaveOut(statement, new Unreadable('a command that goes on in the background (&)'))
      else this.#node(command)
    }
  }

  #node(node: Statement['command']): void {
    try {
      this.#visit(node)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      this.#leaveOut(node, error)
    }
  }

  #visit(node: Statement['command']): void {
    switch (node.type) {
      case 'Command':
        this.#command(node)
        break
      case 'AndOr':
        if (node.operators.includes('||')) {
          throw new Unreadable('what comes after || is done only if what comes before fails')
        }
        for (const one of node.commands) this.#node(one)
        break
      case 'For':
        this.#loop(node)
        break
      case 'BraceGroup':
        this.#all(node.body.commands)
        break
      case 'Subshell':
        this.#apart(() => this.#all(node.body.commands))
        break
      case 'Redirected':
        this.#visit(node.command)
        break
      case 'Pipeline':
        this.#visit(soleCommand(node))
        break
      default:
        throw new Unreadable(reasons[node.type])
    }
  }

  #command({ name, prefix, args, pos }: Command): void {
    if (name === undefined) {
      for (const one of prefix) if (one.type === 'Assignment') this.#assign(one)
      return
    }
    const first = fieldsOf(name, this.#variables)
    if (declarations.has(first[0] ?? '')) {
      for (const one of args) if (one.type === 'Assignment') this.#assign(one)
      return
    }
    const rest = args.flatMap(arg =>
      arg.type === 'Word' ? this.#fieldsOf(arg) : [this.#assignmentText(arg)],
    )
    const argv = [...first, ...rest]
    const [program] = argv
    if (program === undefined) return
    if (program === 'exit') this.#isOver = true
    else if (program === 'unset') for (const variable of argv.slice(1)) this.#variables.unset(variable)
    else if (!isWithoutEffect(argv)) {
      this.#commands += 1
      if (this.#commands > maxCommands) {
        throw this.#tooMuch(`the script has more than ${maxCommands} commands`, pos)
      }
      this.#run({ argv, line: this.#lineAt(pos) })
    }
  }

  #assign({ name, value, append, index }: Assignment): void {
    // What is given holds, so that it does not matter what the script would make of it.
    if (this.#variables.isGiven(name)) return
    if (value.type === 'ArrayValue' || index !== undefined) throw new Unreadable('arrays are not read')
    const text = textOf(value, this.#variables)
    this.#spend(stepsOf(text), value.pos)
    this.#variables.set(name, append ? this.#variables.get(name) + text : text)
  }

  #assignmentText({ name, value }: Assignment): string {
    if (value.type === 'ArrayValue') throw new Unreadable('arrays are not read')
    return `${name}=${textOf(value, this.#variables)}`
  }

  #loop({ name, wordlist, body }: For): void {
    if (wordlist === undefined) throw new Unreadable('a loop over the arguments of the script')
    for (const value of wordlist.flatMap(word => this.#fieldsOf(word))) {
      this.#variables.bind(name.value, value)
      this.#all(body.commands)
    }
  }

  #fieldsOf(word: Word): string[] {
    const fields = fieldsOf(word, this.#variables)
    for (const field of fields) this.#spend(stepsOf(field), word.pos)
    return fields
  }

  #spend(steps: number, pos: number): void {
    this.#steps += steps
    if (this.#steps > maxSteps)
      throw this.#tooMuch(`the script takes more than ${maxSteps} commands and words`, pos)
  }

  #tooMuch(what: string, pos: number): RelengError {
    return new RelengError(what, { where: `line ${this.#lineAt(pos)}`, next: 'read it in parts' })
  }

  #apart(work: () => void): void {
    const outer = this.#variables
    this.#variables = outer.copy()
    work()
    this.#variables = outer
    this.#isOver = false
  }

  #leaveOut(node: { readonly pos: number; readonly end: number; readonly type?: string }, why: Unreadable) {
    const { pos, end } = node
    const [line, end_line] = [this.#lineAt(pos), this.#lineAt(Math.max(pos, end - 1))]
    if (isSyntax(node)) for (const name of assignedIn(node)) this.#variables.lose(name, line)
    const [text = ''] = this.#text.slice(pos, Math.max(end, pos + 1)).split('\n')
    const { hint } = why
    const reason = shortened(why.message)
    // A line of a loop is told once, however often it is passed.
    if (this.unread.some(one => one.line === line && one.reason === reason)) return
    this.unread.push({ line, end_line, text: withoutSecrets(text), reason, ...(hint && { hint }) })
  }

  #lineAt(position: number): number {
    let [low, high] = [0, this.#lineStarts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.#lineStarts[middle] ?? 0) <= position) low = middle
      else high = middle
    }
    return low + 1
  }
}

/** The command of a pipeline that is none: one that is only timed. */
function soleCommand({ commands: [only, ...others], prefixes }: Pipeline): CommandNode {
  const isNegated = prefixes.some(({ type }) => type === 'Negation')
  if (only !== undefined && others.length === 0 && !isNegated) return only
  throw new Unreadable('a pipe: what goes through it only a shell can tell')
}

const reasons: { readonly [type in Exclude<Statement['command']['type'], Walked>]: string } = {
  If: 'whether it holds only a run can tell (if)',
  Case: 'which of its branches is taken only a run can tell (case)',
  While: 'how often it is done only a run can tell (while)',
  Select: 'it asks somebody (select)',
  ArithmeticFor: 'a loop that counts: write for N in 1 2 3',
  TestCommand: 'what it tests only a run can tell',
  ArithmeticCommand: 'a calculation as a command is not read: write N=$((…))',
  Function: 'functions are not read',
  Coproc: 'a command that goes on in the background (coproc)',
}
type Walked = 'Command' | 'AndOr' | 'For' | 'BraceGroup' | 'Subshell' | 'Redirected' | 'Pipeline'

const declarations: ReadonlySet<string> = new Set(['export', 'readonly', 'declare', 'typeset', 'local'])

// What neither changes a variable nor a hub.
const harmless: ReadonlySet<string> = new Set(
  ': true echo printf sleep date cd pushd popd pwd kinit klist kdestroy wait ulimit umask'.split(' '),
)

function isWithoutEffect([program = '', option = '']: readonly string[]): boolean {
  return harmless.has(program) || (program === 'set' && /^[-+][A-Za-z]/.test(option))
}

function isSyntax(node: { readonly type?: string }): node is SyntaxNode {
  return node.type !== undefined
}

/** Names of variables that something may set. */
function assignedIn(node: SyntaxNode): Set<string> {
  const names = new Set<string>()
  const visit = (one: SyntaxNode): void => {
    if (one.type === 'Assignment') names.add(one.name)
    if (one.type === 'For' || one.type === 'Select') names.add(one.name.value)
    forEachChild(one, visit)
  }
  visit(node)
  return names
}

/** A word is a step, a long one several. */
function stepsOf(word: string): number {
  return 1 + Math.floor(word.length / 1000)
}

function shortened(reason: string): string {
  return reason.length > maxReason ? `${reason.slice(0, maxReason)}…` : reason
}

function withoutSecrets(text: string): string {
  return text.trim().replace(/(--password[= ]\s*)\S+/g, '$1…')
}
