#!/usr/bin/env node
import module from 'node:module'
import path from 'node:path'

// Node 22 and newer keep what V8 compiled: in a folder of the user's own, since code is read from there.
const { HOME, XDG_CACHE_HOME } = process.env
const cache = XDG_CACHE_HOME || (HOME && path.join(HOME, '.cache'))
if (cache && path.isAbsolute(cache)) module.enableCompileCache?.(path.join(cache, 'koji-releng'))

await import('../dist/cli/run.js')
