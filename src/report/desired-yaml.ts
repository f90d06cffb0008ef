import type { DesiredExternalRepo, DesiredState, DesiredTarget, Requirement } from '../koji/desired-state.js'
import { digestOf } from '../koji/digest.js'
import { byKey, type JsonObject } from '../koji/json.js'
import { desiredTagDocument } from './desired-tag-document.js'
import { fileYaml } from './file-yaml.js'

/** A desired state as one plain file: everything expanded, nothing left to use. Read again, it is the same. */
export function desiredYaml(desired: DesiredState): { text: string; document: JsonObject } {
  const { tags, targets, external_repos, protect, requires, profiles } = desired
  // Files that are for different hubs make no single one.
  const [profile, ...others] = new Set(profiles.map(({ name }) => name))
  const document: JsonObject = {
    version: 1,
    ...(profile !== undefined && others.length === 0 && { profile }),
    ...(external_repos.size > 0 && { external_repos: mapped(external_repos, repoContent) }),
    ...(tags.size > 0 && { tags: mapped(tags, desiredTagDocument) }),
    ...(targets.size > 0 && { targets: mapped(targets, targetContent) }),
    ...(protect.length > 0 && { protect: [...protect] }),
    ...(requires.length > 0 && { requires: requirementContent(requires) }),
  }
  return { document, text: fileYaml(document) }
}

/** SHA-256 of what a desired state says, wherever and in whatever order it is written. */
export function desiredDigest(desired: DesiredState): string {
  return digestOf(desiredYaml(desired).document)
}

function mapped<T>(resources: ReadonlyMap<string, T>, content: (resource: T) => JsonObject): JsonObject {
  return Object.fromEntries([...resources].sort(byKey).map(([name, resource]) => [name, content(resource)]))
}

function requirementContent(requires: readonly Requirement[]): JsonObject {
  const names = (wanted: Requirement['kind']) =>
    requires.filter(({ kind }) => kind === wanted).map(({ name }) => name)
  const [tags, targets] = [names('tag'), names('target')]
  return { ...(tags.length > 0 && { tags }), ...(targets.length > 0 && { targets }) }
}

function targetContent(target: DesiredTarget): JsonObject {
  return target.absent ? { absent: true } : { build_tag: target.build_tag, dest_tag: target.dest_tag }
}

function repoContent(repo: DesiredExternalRepo): JsonObject {
  return repo.absent ? { absent: true } : { url: repo.url }
}
