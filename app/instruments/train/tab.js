import { registerTab } from '../kit/tab_registry.js'
import * as address from './settings.js'

registerTab('train', { address })
