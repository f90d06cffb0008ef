import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DesiredState, DesiredTag } from '../../src/koji/desired-state.js'
import type { ExtraValue, Link } from '../../src/koji/tag.js'
import type { Contender } from './look.js'

// The same desired state for koji-ansible: a playbook with one task for each tag, external repos left as they are, and
// one for each target. JSON is YAML, so it is written as JSON.

export interface KojiAnsible {
  /** a checkout of koji-ansible */
  readonly folder: string
  /** the source tree of Koji, whose Python packages its modules import */
  readonly kojiSource: string | undefined
  /** that has what Koji imports */
  readonly python: string
}

/** Settings of Ansible's that make runs shorter: a module needs no file on the host that it runs on. */
export const pipelining = { ANSIBLE_PIPELINING: '1' }

/** Its check of the desired state; nothing but `settings` differs from how Ansible comes. */
export function checkByKojiAnsible(
  { folder, kojiSource, python }: KojiAnsible,
  scratch: string,
  desired: DesiredState,
  settings: { readonly [name: string]: string } = {},
): Contender {
  const playbook = path.join(scratch, 'playbook.yml')
  return door => {
    // Koji's client looks for profiles in the home folder, and Ansible writes there.
    const home = path.join(scratch, `home-of-${path.basename(door.config)}`)
    mkdirSync(path.join(home, '.koji', 'config.d'), { recursive: true })
    copyFileSync(door.config, path.join(home, '.koji', 'config.d', 'bench.conf'))
    writeFileSync(playbook, JSON.stringify([playOf(desired, door.profile)], null, 1))
    const interpreter = ['-e', `ansible_python_interpreter=${python}`]
    return {
      name: `koji-ansible's check${settings === pipelining ? ', pipelined' : ''}`,
      argv: ['ansible-playbook', '--check', '-i', 'localhost,', '-c', 'local', ...interpreter, playbook],
      env: {
        ...settings,
        HOME: home,
        ANSIBLE_LIBRARY: path.join(folder, 'library'),
        ANSIBLE_MODULE_UTILS: path.join(folder, 'module_utils'),
        ...(kojiSource !== undefined && { PYTHONPATH: `${kojiSource}:${path.join(kojiSource, 'cli')}` }),
      },
    }
  }
}

/** Why it cannot be measured. */
export function lackOf({ folder }: KojiAnsible): string | undefined {
  const module = path.join(folder, 'library', 'koji_tag.py')
  if (!existsSync(module)) return `there is no ${module}: koji-ansible is not measured`
  const found = (process.env.PATH ?? '')
    .split(':')
    .some(bin => existsSync(path.join(bin, 'ansible-playbook')))
  return found ? undefined : 'there is no ansible-playbook in the path: koji-ansible is not measured'
}

function playOf({ tags, targets }: DesiredState, profile: string) {
  return {
    hosts: 'localhost',
    gather_facts: false,
    tasks: [
      ...[...tags.values()].map(tag => ({ name: `tag ${tag.name}`, koji_tag: tagArgs(tag, profile) })),
      ...[...targets.values()].map(({ name, source: _, absent, ...target }) => ({
        name: `target ${name}`,
        koji_target: { koji: profile, name, state: absent ? 'absent' : 'present', ...target },
      })),
    ],
  }
}

/** What is not managed is left out. */
function tagArgs(tag: DesiredTag, koji: string) {
  const { name, settings, extra, inheritance, groups, external_repos: repos } = tag
  const { perm, ...scalars } = settings
  return {
    koji,
    name,
    ...scalars,
    ...(perm && { perm }),
    ...(extra && { extra: Object.fromEntries([...extra].map(([key, value]) => [key, plain(value)])) }),
    ...(inheritance && { inheritance: inheritance.map(linkArgs) }),
    ...(groups && {
      groups: Object.fromEntries([...groups].map(([group, { packages }]) => [group, [...packages.keys()]])),
    }),
    ...(repos && {
      external_repos: repos.map(({ repo, priority, merge_mode }) => ({ repo, priority, merge_mode })),
    }),
  }
}

function plain(value: ExtraValue) {
  return value.blocked ? null : value.value
}

function linkArgs({ maxdepth, ...link }: Link) {
  return { ...link, ...(maxdepth !== null && { maxdepth }) }
}
