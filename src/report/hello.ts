import type { GreetedUser, Greeting } from '../koji/greeting.js'
import { type ApplyRight, applyRights } from '../koji/permissions.js'
import { cleanLine } from './clean.js'
import { plainStyle, type Style } from './style.js'

/** What `hub hello --json` prints. */
export interface HelloDocument extends Greeting {
  readonly profile: string
  /** what the user may write by an apply; nothing without a login */
  readonly apply: readonly ApplyRight[]
  readonly warnings: readonly string[]
}

export function helloJson(
  greeting: Greeting,
  { profile, warnings }: { readonly profile: string; readonly warnings: readonly string[] },
): HelloDocument {
  return { profile, ...greeting, apply: applyRights(greeting.user?.permissions ?? []), warnings }
}

/** A greeting for people: the hub, who one is there, and what is missing to apply plans. */
export function helloText(hello: HelloDocument, style: Style = plainStyle): string {
  const { profile, hub, user } = hello
  const koji = [hub.version ?? 'of unknown release', `API ${hub.api}`, `Maven ${hub.maven ? 'on' : 'off'}`]
  const rows = [
    ['hub', `${hub.url} (profile ${profile})`],
    ['Koji', koji.join(', ')],
    ...(user === null ? [] : userRows(user)),
  ]
  return [
    style.heading(user === null ? 'Hello!' : `Hello, ${cleanLine(user.name)}!`),
    '',
    ...rows.map(([label = '', value = '']) => `${label.padEnd(13)}${cleanLine(value)}`),
    '',
    ...(user === null ? notLoggedIn(profile) : rightsLines(hello, user.name, style)),
    '',
  ].join('\n')
}

const ways = { password: 'password', kerberos: 'Kerberos', certificate: 'client certificate' }

function userRows({ authentication, permissions }: GreetedUser): string[][] {
  return [
    ['logged in', `by ${authentication === null ? 'a way this tool does not know' : ways[authentication]}`],
    ['permissions', permissions.join(', ') || 'none'],
  ]
}

function notLoggedIn(profile: string): string[] {
  return [
    `You are not logged in: the profile ${cleanLine(profile)} reads only (authtype = noauth).`,
    'Plans need no login; to apply one, name a profile with a login by --profile.',
  ]
}

function rightsLines({ apply, administrators }: HelloDocument, user: string, style: Style): string[] {
  const missing = apply.filter(({ allowed }) => !allowed)
  if (missing.length === 0) return ['You may apply any plan.']
  const width = Math.max(...apply.map(({ writes }) => writes.join(', ').length))
  return [
    missing.length === apply.length
      ? 'You may not apply any plan yet:'
      : 'You may apply plans, as far as they write',
    ...apply.map(({ permission, writes, allowed }) => {
      const what = `  ${writes.join(', ').padEnd(width)}  `
      if (allowed) return style.added(`${what}yes (${permission})`)
      return style.removed(`${what}no: koji grant-permission ${permission} ${cleanLine(user)}`)
    }),
    `Ask an administrator of the hub for what is missing${namesText(administrators)}.`,
  ]
}

const shownNames = 8

function namesText(names: readonly string[] | null): string {
  if (names === null || names.length === 0) return ''
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : ''
  return `: ${names.slice(0, shownNames).map(cleanLine).join(', ')}${more}`
}
