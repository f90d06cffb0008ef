/** What a command printed, with ids by their first appearance and without times. */
export function plainOutput(text: string, prefix: string): string {
  const ids = new Map<string, string>()
  const idOf = (id: string) => {
    const known = ids.get(id) ?? `#${ids.size + 1}`
    ids.set(id, known)
    return known
  }
  return (
    text
      .replaceAll(prefix, 'tx-')
      // The text of an internal error depends on the hub's configuration.
      .replaceAll(/<Fault 1: .*>/g, '<Fault 1>')
      .replaceAll(/\w{3} \w{3} +\d+ [\d:]+ \d{4}/g, '<time>')
      .replaceAll(/\d{4}-\d\d-\d\d[ T][\d:.,+]+/g, '<time>')
      .replaceAll(/(\[|\()(\d+)(?=\]|\))/g, (_, before, id) => before + idOf(id))
      .replaceAll(/(\beid |\bID: |\bevent |\brepo |\btag |id': )(\d+)/g, (_, before, id) => before + idOf(id))
  )
}
