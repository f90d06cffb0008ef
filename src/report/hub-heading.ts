import type { HubIdentity } from '../koji/live-state.js'
import { cleanLine } from './clean.js'

/** `Plan for koji · https://koji.example.org/kojihub · Koji 1.35.3 · event 47`: what, of which hub, and when */
export function hubHeading(title: string, { url, version }: HubIdentity, moment: string): string {
  return [title, url, `Koji ${version}`, moment].map(cleanLine).join(' · ')
}
