// Giving a lecture: which stop is shown, what is veiled, what was guessed, and whether the page still shows what the stop says.
import { ask } from '../kit/ask.js'
import { enter, goTo, state } from '../kit/begin.js'
import { isNewStop } from '../kit/browser_history.js'
import { bus as page } from '../kit/bus.js'
import { readLink, READS_LINK, writeLink } from '../kit/permalink.js'
import { flat, read, written } from './lecture.js'
import * as keeping from './keeping.js'
import { veiling } from './veil.js'
import { wings } from './wings.js'

const SETTLED = 250 // ms after which what the page has changed by itself belongs to the stop
const AHEAD = 600 // ms of rest before the next stop is made ready
export const OURS = 'course'
export const OWN = 'own'

/** What a permalink says, written as the page writes it. */
export const canonical = search => writeLink(readLink(search))
const here = () => writeLink(state())
const stated = () => [...new URLSearchParams(location.search).keys()].some(key => READS_LINK.has(key))

/** Says in the address which lecture and which stop; null for none. */
function mark(lecture, stop) {
  const query = new URLSearchParams(location.search)
  for (const [key, value] of Object.entries({ lecture, stop })) {
    if (value === null) query.delete(key)
    else query.set(key, value)
  }
  const text = query.toString()
  enter(text ? `?${text}` : '', isNewStop(location.search, stop))
}

let machine = null
/** The one lecture of this page; `parts`: what a stop may veil. */
export const giving = parts => (machine ??= start(page, parts))

function start(bus, parts) {
  const veil = veiling()
  const behind = wings()
  const get = key => bus.get(`lecture.${key}`)
  const set = (key, value) => bus.set(`lecture.${key}`, value)
  let home = null // the link of the stop as the page says it, once it has come to rest
  let due = 0
  let ahead = 0
  let name = null // as the address calls it: ours or one's own

  const now = () => get('stops')?.[get('at')] ?? null

  /** Makes a checked lecture the one that is given; `as`: what the address calls it. */
  function take(lecture, as) {
    name = as
    set('name', as)
    set('given', lecture)
    set('stops', flat(lecture))
    set('guesses', keeping.progress(lecture.id).guesses)
    set('hands', {})
    document.body.classList.add('lecturing')
  }
  const keep = () => keeping.keepProgress(get('given').id, { stop: now()?.id ?? null, guesses: get('guesses') })

  async function open(as = OURS, stop = null) {
    let lecture
    try {
      const source = as === OWN ? keeping.own() : null
      lecture = read(source ?? (await (await ask('lecture')).text()), parts)
      take(lecture, source ? OWN : OURS)
    } catch (error) {
      if (!error.kind && !error.why) console.error(error)
      set('refused', error)
      return
    }
    const wanted = stop ?? keeping.progress(lecture.id).stop
    const at = Math.max(0, get('stops').findIndex(({ id }) => id === wanted))
    const strange = stop !== null && stated() && canonical(location.search) !== canonical(get('stops')[at].see)
    return strange ? stay(at) : go(at)
  }

  /** The page shows something else than the stop that the address names: it is left as it is. */
  function stay(at) {
    set('at', at)
    home = canonical(now().see)
    set('phase', now().guess ? 'revealed' : 'plain')
    mark(name, now().id)
    set('off', true)
  }

  /** `quiet`: the overview stays open, and the place is not kept. */
  async function go(i, phase = null, { quiet = false } = {}) {
    const stops = get('stops')
    if (!stops) return
    const at = Math.min(stops.length - 1, Math.max(0, i))
    const stop = stops[at]
    const next = phase ?? (stop.guess ? 'veiled' : 'plain')
    const before = get('veil') ?? []
    clearTimeout(due)
    home = null
    set('at', at)
    set('phase', next)
    set('off', false)
    set('ended', false)
    if (!quiet) set('overview', false)
    const parts = next === 'veiled' ? stop.guess.veil : []
    veil.lay([...before, ...parts]) // nothing of what is to be guessed is seen on the way, nor of what was
    set('veil', parts)
    mark(name, stop.id)
    if (!quiet) keep()
    const going = Symbol()
    set('going', going)
    await goTo(next === 'revealed' ? (stop.guess.then ?? stop.see) : stop.see, { step: false })
    if (get('going') !== going) return
    set('going', null)
    veil.lay(parts)
    bring(next === 'revealed' ? stop.guess.veil : [])
    due = setTimeout(() => {
      home = here()
    }, SETTLED)
    ready(at, next)
  }
  /** On a page that scrolls: the top of the stage, or what was under the veil. */
  function bring(parts) {
    const part = parts.length ? document.querySelector(veil.selector(parts)) : null
    if (part) part.scrollIntoView({ block: 'start' })
    else scrollTo(0, 0)
  }
  /** The next thing that PageDown will ask for is fetched while nobody waits for it. */
  function ready(at, phase) {
    clearTimeout(ahead)
    const stops = get('stops')
    const { guess } = stops[at]
    const search = phase === 'veiled' && guess.then ? guess.then : stops[at + 1]?.see
    const asks = phase === 'veiled' || !!stops[at + 1]?.guess
    if (search !== undefined) ahead = setTimeout(() => behind.rehearse(search, asks), AHEAD)
  }

  /** The veil is lifted; with a choice, that was the guess. */
  function reveal(choice = null) {
    const stop = now()
    if (get('phase') !== 'veiled') return
    if (choice !== null) {
      set('guesses', { ...get('guesses'), [stop.id]: choice })
      keep()
    }
    if (stop.guess.then !== undefined || get('off')) return go(get('at'), 'revealed')
    set('phase', 'revealed')
    set('veil', [])
    veil.lay([])
    bring(stop.guess.veil)
    ready(get('at'), 'revealed')
  }
  function next() {
    return get('phase') === 'veiled' && !get('off') ? reveal() : skip()
  }
  /** On without an answer. */
  function skip() {
    if (get('at') < get('stops').length - 1) return go(get('at') + 1)
    if (get('stops').some(({ guess }) => guess)) set('ended', true)
  }
  function back() {
    if (get('ended')) return set('ended', false)
    if (get('phase') === 'revealed' && !get('off')) return go(get('at'), 'veiled')
    if (get('at') === 0) return
    const before = get('stops')[get('at') - 1]
    return go(get('at') - 1, before.guess ? 'revealed' : 'plain')
  }
  /** Back to the stop, as it was before somebody touched anything. */
  const homeward = () => go(get('at'), get('phase'))

  function hand(choice, count) {
    const { id, guess } = now()
    const hands = get('hands')[id] ?? guess.choices.map(() => 0)
    set('hands', { ...get('hands'), [id]: hands.map((n, i) => (i + 1 === choice ? Math.max(0, Math.min(9999, count)) : n)) })
  }

  /** Another lecture, or this one changed: it stays in this browser. The stop that is shown stays shown where it is still there. */
  function replace(lecture, { kept = true } = {}) {
    const id = now()?.id
    take(lecture, OWN)
    if (kept) keeping.keepOwn(written(lecture))
    const at = get('stops').findIndex(stop => stop.id === id)
    if (at < 0) return go(Math.min(get('at') ?? 0, get('stops').length - 1))
    set('at', at)
    mark(name, id)
  }
  async function restore() {
    keeping.forgetOwn()
    return open(OURS, now()?.id ?? null)
  }

  function leave() {
    clearTimeout(due)
    clearTimeout(ahead)
    behind.close()
    veil.lay([])
    document.body.classList.remove('lecturing')
    for (const key of ['given', 'stops', 'name', 'at', 'phase', 'off', 'overview', 'veil', 'going', 'ended']) set(key, null)
    home = null
    mark(null, null)
  }

  /** Back and Forward: to the stop that the entry names, past what was guessed; out of the lecture where it names none. */
  function visit(to) {
    if (!get('stops') || to.taken) return
    const query = new URLSearchParams(to.search)
    if (query.get('lecture') !== name) return leave()
    const at = get('stops').findIndex(({ id }) => id === query.get('stop'))
    if (at < 0 || at === get('at')) return
    to.taken = true
    const { guess } = get('stops')[at]
    go(at, guess ? (at < get('at') || get('guesses')[query.get('stop')] ? 'revealed' : 'veiled') : 'plain')
  }
  bus.on('visit', visit)
  bus.on('link', () => {
    if (home === null || get('going')) return
    set('off', here() !== home)
  })
  return { open, go, next, skip, back, reveal, homeward, hand, replace, restore, leave, veil }
}
