/** Methods that look at one element, and those that may walk over all. */
const steps: readonly (readonly [prototype: object, methods: readonly PropertyKey[]])[] = [
  [Map.prototype, ['get', 'has', 'set']],
  [Set.prototype, ['has', 'add']],
]
const walks: typeof steps = [
  [
    Array.prototype,
    [
      ...([
        'filter',
        'find',
        'some',
        'every',
        'map',
        'flatMap',
        'forEach',
        'reduce',
        'sort',
        'slice',
      ] as const),
      ...(['concat', 'includes', 'indexOf', 'findIndex', 'splice', 'keys', 'entries', 'values'] as const),
      Symbol.iterator,
    ],
  ],
  [Map.prototype, ['keys', 'values', 'entries', 'forEach', Symbol.iterator]],
  [Set.prototype, ['keys', 'values', 'entries', 'forEach', Symbol.iterator]],
]

/**
 * How many elements of arrays, maps and sets are looked at or walked over, at most; a sort counts once for each. The same
 * on every machine, and nothing that is measured has to count.
 */
export function workOf<Result>(run: () => Result): { readonly result: Result; readonly work: number } {
  let work = 0
  const undo: (() => void)[] = []
  const count = (prototype: object, method: PropertyKey, cost: (self: unknown) => number) => {
    const property = Object.getOwnPropertyDescriptor(prototype, method)
    const original: unknown = property?.value
    if (property === undefined || typeof original !== 'function') throw new TypeError(String(method))
    const value = function (this: unknown, ...args: unknown[]): unknown {
      work += cost(this)
      return Reflect.apply(original, this, args)
    }
    Object.defineProperty(prototype, method, { ...property, value })
    undo.push(() => Object.defineProperty(prototype, method, property))
  }
  for (const [prototype, methods] of steps) for (const method of methods) count(prototype, method, () => 1)
  for (const [prototype, methods] of walks) for (const method of methods) count(prototype, method, sizeOf)
  try {
    const result = run()
    return { result, work }
  } finally {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) step()
  }
}

function sizeOf(items: unknown): number {
  if (Array.isArray(items)) return items.length
  return items instanceof Map || items instanceof Set ? items.size : 0
}
