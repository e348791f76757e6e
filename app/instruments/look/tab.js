import { registerTab } from '../kit/tab_registry.js'
import * as opened from './opened_groups.js'
import * as trace from './receipt_trace.js'

registerTab('look', {
  address: {
    KEYS: opened.KEYS,
    READ: { ...trace.READ, ...opened.READ },
    START: {},
    toLink: (settings, get) => ({ receipt: trace.toLink(get('receipt')), open: opened.toLink(settings.opened, get('network')?.key) }),
    fromLink: opened.fromLink,
  },
  cleared: ['receipt'],
  restore({ receipt: walk }, bus, first) {
    if (!walk || (first && walk[0].layer !== first.layer)) return
    if (trace.isLegalTrace(walk, bus.get('network').layers)) bus.set('receipt', walk)
  },
})
