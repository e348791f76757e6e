import { registerTab } from '../kit/tab_registry.js'
import * as address from './step.js'

registerTab('step', { address })
