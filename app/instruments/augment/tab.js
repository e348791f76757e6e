import { registerTab } from '../kit/tab_registry.js'
import * as address from './augment.js'

registerTab('augment', {
  address,
  provides: { augmentation: () => import('./augmenting.js').then(({ augmenting }) => augmenting()) },
})
