// Which tabs say something in the address: one line a tab. Pure.
import * as augment from '../augment/augment.js'
import * as convolve from '../convolve/convolve.js'
import * as explain from '../explain/explain.js'
import * as filters from '../filters/filters.js'
import * as history from '../history/history.js'
import * as transfer from '../transfer/transfer.js'
import * as step from '../step/step.js'
import * as train from '../train/train.js'

/**
 * By the first part of their keys on the bus. Each has KEYS (settings on the bus that the address tells), READ (key of the address: text →
 * value, undefined where illegal), START (what need not be said), toLink (settings → address) and fromLink (what was said → settings).
 */
export const FAMILIES = { augment, convolve, explain, filters, history, step, train, transfer }

const all = of => Object.assign({}, ...Object.values(FAMILIES).map(of))
export const READS = all(family => family.READ)
export const STARTS = all(family => family.START)
/** Every key of the bus that the address follows. */
export const KEYS = Object.entries(FAMILIES).flatMap(([name, { KEYS: keys }]) => keys.map(key => `${name}.${key}`))

/** What the address says of the present settings; `get` reads the bus. */
export const spoken = get =>
  Object.assign({}, ...Object.entries(FAMILIES).map(([name, { KEYS: keys, toLink }]) => toLink(Object.fromEntries(keys.map(key => [key, get(`${name}.${key}`)])))))

/** What was said, as settings under their keys of the bus: [[key, value], …]. */
export const heard = said =>
  Object.entries(FAMILIES).flatMap(([name, { fromLink }]) => Object.entries(fromLink(said)).map(([key, value]) => [`${name}.${key}`, value]))
