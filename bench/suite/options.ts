import { parseArgs } from 'node:util'

const help = `How fast the commands are, as whole processes, in turns with other ways of doing the same.

  npm run bench -- [--config FILE --profile NAME [--access-log FILE] [--empty COMMAND]] [--runs 5] [--only NAMES] [--doc]
    [--koji COMMAND] [--script FILE] [--koji-ansible FOLDER] [--koji-source FOLDER] [--python PROGRAM]

The hub is a sandbox of its own unless --config and --profile name one. It takes both, not a URL: a profile says how to
log in, all clients that are compared read the same file, and its user must be an admin, who gets releases of Fedora
there. Never name a hub that anybody needs.

  --access-log FILE      the log of the hub's web server, where it can be read: counts requests; with us=%D at the end
                         of its lines, the hub's own time, too
  --empty COMMAND        leaves the hub that is named as new; done before each turn of branchings, so that none finds
                         more releases than the one before did
  --runs N               turns of each comparison
  --only NAMES           some of ALL_NAMES;
                         such runs are printed, not kept. Without it, all; of a hub that is named: HUB_NAMES
  --doc                  puts the tables into docs/performance.md, too
  --koji COMMAND         runs Koji's own client
  --script FILE          Fedora's make-koji-release-tags; needs --koji
  --koji-ansible FOLDER  a checkout of koji-ansible; needs ansible-playbook in the path, and --koji-source unless
                         Python finds Koji's client by itself
  --koji-source FOLDER   the source tree of Koji (or the environment variable KOJI_SRC)
  --python PROGRAM       has what Koji imports; python3, if it is left out (or the environment variable PYTHON)
`

/**
 * @param names of all benchmarks
 * @param onHub of those that are done on a hub that is named
 */
export function readOptions(names: readonly string[], onHub: readonly string[]) {
  const { KOJI_SRC, PYTHON = 'python3' } = process.env
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      only: { type: 'string' },
      config: { type: 'string' },
      profile: { type: 'string' },
      'access-log': { type: 'string' },
      empty: { type: 'string' },
      koji: { type: 'string' },
      script: { type: 'string' },
      'koji-ansible': { type: 'string' },
      'koji-source': { type: 'string', ...(KOJI_SRC !== undefined && { default: KOJI_SRC }) },
      python: { type: 'string', default: PYTHON },
      doc: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return help.replace('ALL_NAMES', names.join(',')).replace('HUB_NAMES', onHub.join(','))
  if ((values.config === undefined) !== (values.profile === undefined))
    throw new Error('--config and --profile go together')
  if (values.empty !== undefined && values.profile === undefined)
    throw new Error('--empty needs the --config and --profile of the hub that it empties')
  if (!/^[1-9]\d*$/.test(values.runs)) throw new Error(`--runs takes a number from 1, not ${values.runs}`)
  const only = values.only?.split(',') ?? (values.profile === undefined ? names : onHub)
  const unknown = only.filter(name => !names.includes(name))
  if (unknown.length > 0) throw new Error(`no benchmark ${unknown.join(', ')}; there are ${names.join(', ')}`)
  return { ...values, runs: Number(values.runs), only, whole: values.only === undefined }
}
