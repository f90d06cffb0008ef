/**
 * Names one value of a tag: the key under which a desired tag keeps where a value was written, and a live
 * tag who set it. `valuePath('arches')`, `valuePath('extra', 'rpm.macro.dist')`,
 * `valuePath('inheritance', 'f44')`, `valuePath('groups', 'build', 'bash')`.
 */
export function valuePath(facet: string, ...names: readonly string[]): string {
  let path = facet
  for (const name of names) path += `\n${name}`
  return path
}
