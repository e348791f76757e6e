import { registerTab } from '../kit/tab_registry.js'
import * as address from './transfer.js'

registerTab('transfer', { address })
