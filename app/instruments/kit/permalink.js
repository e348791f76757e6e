// What a link says, and what it may say: every value from an address is checked here, and a wrong one counts as absent. Pure.
import { READERS, DEFAULTS, moveOldLink } from './tab_registry.js'

/** @typedef {Record<string, any>} Said what a link says, checked: key of the address → value */

/** What a link need not say; the tabs add theirs when they register. */
export const START = Object.assign(DEFAULTS, { tab: 'look', network: 'lenet5', scope: 'layer', temperature: 1 })
export const SCOPES = ['channel', 'layer', 'network']
const TEMPERATURES = [0.25, 4]
/** Stands for a picture of the visitor's own, which no link carries. */
export const OWN = '-'

/**
 * @param {RegExp} pattern
 * @param {number} most
 * @returns {(text: string) => string | undefined}
 */
const matching = (pattern, most) => text => (text.length <= most && pattern.test(text) ? text : undefined)
/**
 * @param {number} low
 * @param {number} high
 * @returns {(text: string) => number | undefined}
 */
const number = (low, high) => text => {
  const v = Number(text)
  return text.trim() !== '' && v >= low && v <= high ? v : undefined
}
/** @type {Record<string, (text: string) => unknown>} */
const PAGE_READS = {
  tab: matching(/^[a-z]+$/, 20),
  network: matching(/^[\w@/.-]+$/, 80),
  layer: matching(/^[\w.:-]+$/, 120),
  channel: text => (/^\d{1,6}$/.test(text) ? Number(text) : undefined),
  scope: text => (SCOPES.includes(text) ? text : undefined),
  sample: matching(/^[\w.-]+$/, 80),
  ink: matching(/^[\w-]*$/, 60_000),
  temperature: number(TEMPERATURES[0], TEMPERATURES[1]),
}
/** The page's own keys first, then those of the tabs in the order in which they have registered. */
const reads = () => ({ ...PAGE_READS, ...READERS })
/**
 * Every key that a link may say.
 * @type {{ has: (key: string) => boolean }}
 */
export const READS_LINK = { has: key => Object.hasOwn(reads(), key) }

/**
 * A link as the page would write it today, whenever it was written.
 * @param {string | URLSearchParams} search
 */
export function presentLink(search) {
  const query = new URLSearchParams(search)
  moveOldLink(query)
  return query
}

/**
 * '?network=lenet5&...' → what is said and legal; `ink` stays as text.
 * @param {string | URLSearchParams} search
 * @returns {Said}
 */
export function readLink(search) {
  const query = presentLink(search)
  /** @type {Said} */
  const said = {}
  for (const [key, read] of Object.entries(reads())) {
    const text = query.get(key)
    const value = text === null ? undefined : read(text)
    if (value !== undefined) said[key] = value
  }
  return said
}

/**
 * The query for a state, leaving out what is as at the start (`start` may know more than START); other people's keys are kept.
 * @param {Said} state
 * @param {string} search
 * @param {Said} start
 */
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
