import type { MadeRepo, RepoMaking } from '../plan/index.js'
import { count, joint, namesText, plainFirst } from './names-text.js'

/** `3 repos will be made again: f44-build (4 arches), f44-kde-build (4 arches) and eln-build (1 arch): 9 tasks` */
export function repoText({ tags, tasks }: RepoMaking, most?: number): string {
  const [first, again] = [tags.filter(one => one.first), tags.filter(one => !one.first)]
  const parts = [
    ...(again.length > 0 ? [`${count(again.length, 'repo')} will be made again: ${list(again, most)}`] : []),
    ...(first.length > 0
      ? [`${count(first.length, 'repo')} will be made for the first time: ${list(first, most)}`]
      : []),
  ]
  return parts.length === 0 ? '' : `${parts.join('; ')}: ${count(tasks, 'createrepo task')}`
}

function list(repos: readonly MadeRepo[], most?: number): string {
  const arches = new Map(repos.map(repo => [repo.tag, repo.arches.length]))
  const texts = plainFirst([...arches.keys()]).map(tag => `${tag} (${archesText(arches.get(tag) ?? 0)})`)
  return namesText(
    texts.map(text => text.replaceAll(' ', joint)),
    most,
  )
}

function archesText(number: number): string {
  return number === 0 ? 'no arches' : count(number, 'arch', 'arches')
}
