import { registerTab } from '../kit/tab_registry.js'
import * as address from './convolve.js'

registerTab('convolve', { address })
