import { registerTab } from '../kit/tab_registry.js'
import * as trace from './receipt_trace.js'

registerTab('look', {
  address: {
    KEYS: [],
    READ: trace.READ,
    START: {},
    toLink: (_, get) => ({ receipt: trace.toLink(get('receipt')) }),
    fromLink: () => ({}),
  },
  cleared: ['receipt'],
  restore({ receipt: walk }, bus, first) {
    if (!walk || (first && walk[0].layer !== first.layer)) return
    if (trace.isLegalTrace(walk, bus.get('network').layers)) bus.set('receipt', walk)
  },
})
