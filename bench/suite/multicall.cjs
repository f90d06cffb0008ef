// The limit: one request that somebody wrote by hand, sent and read by nothing but Node.
//   node multicall.cjs URL FILE [CA]
const { readFileSync } = require('node:fs')

const [, , url, file, ca] = process.argv
const client = require(url.startsWith('https:') ? 'node:https' : 'node:http')
const body = readFileSync(file)
const headers = { 'Content-Type': 'text/xml', 'Content-Length': body.length }
const request = client.request(
  url,
  { method: 'POST', headers, ...(ca && { ca: readFileSync(ca) }) },
  response => {
    let length = 0
    response.on('data', piece => (length += piece.length))
    response.on('end', () => {
      if (response.statusCode !== 200 || length < 10_000) process.exitCode = 1
    })
  },
)
request.end(body)
