import { registerTab } from '../kit/tab_registry.js'
import * as address from './filters.js'

registerTab('filters', {
  address,
  start: bus => bus.on('filters.wish', ({ edits }) => edits.length && import('./filtering.js').then(({ filtering }) => filtering(bus))),
})
