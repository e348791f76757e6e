// Giving a lecture: which stop is shown, what is masked, what was guessed, and whether the page still shows what the stop says.
import { ask } from '../kit/ask.js'
import { writeHistoryEntry, navigateTo, linkState } from '../kit/start_page.js'
import { isNewStop } from '../kit/browser_history.js'
import { bus as page, tabState } from '../kit/bus.js'
import { readLink, READS_LINK, writeLink } from '../kit/permalink.js'
import { allStops, parseLecture, toFile } from './file_format.js'
import * as keeping from './storage.js'
import { createMask } from './mask.js'
import { createPrefetch } from './prefetch.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */

const SETTLED = 250 // ms after which what the page has changed by itself belongs to the stop
const AHEAD = 600 // ms of rest before the next stop is made ready
export const OURS = 'course'
export const OWN = 'own'

/** What a permalink says, written as the page writes it. */
export const canonical = search => writeLink(readLink(search))
const currentLink = () => writeLink(linkState())
const stopInAddress = () => [...new URLSearchParams(location.search).keys()].some(key => READS_LINK.has(key))

/** Says in the address which lecture and which stop; null for none. */
function markInAddress(lecture, stop) {
  const query = new URLSearchParams(location.search)
  for (const [key, value] of Object.entries({ lecture, stop })) {
    if (value === null) query.delete(key)
    else query.set(key, value)
  }
  const text = query.toString()
  writeHistoryEntry(text ? `?${text}` : '', isNewStop(location.search, stop))
}

let instance = null
/** The one lecture of this page; `parts`: what a stop may mask. */
export const createPresenter = parts => (instance ??= start(page, parts))

/**
 * Starts it. `m`, what all parts share: name (as the address calls the lecture: ours or one's own), due and ahead (timers), parts (what a
 * stop may mask).
 * @param {Bus} bus
 * @param {any} parts
 */
function start(bus, parts) {
  const m = { bus, parts, veil: createMask(), behind: createPrefetch(), due: 0, ahead: 0, name: null }
  bus.on('historyEntry', to => visit(m, to))
  bus.on('link', () => {
    if (get(m, 'home') == null || get(m, 'navigating')) return
    set(m, 'away', currentLink() !== get(m, 'home'))
  })
  /** @type {Record<string, (m: any, ...given: any[]) => any>} */
  const acts = { open, go, next, skip, back, reveal, homeward, hand: bindPointer, replace, restore, leave }
  return { ...Object.fromEntries(Object.entries(acts).map(([act, f]) => [act, (...given) => f(m, ...given)])), veil: m.veil }
}

const LECTURE_KEYS = /** @type {const} */ (['lecture', 'stops', 'name', 'at', 'phase', 'away', 'overview', 'masked', 'navigating', 'ended'])

/** @typedef {import('../kit/state.js').TabStates['lecture']} LectureState */

/**
 * @template {keyof LectureState} Key
 * @param {{ bus: Bus }} m
 * @param {Key} key
 */
const get = (m, key) => tabState(m.bus, 'lecture').get(key)

/**
 * @template {keyof LectureState} Key
 * @param {{ bus: Bus }} m
 * @param {Key} key
 * @param {LectureState[Key]} value
 */
const set = (m, key, value) => tabState(m.bus, 'lecture').set(key, value)

const now = m => get(m, 'stops')?.[get(m, 'at')] ?? null

/** Makes a checked lecture the one that is given; `as`: what the address calls it. */
function take(m, lecture, as) {
  m.name = as
  set(m, 'name', as)
  set(m, 'lecture', lecture)
  set(m, 'stops', allStops(lecture))
  set(m, 'guesses', keeping.storedProgress(lecture.id).guesses)
  set(m, 'handCounts', {})
  document.body.classList.add('lecturing')
}

const keep = m => keeping.storeProgress(get(m, 'lecture').id, { stop: now(m)?.id ?? null, guesses: get(m, 'guesses') })

/**
 * @param {any} m
 * @param {string} [as]
 * @param {string | null} [stop] its id
 */
async function open(m, as = OURS, stop = null) {
  let lecture
  try {
    const source = as === OWN ? keeping.ownLecture() : null
    lecture = parseLecture(source ?? (await (await ask('lecture')).text()), m.parts)
    take(m, lecture, source ? OWN : OURS)
  } catch (thrown) {
    const error = /** @type {import('../kit/types.js').Failure & { why?: string }} */ (thrown)
    if (!error.kind && !error.why) console.error(error)
    set(m, 'error', error)
    return
  }
  const wanted = stop ?? keeping.storedProgress(lecture.id).stop
  const at = Math.max(
    0,
    get(m, 'stops').findIndex(({ id }) => id === wanted),
  )
  const strange = stop !== null && stopInAddress() && canonical(location.search) !== canonical(get(m, 'stops')[at].see)
  return strange ? stay(m, at) : go(m, at)
}

/** The page shows something else than the stop that the address names: it is left as it is. */
function stay(m, at) {
  set(m, 'at', at)
  set(m, 'home', canonical(now(m).see))
  set(m, 'phase', now(m).guess ? 'revealed' : 'plain')
  markInAddress(m.name, now(m).id)
  set(m, 'away', true)
}

/**
 * `quiet`: the overview stays open, and the place is not kept.
 * @param {any} m
 * @param {number} i
 * @param {string | null} [phase]
 * @param {{ quiet?: boolean }} [how]
 */
async function go(m, i, phase = null, { quiet = false } = {}) {
  const stops = get(m, 'stops')
  if (!stops) return
  const at = Math.min(stops.length - 1, Math.max(0, i))
  const stop = stops[at]
  const next = phase ?? (stop.guess ? 'veiled' : 'plain')
  const before = get(m, 'masked') ?? []
  clearTimeout(m.due)
  set(m, 'home', null)
  set(m, 'at', at)
  set(m, 'phase', next)
  set(m, 'away', false)
  set(m, 'ended', false)
  if (!quiet) set(m, 'overview', false)
  const parts = (next === 'veiled' && stop.guess?.veil) || []
  m.veil.lay([...before, ...parts]) // nothing of what is to be guessed is seen on the way, nor of what was
  set(m, 'masked', parts)
  markInAddress(m.name, stop.id)
  if (!quiet) keep(m)
  const going = Symbol()
  set(m, 'navigating', going)
  await navigateTo(next === 'revealed' ? (stop.guess?.then ?? stop.see) : stop.see, { step: false })
  if (get(m, 'navigating') !== going) return
  set(m, 'navigating', null)
  m.veil.lay(parts)
  bring(m, (next === 'revealed' && stop.guess?.veil) || [])
  m.due = setTimeout(() => {
    set(m, 'home', currentLink())
  }, SETTLED)
  ready(m, at, next)
}

/** On a page that scrolls: the top of the stage, or what was under the mask. */
function bring(m, parts) {
  const part = parts.length ? document.querySelector(m.veil.selector(parts)) : null
  if (part) part.scrollIntoView({ block: 'start' })
  else scrollTo(0, 0)
}

/** The next thing that PageDown will ask for is fetched while nobody waits for it. */
function ready(m, at, phase) {
  clearTimeout(m.ahead)
  const stops = get(m, 'stops')
  const { guess } = stops[at]
  const search = (phase === 'veiled' && guess?.then) || stops[at + 1]?.see
  const asks = phase === 'veiled' || !!stops[at + 1]?.guess
  if (search !== undefined) m.ahead = setTimeout(() => m.behind.rehearse(search, asks), AHEAD)
}

/** The mask is lifted; with a choice, that was the guess. */
function reveal(m, choice = null) {
  const stop = now(m)
  if (get(m, 'phase') !== 'veiled' || !stop.guess) return
  if (choice !== null) {
    set(m, 'guesses', { ...get(m, 'guesses'), [stop.id]: choice })
    keep(m)
  }
  if (stop.guess.then !== undefined || get(m, 'away')) return go(m, get(m, 'at'), 'revealed')
  set(m, 'phase', 'revealed')
  set(m, 'masked', [])
  m.veil.lay([])
  bring(m, stop.guess.veil)
  ready(m, get(m, 'at'), 'revealed')
}

function next(m) {
  return get(m, 'phase') === 'veiled' && !get(m, 'away') ? reveal(m) : skip(m)
}

/** On without an answer. */
function skip(m) {
  if (get(m, 'at') < get(m, 'stops').length - 1) return go(m, get(m, 'at') + 1)
  if (get(m, 'stops').some(({ guess }) => guess)) set(m, 'ended', true)
}

function back(m) {
  if (get(m, 'ended')) return set(m, 'ended', false)
  if (get(m, 'phase') === 'revealed' && !get(m, 'away')) return go(m, get(m, 'at'), 'veiled')
  if (get(m, 'at') === 0) return
  const before = get(m, 'stops')[get(m, 'at') - 1]
  return go(m, get(m, 'at') - 1, before.guess ? 'revealed' : 'plain')
}

/** Back to the stop, as it was before somebody touched anything. */
const homeward = m => go(m, get(m, 'at'), get(m, 'phase'))

function bindPointer(m, choice, count) {
  const { id, guess } = now(m)
  const hands = get(m, 'handCounts')[id] ?? guess?.choices.map(() => 0) ?? []
  set(m, 'handCounts', { ...get(m, 'handCounts'), [id]: hands.map((n, i) => (i + 1 === choice ? Math.max(0, Math.min(9999, count)) : n)) })
}

/** Another lecture, or this one changed: it stays in this browser. The stop that is shown stays shown where it is still there. */
function replace(m, lecture, { kept = true } = {}) {
  const id = now(m)?.id
  take(m, lecture, OWN)
  if (kept) keeping.storeOwnLecture(toFile(lecture))
  const at = get(m, 'stops').findIndex(stop => stop.id === id)
  if (at < 0) return go(m, Math.min(get(m, 'at') ?? 0, get(m, 'stops').length - 1))
  set(m, 'at', at)
  markInAddress(m.name, id)
}

async function restore(m) {
  keeping.deleteOwnLecture()
  return open(m, OURS, now(m)?.id ?? null)
}

function leave(m) {
  clearTimeout(m.due)
  clearTimeout(m.ahead)
  m.behind.close()
  m.veil.lay([])
  document.body.classList.remove('lecturing')
  for (const key of LECTURE_KEYS) m.bus.set(`lecture.${key}`, /** @type {any} */ (null))
  set(m, 'home', null)
  markInAddress(null, null)
}

/** Back and Forward: to the stop that the entry names, past what was guessed; out of the lecture where it names none. */
function visit(m, to) {
  if (!get(m, 'stops') || to.taken) return
  const query = new URLSearchParams(to.search)
  if (query.get('lecture') !== m.name) return leave(m)
  const at = get(m, 'stops').findIndex(({ id }) => id === query.get('stop'))
  if (at < 0 || at === get(m, 'at')) return
  to.taken = true
  const { guess } = get(m, 'stops')[at]
  go(m, at, guess ? (at < get(m, 'at') || get(m, 'guesses')[query.get('stop') ?? ''] ? 'revealed' : 'veiled') : 'plain')
}
