import { registerTab } from '../kit/tab_registry.js'
import * as address from './train.js'

registerTab('train', { address })
