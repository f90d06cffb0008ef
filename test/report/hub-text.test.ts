import { expect } from 'chai'
import type { Greeting } from '../../src/koji/greeting.js'
import { helloJson, helloText, type ProfilesDocument, profilesText } from '../../src/report/index.js'

const lines = (text: string) => text.trimEnd().split('\n')

describe('helloText', () => {
  const hub = { url: 'https://koji.example.org/kojihub', version: '1.35.3', api: 1, maven: true }
  const releng = { name: 'releng', authentication: 'kerberos', permissions: ['tag', 'target'] } as const

  function hello(greeting: Partial<Greeting>): string[] {
    const whole: Greeting = { hub, user: releng, administrators: ['ann', 'bob'], ...greeting }
    return lines(helloText(helloJson(whole, { profile: 'koji', warnings: [] })))
  }

  it('greets, and says what is allowed and how to get the rest', () => {
    expect(hello({})).to.deep.equal([
      'Hello, releng!',
      '',
      'hub          https://koji.example.org/kojihub (profile koji)',
      'Koji         1.35.3, API 1, Maven on',
      'logged in    by Kerberos',
      'permissions  tag, target',
      '',
      'You may apply plans, as far as they write',
      '  tags, inheritance, groups, package lists, external repos of tags  yes (tag)',
      '  targets                                                           yes (target)',
      '  external repos                                                    no: koji grant-permission admin releng',
      'Ask an administrator of the hub for what is missing: ann, bob.',
    ])
  })

  it('says that nothing may be applied', () => {
    const text = hello({ user: { ...releng, permissions: [] } })
    expect(text).to.include('permissions  none')
    expect(text).to.include('You may not apply any plan yet:')
    expect(text.filter(line => / no: koji grant-permission /.test(line))).to.have.length(3)
  })

  it('has little to say to an administrator', () => {
    expect(hello({ user: { ...releng, permissions: ['admin'] } }).slice(6)).to.deep.equal([
      '',
      'You may apply any plan.',
    ])
  })

  it('says where nobody logged in', () => {
    const text = hello({ user: null })
    expect(text[0]).to.equal('Hello!')
    expect(text).to.include('You are not logged in: the profile koji reads only (authtype = noauth).')
  })

  it('knows hubs that do not tell everything', () => {
    const text = hello({ hub: { ...hub, version: null, maven: false }, administrators: null })
    expect(text).to.include('Koji         of unknown release, API 1, Maven off')
    expect(text.at(-1)).to.equal('Ask an administrator of the hub for what is missing.')
  })

  it('names a few of many administrators', () => {
    const administrators = Array.from({ length: 10 }, (_, index) => `a${index}`)
    expect(hello({ administrators }).at(-1)).to.match(/: a0, .*, a7 and 2 more\.$/)
  })

  it('lets no control character through', () => {
    const text = hello({ user: { ...releng, name: 'x\u001b[31m' }, administrators: ['y\u0007'] })
    expect(text.join('')).to.not.match(/[\u0000-\u001f]/)
  })
})

describe('profilesText', () => {
  const none: ProfilesDocument = {
    default: null,
    default_from_environment: false,
    profiles: [],
    sandbox: { state: '/s.json', exists: true },
    files: [],
    unreadable: [],
    searched: ['/etc/koji.conf.d', '/etc/koji.conf'],
  }
  const places = [{ file: '/etc/koji.conf', line: 3 }]
  const koji = { name: 'koji', server: 'http://h/kojihub', authtype: 'ssl', places, problem: null }
  const problem = { message: 'the value is wrong', where: '/etc/koji.conf:5', next: 'write another' }
  const wrong = { name: 'wrong', server: null, authtype: null, places, problem }

  it('is a table of what can be used, marks the default, and lists the files', () => {
    const listed = {
      ...none,
      default: 'koji',
      profiles: [koji, wrong],
      files: ['/etc/koji.conf'],
      unreadable: ['/x'],
    }
    expect(lines(profilesText(listed))).to.deep.equal([
      '* koji     http://h/kojihub  certificate  /etc/koji.conf:3',
      '  wrong    ?                 ?            /etc/koji.conf:3',
      '    wrong: the value is wrong',
      '    where: /etc/koji.conf:5',
      '    next:  write another',
      '  sandbox  the embedded hub               /s.json',
      '',
      "The default is koji (Koji's own default).",
      'Read, in this order:',
      '  /etc/koji.conf',
      'May not be read: /x',
    ])
  })

  it('says what to do where there is no profile, no file and no sandbox', () => {
    const text = lines(profilesText({ ...none, sandbox: { state: '/s.json', exists: false } }))
    expect(text).to.include('  sandbox  the embedded hub    /s.json (make it: koji-releng sandbox reset)')
    expect(text).to.include(
      'There is no default: name a profile by --profile or KOJI_PROFILE, or call one koji.',
    )
    expect(text).to.include.members(['  /etc/koji.conf.d', '  /etc/koji.conf', '  [koji]'])
  })

  it('says where KOJI_PROFILE names a profile, and where there is none of that name', () => {
    const text = (name: string) =>
      profilesText({ ...none, default: name, default_from_environment: true, profiles: [koji] })
    expect(text('koji')).to.contain('The default is koji (KOJI_PROFILE).')
    expect(text('kojy')).to.contain('The default is kojy (KOJI_PROFILE), which is not among them.')
    expect(text('sandbox')).to.contain('\n* sandbox').and.to.contain('The default is sandbox (KOJI_PROFILE).')
  })
})
