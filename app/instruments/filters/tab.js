import { registerTab } from '../kit/tab_registry.js'
import * as address from './settings.js'

registerTab('filters', {
  address,
  start: bus =>
    bus.on('filters.linked', ({ edits }) => edits.length && import('./controller.js').then(({ startFilters }) => startFilters(bus))),
})
