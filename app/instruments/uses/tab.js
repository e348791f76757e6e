import { registerTab } from '../kit/tab_registry.js'
import * as address from './settings.js'
import { moved } from './settings.js'

registerTab('uses', { address, moved })
