import { cleanLine, cleanText } from './clean.js'
import { plainStyle, type Style } from './style.js'

/** What `hub profiles --json` prints. */
export interface ProfilesDocument {
  /** the profile of a command that names none */
  readonly default: string | null
  /** whether KOJI_PROFILE says so; else it is the one that Koji's own client takes */
  readonly default_from_environment: boolean
  readonly profiles: readonly ProfileRow[]
  readonly sandbox: { readonly state: string; readonly exists: boolean }
  /** the files that were read, in order; later ones override earlier ones */
  readonly files: readonly string[]
  /** files that are there, but may not be read */
  readonly unreadable: readonly string[]
  /** where such files are looked for */
  readonly searched: readonly string[]
}

export interface ProfileRow {
  readonly name: string
  /** `null`, like `authtype`, where something is wrong */
  readonly server: string | null
  readonly authtype: string | null
  /** where the section stands */
  readonly places: readonly { readonly file: string; readonly line: number }[]
  /** why it cannot be used */
  readonly problem: ProfileProblem | null
}

export interface ProfileProblem {
  readonly message: string
  readonly where: string | null
  readonly next: string | null
}

/** The profiles as a table, which one is the default, and the files they come from. */
export function profilesText(listed: ProfilesDocument, style: Style = plainStyle): string {
  const { profiles, sandbox, default: chosen } = listed
  const rows = [...profiles.map(profileCells), sandboxCells(sandbox)]
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.flatMap((row, index) => {
    const [name = '', ...cells] = row.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    const isChosen = row[0] === chosen && (chosen !== 'sandbox' || index === profiles.length)
    return [
      `${isChosen ? '*' : ' '} ${style.heading(name)}  ${cells.join('  ')}`.trimEnd(),
      ...problemLines(profiles[index]?.problem ?? null, style),
    ]
  })
  return [...lines, '', ...defaultLines(listed), ...fileLines(listed), ''].join('\n')
}

const ways = new Map([
  ['ssl', 'certificate'],
  ['kerberos', 'Kerberos'],
  ['noauth', 'no login'],
])

function profileCells({ name, server, authtype, places }: ProfileRow): string[] {
  const stands = places.map(({ file, line }) => `${file}:${line}`).join(', ')
  return [name, server ?? '?', authtype === null ? '?' : (ways.get(authtype) ?? authtype), stands].map(
    cleanLine,
  )
}

function sandboxCells({ state, exists }: ProfilesDocument['sandbox']): string[] {
  return [
    'sandbox',
    'the embedded hub',
    '',
    exists ? state : `${state} (make it: koji-releng sandbox reset)`,
  ].map(cleanLine)
}

function problemLines(problem: ProfileProblem | null, style: Style): string[] {
  if (problem === null) return []
  const { message, where, next } = problem
  const lines = [
    style.removed(`wrong: ${message}`),
    ...(where === null ? [] : [`where: ${where}`]),
    ...(next === null ? [] : [`next:  ${next}`]),
  ]
  return lines.map(line => `    ${cleanText(line)}`)
}

function defaultLines({ profiles, default: name, default_from_environment }: ProfilesDocument): string[] {
  if (name === null) {
    return ['There is no default: name a profile by --profile or KOJI_PROFILE, or call one koji.']
  }
  const isThere = name === 'sandbox' || profiles.some(profile => profile.name === name)
  const from = default_from_environment ? 'KOJI_PROFILE' : "Koji's own default"
  return [`The default is ${cleanLine(name)} (${from})${isThere ? '' : ', which is not among them'}.`]
}

function fileLines({ files, unreadable, searched }: ProfilesDocument): string[] {
  const closed = unreadable.map(file => `May not be read: ${cleanLine(file)}`)
  if (files.length > 0)
    return ['Read, in this order:', ...files.map(file => `  ${cleanLine(file)}`), ...closed]
  return [
    'No configuration of Koji was found. It is looked for in',
    ...searched.map(place => `  ${cleanLine(place)}`),
    ...closed,
    'Write one of these files, with the URL of your hub:',
    '  [koji]',
    '  server = https://koji.example.org/kojihub',
    'or rehearse on the embedded hub: koji-releng sandbox reset',
  ]
}
