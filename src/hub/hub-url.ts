import { RelengError } from '../koji/error.js'

/** The URL of a hub. Throws where it is none; no error shows a password that stands in it. */
export function parseHubUrl(server: string): URL {
  const next = 'write it like https://koji.example.org/kojihub, in `server` of the profile'
  const shown = server.replace(/\/\/.*@/s, '//…@')
  // A parser of URLs takes line ends and tabs out of them, without a word.
  if (/[\s\p{C}]/u.test(server)) {
    const what = 'holds white space or a character that cannot be seen'
    throw new RelengError(`the URL of a hub ${what}: ${JSON.stringify(shown)}`, { next })
  }
  if (!URL.canParse(server)) throw new RelengError(`${JSON.stringify(shown)} is no URL of a hub`, { next })
  const url = new URL(server)
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new RelengError(`a hub is reached over http or https, not ${url.protocol}`, { where: shown, next })
  }
  // It would be shown wherever the hub is named.
  if (url.username !== '' || url.password !== '') {
    throw new RelengError('the URL of a hub must not hold a user or a password', {
      where: `${url.protocol}//${url.host}${url.pathname}`,
      next: 'take them out of `server`; a password comes from the environment',
    })
  }
  return url
}

/** Whether what is sent there can be read on the way: plain http, and not to this machine itself. */
export function isPlaintext({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
}
