import { registerTab } from '../kit/tab_registry.js'
import * as address from './settings.js'

registerTab('augment', {
  address,
  provides: { augmentation: () => import('./controller.js').then(({ startAugment }) => startAugment()) },
})
