import { cleanJson } from '../koji/clean.js'
import type { StageName } from '../plan/index.js'
import { type CommandEvent, eventText } from './command-event.js'
import { eventJson } from './event-json.js'
import { MovingLines } from './moving-lines.js'
import { RepoProgress } from './repo-progress.js'
import { RunProgress } from './run-progress.js'

/** Tells what happens while a command works. */
export interface Narrator {
  tell(event: CommandEvent): void
  /** a remark for people alone */
  say(text: string): void
  /** what `--debug` asks for: it goes to standard error in any case */
  trace(text: string): void
  /** Nothing more comes: what moves is cleared away. */
  end(): void
}

export interface Audience {
  /** one JSON document is all that is printed */
  readonly json: boolean
  /** standard output carries events */
  readonly events: boolean
  /** standard error is a terminal whose lines can be drawn anew */
  readonly moving: boolean
}

export function narratorFor({ json, events, moving }: Audience): Narrator {
  if (events) return new EventNarrator()
  if (json) return new SilentNarrator()
  return moving ? new TerminalNarrator() : new LogNarrator()
}

/** For `--json`: all that matters is in the document. */
class SilentNarrator implements Narrator {
  tell(_event: CommandEvent): void {
    // It is in the document, or is lost on purpose.
  }

  say(_text: string): void {
    // Nobody reads along.
  }

  trace(text: string): void {
    process.stderr.write(`${text}\n`)
  }

  end(): void {
    // Nothing moves.
  }
}

/** For `--json-events`: one event a line on standard output, each with its time. */
class EventNarrator extends SilentNarrator {
  override tell(event: CommandEvent): void {
    const line = { time: new Date().toISOString(), ...eventJson(event) }
    process.stdout.write(`${cleanJson(line)}\n`)
  }
}

/** For logs: plain lines, one a stage. */
class LogNarrator implements Narrator {
  readonly #calls = new Map<StageName, number>()

  tell(event: CommandEvent): void {
    for (const text of this.textsOf(event)) this.say(text)
  }

  protected textsOf(event: CommandEvent): string[] {
    if (event.event === 'stage') this.#calls.set(event.stage, event.calls)
    const text = eventText(event, stage => this.#calls.get(stage) ?? 0)
    return text === undefined ? [] : [text]
  }

  say(text: string): void {
    process.stderr.write(`${text}\n`)
  }

  trace(text: string): void {
    this.say(text)
  }

  end(): void {
    // Nothing moves.
  }
}

/** For terminals: the same lines, and below them what goes on at the moment. */
class TerminalNarrator extends LogNarrator {
  readonly #lines = new MovingLines(process.stderr)
  readonly #parts = [new RunProgress(), new RepoProgress()]
  #clock: NodeJS.Timeout | undefined

  override tell(event: CommandEvent): void {
    for (const part of this.#parts) part.observe(event, now())
    this.#draw(this.textsOf(event))
  }

  override say(text: string): void {
    this.#lines.above(text)
  }

  override end(): void {
    this.#stop()
    this.#lines.clear()
  }

  #stop(): void {
    clearInterval(this.#clock)
    this.#clock = undefined
  }

  #draw(texts: readonly string[] = []): void {
    const lines = this.#parts.flatMap(part => part.lines(now()))
    this.#lines.draw(lines, texts)
    if (lines.length === 0) this.#stop()
    // Time passes, too.
    else this.#clock ??= setInterval(() => this.#draw(), 1000).unref()
  }
}

function now(): number {
  return performance.now() / 1000
}
