import { registerTab } from '../kit/tab_registry.js'
import * as stations from './receipt_trace.js'

registerTab('look', {
  address: {
    KEYS: [],
    READ: stations.READ,
    START: {},
    toLink: (_, get) => ({ receipt: stations.toLink(get('receipt')) }),
    fromLink: () => ({}),
  },
  cleared: ['receipt'],
  restore({ receipt: walk }, bus, first) {
    if (!walk || (first && walk[0].layer !== first.layer)) return
    if (stations.isLegalTrace(walk, bus.get('network').layers)) bus.set('receipt', walk)
  },
})
