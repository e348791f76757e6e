import { registerTab } from '../kit/tab_registry.js'
import * as address from './history.js'

registerTab('history', { address })
