import { wireProblem } from '../../koji/wire-text.js'
import { CodecError, Double, type Fault, isStruct, type RpcValue } from './value.js'

/**
 * Writes XML-RPC as Koji speaks it, straight to text. What XML would not give back unchanged is escaped
 * (a literal CR would be read as LF) or refused.
 */
export function writeCall(method: string, params: readonly RpcValue[]): string {
  const written = params.map(param => `<param>${value(param)}</param>`).join('')
  return `${prolog}<methodCall><methodName>${text(method)}</methodName><params>${written}</params></methodCall>`
}

export function writeResponse(answer: RpcValue): string {
  return `${prolog}<methodResponse><params><param>${value(answer)}</param></params></methodResponse>`
}

export function writeFault({ faultCode, faultString }: Fault): string {
  return `${prolog}<methodResponse><fault>${value({ faultCode, faultString })}</fault></methodResponse>`
}

const prolog = "<?xml version='1.0'?>"

function value(content: RpcValue): string {
  return `<value>${typed(content)}</value>`
}

function typed(content: RpcValue): string {
  if (content === null) return '<nil/>'
  if (typeof content === 'string') return `<string>${text(content)}</string>`
  if (typeof content === 'boolean') return `<boolean>${content ? 1 : 0}</boolean>`
  if (typeof content === 'number') return number(content)
  if (content instanceof Double) return `<double>${formatDouble(content.value)}</double>`
  if (content instanceof Uint8Array) return `<base64>${Buffer.from(content).toString('base64')}</base64>`
  if (isStruct(content)) return `<struct>${Object.entries(content).map(member).join('')}</struct>`
  return `<array><data>${content.map(value).join('')}</data></array>`
}

function member([name, content]: [string, RpcValue]): string {
  return `<member><name>${text(name)}</name>${value(content)}</member>`
}

function text(content: string): string {
  const problem = wireProblem(content)
  if (problem !== undefined) throw new CodecError(problem)
  return content.replace(/[&<>\r]/g, character => escapes.get(character) ?? character)
}

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\r', '&#13;'],
])

function number(content: number): string {
  if (!Number.isSafeInteger(content) || Object.is(content, -0))
    return `<double>${formatDouble(content)}</double>`
  return content >= -(2 ** 31) && content < 2 ** 31 ? `<int>${content}</int>` : `<i8>${content}</i8>`
}

function formatDouble(content: number): string {
  if (!Number.isFinite(content)) throw new CodecError(`XML-RPC cannot carry ${content}`)
  // JavaScript writes 0 for it, Python -0.0.
  if (Object.is(content, -0)) return '-0.0'
  return Number.isInteger(content) && Math.abs(content) < 1e16 ? content.toFixed(1) : String(content)
}
