import { compareText } from '../koji/json.js'
import type { Held, TagContents } from '../koji/live-state.js'
import type { Batch } from './batch.js'
import { history, isUnknownName } from './history-query.js'
import { Row } from './row.js'

// As many as a reader of a plan may want to see by name.
const few = 8

/**
 * Asks how many packages a tag lists and how many builds are tagged in it, and for their names where they are
 * few: a tag may hold 25,000 of each. Counted are the rows, those included that Koji's own lists hide (builds of
 * a package that is blocked or not listed).
 */
export function askContents(batch: Batch, tag: string, take: (contents: TagContents) => void): void {
  let first = { packages: [] as string[], builds: [] as string[] }
  const tables = ['tag_packages', 'tag_listing']
  batch.add(
    history({ tag }, tables, { limit: few }),
    value => {
      const rows = Row.from(value, 'queryHistory')
      first = {
        packages: rows.rows('tag_packages').map(row => row.text('package.name')),
        builds: rows
          .rows('tag_listing')
          .map(row => ['name', 'version', 'release'].map(part => row.text(part)).join('-')),
      }
    },
    isUnknownName,
  )
  batch.add(
    history({ tag }, tables, { countOnly: true }),
    value => {
      const counts = Row.from(value, 'queryHistory')
      take({
        packages: held(counts.integer('tag_packages'), first.packages),
        builds: held(counts.integer('tag_listing'), first.builds),
      })
    },
    isUnknownName,
  )
}

function held(count: number, first: readonly string[]): Held {
  return { count, names: first.length === count ? [...first].sort(compareText) : [] }
}
