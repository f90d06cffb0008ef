import type { Json, JsonObject } from '../../src/koji/json.js'

// An apply that uses every method a plan can call, in all four stages. Files are YAML, and YAML holds JSON.

const releases = ['one', 'two', 'three', 'four']

function each<T extends Json>(make: (name: string) => readonly [string, T]): { [name: string]: T } {
  return Object.fromEntries(releases.map(make))
}

/** What the hub holds before. */
export const baseFile = file({
  tags: {
    base: {
      arches: ['x86_64'],
      extra: { keep: 1, 'mock.new_chroot': 0 },
      groups: {
        build: { packages: ['bash', 'make'], requires: ['srpm-build'] },
        'srpm-build': ['bash'],
        livecd: ['anaconda'],
      },
      packages: { releng: ['bash', 'make'], kojiadmin: ['gcc'] },
    },
    'base-build': { inheritance: ['base'], external_repos: ['first', 'second'] },
    side: { inheritance: [{ parent: 'base', priority: 5 }], groups: { build: ['gdb'] } },
    ...each(name => [`old-${name}`, { packages: { releng: [name] }, inheritance: ['base'] }]),
  },
  targets: {
    base: { build_tag: 'base-build', dest_tag: 'base' },
    ...each(name => [`old-${name}`, { build_tag: `old-${name}`, dest_tag: `old-${name}` }]),
  },
  external_repos: {
    first: { url: 'https://example.org/first/$arch/' },
    second: { url: 'https://example.org/second/$arch/' },
    third: { url: 'https://example.org/third/$arch/' },
  },
})

/** @param bulk a value that each stage but the last has twice: a large one parts them into several requests */
export function changeFile(bulk = 'small'): string {
  return file({
    tags: {
      ...each(name => [
        name,
        { arches: ['x86_64', 'aarch64'], extra: { release: name }, inheritance: ['base'] },
      ]),
      ...each(name => [
        `${name}-build`,
        {
          arches: null,
          dist_tag: `.${name}`,
          block_extra: ['mock.new_chroot'],
          inheritance: [name, { parent: 'base-build', priority: 10, intransitive: true }],
          groups: {
            build: { packages: [`${name}-macros`], requires: ['tools'], blocked: ['make'] },
            tools: { packages: ['git'], description: `Tools of ${name}` },
            livecd: { blocked: true },
          },
          packages: { releng: [`${name}-macros`] },
          blocked_packages: ['gcc'],
          external_repos: ['fourth'],
        },
      ]),
      free: {
        extra: { bulk },
        groups: {
          build: ['bash', 'make'],
          free: { packages: ['bison'], requires: ['build'], description: bulk },
        },
        packages: { releng: ['free', 'freer'], kojiadmin: ['freest'] },
      },
      'free-build': {
        extra: { bulk },
        inheritance: ['free'],
        groups: {
          more: { packages: ['flex'], description: bulk },
          build: { packages: ['gawk'], blocked: ['make'] },
        },
        blocked_packages: ['freest'],
        external_repos: [{ repo: 'second', merge_mode: 'bare', arches: ['x86_64'] }],
      },
      base: {
        arches: ['x86_64', 'aarch64'],
        extra: { keep: 2, more: [true], bulk },
        groups: {
          build: { packages: ['bash', 'gcc'], requires: ['srpm-build'] },
          'srpm-build': ['bash', 'rpm'],
        },
        packages: { releng: ['bash', 'gcc', 'rpm'] },
      },
      'base-build': { inheritance: ['side', 'base'], external_repos: ['second', 'first'], extra: { bulk } },
      side: { locked: true, inheritance: [], groups: {} },
      ...each(name => [`old-${name}`, { absent: true }]),
    },
    targets: {
      base: { build_tag: 'base-build', dest_tag: 'side' },
      ...each(name => [name, { build_tag: `${name}-build`, dest_tag: name }]),
      ...each(name => [`old-${name}`, { absent: true }]),
    },
    external_repos: {
      first: { url: 'https://example.org/1/$arch/' },
      third: { absent: true },
      fourth: { url: 'https://example.org/fourth/$arch/' },
    },
  })
}

function file(content: JsonObject): string {
  return JSON.stringify({ version: 1, ...content }, null, 1)
}
