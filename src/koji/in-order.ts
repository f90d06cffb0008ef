/**
 * A list in its order: the very same, if it is so already, as short lists of tags mostly are. A sort costs more than all
 * else that is done with these.
 */
export function inOrder<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): readonly Item[] {
  for (let index = 1; index < items.length; index += 1) {
    const one = items[index - 1]
    const other = items[index]
    if (one !== undefined && other !== undefined && compare(one, other) > 0) return items.toSorted(compare)
  }
  return items
}
