import { kojiVersion } from '../http.js'
import { method } from '../method.js'

export const systemMethods = [
  method('hello', 'RootExports.hello(*args)', () => 'Hello World'),
  method('echo', 'RootExports.echo(*args)', (_call, args) => args),
  method('getKojiVersion', 'RootExports.getKojiVersion()', () => kojiVersion),
  method('getAPIVersion', 'RootExports.getAPIVersion()', () => 1),
  method('mavenEnabled', 'RootExports.mavenEnabled()', ({ hub }) => hub.options.enableMaven),
  method('winEnabled', 'RootExports.winEnabled()', ({ hub }) => hub.options.enableWin),
  method('system.listMethods', 'HandlerRegistry.system_listMethods()', ({ hub }) => hub.methodNames()),
]
