// One reading of an answer by the built dist, in a process of its own: our-client.js decode FILE | call URL
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { MessageReader } from '../../dist/src/hub/codec/reader.js'
import { HttpTransport, HubClient } from '../../dist/src/hub/index.js'

const [, , how, where] = process.argv

/** In bytes. Linux carries `maxRSS` over from the process that spawned this one; its `VmHWM` starts anew. */
function peakMemory() {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : ''
  const kilobytes = /^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS
  return Number(kilobytes) * 1024
}

/** In pieces as they come from the network. */
function decode(bytes, size = 65_536) {
  const reader = new MessageReader()
  const characters = new StringDecoder('utf8')
  for (let at = 0; at < bytes.length; at += size)
    reader.write(characters.write(bytes.subarray(at, at + size)))
  return reader.response().value
}

function call(client) {
  return client.call({ method: 'listPackages', params: ['f44'] })
}

const before = peakMemory()
const [read, source] =
  how === 'decode'
    ? [decode, readFileSync(where)]
    : [call, new HubClient(new HttpTransport({ server: where }))]
const start = performance.now()
const value = await read(source)
const seconds = (performance.now() - start) / 1000
const peak = peakMemory()

const digest = createHash('sha256').update(JSON.stringify(value)).digest('hex')
console.log(JSON.stringify({ seconds, digest, peak, added: peak - before }))
if (source instanceof HubClient) source.close()
