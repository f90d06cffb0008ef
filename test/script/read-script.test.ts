import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { parse } from 'yaml'
import { RelengError } from '../../src/koji/error.js'
import { desiredYaml } from '../../src/report/index.js'
import { readScript } from '../../src/script/index.js'

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/scripts/${name}`, import.meta.url), 'utf8')
}

/** What a script amounts to, as a file says it. */
function stateOf(text: string, given: { [name: string]: string } = {}): unknown {
  const { desired, unread } = readScript(text, 's.sh', new Map(Object.entries(given)))
  expect(unread).to.deep.equal([])
  return parse(desiredYaml(desired).text)
}

/** Why a script is not read; each reason with its line. */
function reasons(text: string, given: { [name: string]: string } = {}): string[] {
  const { unread } = readScript(text, 's.sh', new Map(Object.entries(given)))
  return unread.map(({ line, end_line, reason }) =>
    end_line > line ? `${line}-${end_line}: ${reason}` : `${line}: ${reason}`,
  )
}

/** The names of the builds that a command prints. */
function latest(command: string): string {
  return `$(${command} | cut -d' ' -f1)`
}

/** The settings of the tag `t` after a command about it. */
function tagAfter(...commands: readonly string[]): unknown {
  const state = stateOf(['koji add-tag t', ...commands].map(one => `${one}\n`).join(''))
  return new Map(Object.entries(Object(state).tags)).get('t')
}

describe('a script of koji commands', () => {
  it('amounts to a desired state', () => {
    expect(stateOf(fixture('branch.sh'), { 1: '45' })).to.deep.equal(parse(fixture('branch.yaml')))
  })

  it('is read but for what only a run can tell; each line is told', () => {
    expect(reasons(fixture('unread.sh'))).to.deep.equal([
      '3-6: whether it holds only a run can tell (if)',
      '7: what a seed cannot say is left out: the settings of f44, builds before the latest ones',
      '8: mv is not the client koji',
      "9: what $(koji list-pkgs --tag f44 | cut -d' ' -f1) prints only a shell can tell",
      '10: the value of pkgs comes from line 9, which is not read',
      '11: the value of late comes from line 3, which is not read',
      '12: the variable release has no value',
      '13: the tag good is there already, since line 2',
      '14: it is for another hub (s390-koji) than line 2 (koji)',
      '15: which priority is free in other only the hub knows',
      "16: Koji's client makes the number 12944000000000 of the key 12944e09",
      '17: what comes after || is done only if what comes before fails',
    ])
  })

  it('shows no password of a line that it does not read', () => {
    const { unread } = readScript(fixture('unread.sh'), 's.sh')
    expect(unread.at(-1)?.text).to.equal('koji edit-tag --password=… good || true')
  })

  for (const [what, script, expected] of [
    ['a variable', 'N=5\nkoji add-tag f$N', ['f5']],
    ['braces', 'N=5; koji add-tag f${N}x', ['f5x']],
    ['sums', 'N=5\nkoji add-tag f$((N-1))\nkoji add-tag f$((2 * ($N + 1)))', ['f12', 'f4']],
    ['sums by other programs', 'N=5\nA=$(expr $N - 1)\nB=`bc <<< "$N+1"`\nkoji add-tag f$A$B', ['f46']],
    ['a default', 'koji add-tag ${NAME:-t}', ['t']],
    ['what is split', 'ARGS="--arches x86_64 t"\nkoji add-tag $ARGS', ['t']],
    [
      'loops in loops',
      'for a in x y; do for b in 1 2; do koji add-tag $a$b; done; done',
      ['x1', 'x2', 'y1', 'y2'],
    ],
    [
      'alternatives',
      'koji add-tag t\nfor x in a{b,c}{1..2}; do koji add-tag $x; done',
      ['ab1', 'ab2', 'ac1', 'ac2', 't'],
    ],
    ['a subshell', 'N=1\n(N=2; koji add-tag f$N)\nkoji add-tag f$N', ['f1', 'f2']],
    ['an end', 'koji add-tag t\nexit 0\nkoji add-tag u', ['t']],
    [
      'the client with options',
      'koji -p koji --user=me -q add-tag t\nsudo -u koji koji -p koji add-tag u',
      ['t', 'u'],
    ],
    ['an abbreviation', 'koji add-tag --par a t', ['t']],
    ['what is declared', 'export N=3\nreadonly M=$N\nkoji add-tag t$M', ['t3']],
    ['a here-document', 'koji add-tag t\necho <<X\nkoji add-tag no\nX\n', ['t']],
  ] as const) {
    it(`takes ${what}`, () => {
      expect(Object.keys(Object(Object(stateOf(script)).tags))).to.deep.equal(expected)
    })
  }

  it('takes a value that is given for what the script assigns', () => {
    expect(stateOf('N=$(date)\nkoji add-tag f$N', { N: '7' })).to.deep.equal({ version: 1, tags: { f7: {} } })
  })

  for (const [command, expected] of [
    ['koji edit-tag --arches=x86_64,i686 t', { arches: ['x86_64', 'i686'] }],
    ['koji edit-tag --arches="" t', {}],
    ['koji edit-tag --arches=" " t', { arches: [] }],
    ['koji edit-tag --perm a --no-perm t', { perm: null }],
    ['koji edit-tag --unlock --lock t', { locked: true }],
    ['koji lock-tag t', { perm: 'admin' }],
    ['koji lock-tag --master t', { locked: true }],
    ['koji unlock-tag t', { locked: false, perm: null }],
    [
      'koji edit-tag -x a=1 -x b=true -x c=True -x d=\'"1"\' -x e=[1] -x f=x=y t',
      { extra: { a: 1, b: true, c: true, d: '1', e: [1], f: 'x=y' } },
    ],
    ['koji edit-tag -x a=1 t; koji edit-tag -r a -b b t', { extra: {}, block_extra: ['b'] }],
    ['koji add-tag-inheritance t p --maxdepth=x', { inheritance: [{ parent: 'p', priority: 0 }] }],
    [
      'koji add-tag-inheritance t p --priority 5 --maxdepth=2 --noconfig; koji edit-tag-inheritance t p --priority 3 --maxdepth none',
      { inheritance: [{ parent: 'p', priority: 3, noconfig: true }] },
    ],
    [
      'koji add-tag-inheritance t p; koji remove-tag-inheritance t; koji add-tag-inheritance t q',
      { inheritance: [{ parent: 'q', priority: 0 }] },
    ],
    [
      'koji add-external-repo r http://x/ -t t; koji add-external-repo s http://y/ -t t -a x86_64,i686',
      {
        external_repos: [
          { repo: 'r', priority: 5 },
          { repo: 's', priority: 10, arches: ['x86_64', 'i686'] },
        ],
      },
    ],
    [
      'koji add-pkg --owner o t p --extra-arches i686; koji block-pkg t p; koji unblock-pkg t p',
      { packages: { o: ['p'] }, package_arches: { p: ['i686'] }, manage: { packages: 'additive' } },
    ],
    [
      'koji add-group t g; koji block-group-pkg t g x; koji add-group-pkg t g x y; koji unblock-group-pkg t g y',
      { groups: { g: { packages: ['x'] } } },
    ],
  ] as const) {
    it(`reads ${command}`, () => {
      expect(tagAfter(command)).to.deep.equal(expected)
    })
  }

  it('says as a seed what clone-tag takes over, and as builds whose latest build is tagged', () => {
    const script = `old=43 new=44
koji clone-tag --groups --pkgs --builds --latest-only f$old f$new
koji remove-group f$new livecd
koji add-group-pkg f$new build dnf5
koji add-tag f$new-build --parent f$new
for pkg in glibc32 glibc64; do
  nvr=$(koji -q latest-pkg f$old-build $pkg | cut -d' ' -f1)
  koji tag-pkg --force --nowait f$new-build $nvr
done
koji tag-build f$new-build \`koji latest-build f$old rust | tail -n1 | awk '{print $1}'\`
koji clone-tag --pkgs f$old-modular f$new-modular
`
    expect(stateOf(script)).to.deep.equal({
      version: 1,
      tags: {
        f44: {
          seed: { from: 'f43', packages: true, groups: true, builds: 'latest' },
          groups: { build: { packages: ['dnf5'] }, livecd: { absent: true } },
          manage: { groups: 'additive' },
        },
        'f44-build': {
          builds: [
            { latest_from: 'f43-build', packages: ['glibc32', 'glibc64'] },
            { latest_from: 'f43', packages: ['rust'] },
          ],
          inheritance: [{ parent: 'f44', priority: 0 }],
        },
        'f44-modular': { seed: { from: 'f43-modular', packages: true, groups: false } },
      },
    })
  })

  it('says what it can of clone-tag --all', () => {
    const { desired, commands } = readScript('koji clone-tag --all --latest-only f43 f44', 's.sh')
    expect(commands).to.equal(1)
    expect(desired.tags.get('f44')?.seed).to.deep.equal({
      from: 'f43',
      packages: true,
      groups: true,
      builds: true,
      copy: 'auto',
    })
  })

  it('names of tags that it did not make only what it says of them', () => {
    const script = `koji edit-tag -r k f44
koji remove-tag-inheritance rawhide f43
koji block-group-pkg f44 build tar
koji remove-external-repo r f44
koji remove-pkg f44 x
koji edit-target rawhide --build-tag=a --dest-tag=b
koji remove-tag gone`
    expect(stateOf(script)).to.deep.equal({
      version: 1,
      tags: {
        f44: {
          remove_extra: ['k'],
          groups: { build: { packages: [], blocked: ['tar'] } },
          absent_packages: ['x'],
          external_repos: [{ repo: 'r', absent: true }],
          manage: { external_repos: 'additive', extra: 'additive', groups: 'additive', packages: 'additive' },
        },
        gone: { absent: true },
        rawhide: { inheritance: [{ parent: 'f43', absent: true }], manage: { inheritance: 'additive' } },
      },
      targets: { rawhide: { build_tag: 'a', dest_tag: 'b' } },
      requires: { tags: ['f44', 'rawhide'], targets: ['rawhide'] },
    })
  })

  it('says all of a tag that it removes and adds again', () => {
    expect(stateOf('koji remove-tag t\nkoji add-tag t --arches=x86_64')).to.deep.include({
      tags: {
        t: {
          arches: ['x86_64'],
          perm: null,
          locked: false,
          maven_support: false,
          maven_include_all: false,
          extra: {},
          inheritance: [],
          groups: {},
          packages: {},
          blocked_packages: [],
          external_repos: [],
        },
      },
    })
  })

  it('names the profile that all commands name', () => {
    expect(stateOf('koji -p stg add-tag a\nkoji --profile=stg add-tag b')).to.deep.include({ profile: 'stg' })
  })

  for (const [script, reason] of [
    ['koji add-tag', 'koji add-tag takes 1 argument, not 0'],
    ['koji add-tag --colour t', 'the option --colour is not known'],
    ['koji add-tag "a b"', '“a b” is no name: Koji allows letters, digits and / _ . + - in a name'],
    ['koji add-tag t --arches=x68', 'there is no architecture x68'],
    ['koji frobnicate t', 'koji frobnicate is not read'],
    ['koji tag-build t a-1-1', 'a state names no build, only the package and the tag whose latest one it is'],
    ['koji untag-build t a-1-1', 'koji untag-build: a state only adds builds'],
    [
      `koji tag-build t ${latest('koji -q latest-build o a')}`,
      'the tag t is not made by the script: whether it holds a build of the package already only the hub knows',
    ],
    [
      `koji tag-build t $(koji latest-build o a | cut -d' ' -f1)`,
      "what $(koji latest-build o a | cut -d' ' -f1) prints only a shell can tell",
    ],
    [
      `koji tag-build t $(koji -q latest-build o a)`,
      'what $(koji -q latest-build o a) prints only a shell can tell',
    ],
    [
      `koji add-pkg --owner=o t ${latest('koji -q latest-build o a')}`,
      'which build koji latest-build prints only the hub knows',
    ],
    ['koji clone-tag --groups s s', 'a tag cannot be made from itself'],
    ['koji clone-tag --builds s t', 'koji takes --builds with --pkgs alone'],
    ['koji clone-tag -n --pkgs s t', 'koji clone-tag --test does nothing'],
    [
      'koji clone-tag --pkgs --event=7 s t',
      'what a seed cannot say is left out: that it is s of some time ago',
    ],
    [
      'koji add-pkg --owner=o s a && koji clone-tag --pkgs s t',
      'line 1 changes s, and a state takes over what the hub has before',
    ],
    [
      'koji edit-tag --lock t && koji clone-tag --pkgs s t',
      'the tag t was there before, by line 1: clone-tag replaces what it has, and a seed counts only for a new tag',
    ],
    [
      'koji add-tag t; koji add-group t g; koji clone-tag --pkgs s t',
      'the tag t was there before, by line 1: clone-tag replaces what it has, and a seed counts only for a new tag',
    ],
    [
      'koji remove-tag t; koji clone-tag --pkgs s t',
      'the tag t was there before, by line 1: clone-tag replaces what it has, and a seed counts only for a new tag',
    ],
    [
      'koji remove-group t g; koji add-group t g',
      'the group g is removed before, and whether it comes back empty no state can say',
    ],
    ['koji edit-tag --rename u t', 'a rename: a desired state knows tags by their names alone'],
    ['koji add-tag t --parent a && koji add-tag-inheritance t b', 'a has the priority 0 in t already'],
    ['koji edit-target t --build-tag=b', 'the destination tag that target t keeps only the hub knows'],
    ['koji edit-tag -x a=None t', 'the extra setting a is null, which no file can say'],
    ['koji set-pkg-arches i686 t p', 'whose p is in t only the hub knows'],
    ['koji add-tag t &', 'a command that goes on in the background (&)'],
    ['koji add-tag t | cat', 'a pipe: what goes through it only a shell can tell'],
    ['f() { koji add-tag t; }', 'functions are not read'],
    ['koji add-tag "t', 'this is no valid shell: unterminated double quote'],
    ['koji add-tag t{1..9999}{1..9999}', 'a word that is more than 10000 words'],
    ['koji add-tag t{01..10}', '{01..10} is not read'],
    ['koji add-tag t$((999999999999999 * 999999999999999))', 'a sum with more than 15 digits'],
    ['x=a; for i in {1..99}; do x=$x$x; done', 'a word of more than 100000 characters'],
    ['x=a; for i in {1..99}; do x+=$x; done', 'a value of more than 100000 characters'],
  ] as const) {
    it(`does not read ${script}`, () => {
      expect(reasons(script)[0]).to.equal(`1: ${reason}`)
    })
  }

  it('tells why in short, however long the word is', () => {
    const [reason = ''] = reasons(`koji add-tag ${'t'.repeat(9999)}`)
    expect(reason).to.have.lengthOf('1: '.length + 301)
  })

  for (const [what, script] of [
    ['loops in loops', 'for a in {1..9999}; do for b in {1..9999}; do x=$b; done; done'],
    ['words without end', `for a in ${'{1..9999} '.repeat(999)}; do :; done`],
    [
      'long words, again and again',
      `x=${'x'.repeat(99999)}; for a in {1..9999}; do for b in {1..99}; do y=$x; done; done`,
    ],
  ] as const) {
    it(`gives up on ${what}, before it takes all time and memory`, () => {
      expect(() => reasons(script)).to.throw(RelengError, 'takes more than 1000000 commands and words')
    })
  }
})
