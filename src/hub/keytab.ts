import { readFileSync } from 'node:fs'
import { RelengError } from '../koji/error.js'

/** Throws with the file's name where a keytab cannot be read, or is none: Kerberos would say that there is no ticket. */
export function checkKeytab(file: string): void {
  let content: Buffer
  try {
    content = readFileSync(file)
  } catch (cause) {
    throw new RelengError('the keytab cannot be read', {
      where: file,
      next: 'check `keytab` in the profile, and that you may read the file',
      details: [String(cause)],
      cause,
    })
  }
  // Both versions of the format begin with this byte (MIT Kerberos, "Keytab file format").
  if (content[0] !== 5) {
    throw new RelengError('the keytab holds no keys of Kerberos', {
      where: file,
      next: 'check `keytab` in the profile: klist -k must be able to list the file',
    })
  }
}

/** What is wrong with a keytab that can be read, by the words of MIT Kerberos; `undefined` where it is something else. */
export function keytabError(words: string, file: string, principal: string): RelengError | undefined {
  const context = (next: string) => ({ where: file, next, details: [words] })
  if (/Can't find client principal/.test(words)) {
    const next = 'check `principal` and `keytab` in the profile: klist -k lists whose keys the file holds'
    return new RelengError(`the keytab holds no key of ${principal}`, context(next))
  }
  if (/Decrypt integrity check failed|Preauthentication failed/.test(words)) {
    const next = 'get a new keytab: a key counts until the next one is made'
    return new RelengError(`the keytab holds another key of ${principal} than Kerberos knows`, context(next))
  }
  return undefined
}
