import { registerTab } from '../kit/tab_registry.js'
import * as address from './explain.js'

registerTab('explain', { address })
