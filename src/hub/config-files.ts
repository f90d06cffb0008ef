import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs'
import path from 'node:path'
import { RelengError } from '../koji/error.js'
import { compareText } from '../koji/json.js'
import { decodeIni, type IniSections, readIni } from './ini.js'

export interface ConfigLocations {
  readonly home: string
  /** `--config`: a file or a folder that replaces the user's own */
  readonly config?: string | undefined
  readonly system?: string
}

/** What Koji's configuration files hold together; later files override earlier ones key by key. */
export interface Profiles {
  readonly sections: IniSections
  /** where configuration is looked for, in order: files, or folders of `*.conf` */
  readonly searched: readonly string[]
  /** the files that were read, in order */
  readonly files: readonly string[]
  /** files that are there, but that this user may not read: Koji goes on without them, and so do we */
  readonly unreadable: readonly string[]
  readonly home: string
}

/**
 * Reads Koji's configuration in Koji's order (`koji.read_config`): `/etc/koji.conf.d`, `/etc/koji.conf`, then
 * the user's `~/.koji/config.d` and `~/.koji/config`, which `--config` replaces. Each may be a file or a
 * folder, and may be missing, save what `--config` names.
 */
export function readProfiles({ home, config, system = '/etc' }: ConfigLocations): Profiles {
  const usual = (...names: string[]) => path.join(home, '.koji', ...names)
  const named = config === undefined ? undefined : expandHome(config, home)
  const searched = [
    path.join(system, 'koji.conf.d'),
    path.join(system, 'koji.conf'),
    ...(named === undefined ? [usual('config.d'), usual('config')] : [named]),
  ]
  const sections: IniSections = new Map()
  const files: string[] = []
  const unreadable: string[] = []
  for (const place of searched) {
    const isNamed = place === named
    for (const file of isNamed ? namedFiles(place) : usualFiles(place)) {
      const bytes = bytesOf(file)
      if (bytes !== undefined) {
        readIni(decodeIni(bytes, file), file, sections)
        files.push(file)
      } else if (isNamed) throw wrongName('the configuration file cannot be read', file)
      else unreadable.push(file)
    }
  }
  return { sections, searched, files, unreadable, home }
}

/** `~` and what lies below it; another user's home is not looked up. */
export function expandHome(file: string, home: string): string {
  return file.replace(/^~(?=\/|$)/, home)
}

function usualFiles(place: string): string[] {
  if (isFolder(place)) return confFiles(place).filter(isFile)
  return isFile(place) ? [place] : []
}

/** What `--config` names must be there, and all of it must be files; a pipe is read once, and so is as good as one. */
function namedFiles(place: string): string[] {
  if (!isFolder(place)) {
    if (isFile(place) || isPipe(place)) return [place]
    throw wrongName('there is no such configuration file', place)
  }
  const files = confFiles(place)
  const odd = files.find(file => !isFile(file))
  if (odd !== undefined) throw wrongName('this is no configuration file', odd)
  if (files.length === 0) throw wrongName('there is no *.conf in this folder', place)
  return files
}

function confFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter(name => name.endsWith('.conf'))
    return names.sort(compareText).map(name => path.join(folder, name))
  } catch (cause) {
    throw new RelengError('the folder of configuration files cannot be listed', {
      where: folder,
      next: 'check its permissions',
      cause,
    })
  }
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    // The caller tells of it: as an error, or in the list of files.
    return undefined
  }
}

function wrongName(what: string, where: string): RelengError {
  return new RelengError(what, { where, next: 'check --config' })
}

function isFolder(place: string): boolean {
  return statOf(place)?.isDirectory() ?? false
}

function isPipe(place: string): boolean {
  return statOf(place)?.isFIFO() ?? false
}

export function isFile(place: string): boolean {
  return statOf(place)?.isFile() ?? false
}

function statOf(place: string): Stats | undefined {
  try {
    return statSync(place)
  } catch {
    // Whatever keeps us from it, for us it is not there; so it is for Koji.
    return undefined
  }
}
