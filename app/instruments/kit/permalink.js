// What a link says, and what it may say: every value from an address is checked here, and a wrong one counts as absent. Pure.
import { READERS, DEFAULTS } from './tab_registry.js'

/** What a link need not say; the tabs add theirs when they register. */
export const START = Object.assign(DEFAULTS, { tab: 'look', network: 'lenet5', scope: 'layer', temperature: 1 })
export const SCOPES = ['channel', 'layer', 'network']
const TEMPERATURES = [0.25, 4]
/** Stands for a picture of the visitor's own, which no link carries. */
export const OWN = '-'

const matching = (pattern, most) => text => (text.length <= most && pattern.test(text) ? text : undefined)
const number = (low, high) => text => {
  const v = Number(text)
  return text.trim() !== '' && v >= low && v <= high ? v : undefined
}
const PAGE_READS = {
  tab: matching(/^[a-z]+$/, 20),
  network: matching(/^[\w@/.-]+$/, 80),
  layer: matching(/^[\w.:-]+$/, 120),
  channel: text => (/^\d{1,6}$/.test(text) ? Number(text) : undefined),
  scope: text => (SCOPES.includes(text) ? text : undefined),
  sample: matching(/^[\w.-]+$/, 80),
  ink: matching(/^[\w-]*$/, 60_000),
  temperature: number(...TEMPERATURES),
}
/** The page's own keys first, then those of the tabs in the order in which they have registered. */
const reads = () => ({ ...PAGE_READS, ...READERS })
/** Every key that a link may say. */
export const READS_LINK = { has: key => Object.hasOwn(reads(), key) }

/** '?network=lenet5&...' → what is said and legal; `ink` stays as text. */
export function readLink(search) {
  const query = new URLSearchParams(search)
  const said = {}
  for (const [key, read] of Object.entries(reads())) {
    const value = query.has(key) ? read(query.get(key)) : undefined
    if (value !== undefined) said[key] = value
  }
  return said
}

/** The query for a state, leaving out what is as at the start (`start` may know more than START); other people's keys are kept. */
export function writeLink(state, search = '', start = START) {
  const query = new URLSearchParams(search)
  for (const key of Object.keys(reads())) {
    const value = state[key]
    if (value === undefined || value === null || value === start[key]) query.delete(key)
    else query.set(key, typeof value === 'number' ? String(Number(value.toFixed(3))) : value)
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}
