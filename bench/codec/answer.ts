/** The answer of `listPackages` for a tag with `count` packages, laid out as a hub's Python writes it. */
export function packageList(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => struct(entry(index))).join('')
  return `${before}<value><array><data>\n${entries}</data></array></value>\n${after}`
}

const before = "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n"
const after = '</param>\n</params>\n</methodResponse>\n'

type Entry = Record<string, string | number | boolean | null>

const families = ['python-', 'perl-', 'rust-', 'golang-github-', 'texlive-', 'lib', 'ghc-', '']

function entry(index: number): Entry {
  const owner = (index * 7) % 900
  return {
    package_id: 1000 + index,
    package_name: `${families[index % families.length]}package-${index}`,
    tag_id: 92_481,
    tag_name: 'f44-updates-candidate',
    extra_arches: index % 10 === 0 ? '' : null,
    blocked: index % 16 === 0,
    owner_id: 3000 + owner,
    owner_name: `maintainer${owner}`,
  }
}

function struct(members: Entry): string {
  const written = Object.entries(members).map(
    ([name, value]) => `<member>\n<name>${name}</name>\n${scalar(value)}</member>\n`,
  )
  return `<value><struct>\n${written.join('')}</struct></value>\n`
}

function scalar(value: Entry[string]): string {
  // Python's writer ends every value with a line feed but this one.
  if (value === null) return '<value><nil/></value>'
  if (typeof value === 'boolean') return `<value><boolean>${value ? 1 : 0}</boolean></value>\n`
  if (typeof value === 'number') return `<value><int>${value}</int></value>\n`
  return `<value><string>${value}</string></value>\n`
}
