import type { RpcStruct } from '../../hub/codec/value.js'
import { buildConfig } from '../../koji/build-config.js'
import { ancestorsOf, memoised } from '../inheritance-data.js'
import { eventOf } from '../lookup.js'
import { method } from '../method.js'
import type { Store } from '../store/store.js'
import { extraWithoutBlocks, findTag, findTagStrict, type TagInfo } from '../tag-info.js'

export const buildConfigMethods = [
  method('getBuildConfig', 'RootExports.getBuildConfig(tag, event=None)', ({ store }, tag, event) =>
    buildConfigStruct(store, findTagStrict(store, tag, event), eventOf(event)),
  ),
]

/** `getTag` with what is inherited filled in; `config_inheritance` tells from where, a tag's own left out. */
function buildConfigStruct(store: Store, tag: TagInfo, event: number | null): RpcStruct {
  const configOf = memoised((id: number) => {
    const info = id === tag.id ? tag : findTag(store, id, event)
    return info && { settings: info, extra: info.extra, inheritance: [] }
  })
  const config = buildConfig(tag.id, configOf, ancestorsOf(store, tag.id, event))
  const source = (id: number) => ({ id, name: store.tag.nameOf(id) })
  const { value, from } = config.arches
  const inherited = [...config.extra].filter(([, extra]) => extra.from !== tag.id)
  return {
    ...tag,
    arches: value,
    extra: extraWithoutBlocks(config.extra),
    config_inheritance: {
      arches: from === null || from === tag.id ? null : source(from),
      extra: Object.fromEntries(inherited.map(([key, extra]) => [key, source(extra.from)])),
    },
  }
}
