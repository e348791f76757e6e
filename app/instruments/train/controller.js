// What happens in Train: the menu is asked for, the settings become a question, and a race comes in as it runs.
import { ask, askBytes, askJson } from '../kit/ask.js'
import { parseBinary, real } from '../kit/binary.js'
import { bus as page, tabKeys, tabState } from '../kit/bus.js'
import { latestOnly } from '../kit/latest_only.js'
import { besideOf } from '../kit/names.js'
import { askJob, askParts } from '../kit/streamed_answers.js'
import { isTransient } from '../kit/retry.js'
import { runCovers, emptyRun, shownOf, applyEvent } from './run_events.js'
import { runsOf } from './runs.js'
import { FIRST, jsonOf, KEYS, effectiveSettings } from './settings.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */
/** @typedef {import('../kit/types.js').Instrument} Instrument */

const RETRY_MS = 1500 // ms before a question is asked once more
const MOST_RUNS = 100
const MOST_RUNS_KEPT = 30 // that were run on this page and are shown again as they were

let started = false
/**
 * Starts it when the first of the tab's instruments is there; calling it again does nothing.
 * @param {Bus} [bus]
 */
export function startTrain(bus = page) {
  if (started) return
  started = true
  const { get, set } = tabState(bus, 'train')
  const open = () => bus.get('tab') === 'train' && get('view') === 'race'
  set('runs', get('runs') ?? []) // those of a project may be there before
  set('hover', null)
  set('pending', null)
  const parts = { bus, get, set, open }
  parts.tell = error => {
    if (!error.kind) console.error(error)
    set('error', error.kind === 'refused' ? error.message : (bus.get('words')?.gone ?? ''))
  }
  followMenu(parts)
  followSettings(parts)
  const begin = followInitialState(parts)
  const race = followRun(parts)
  bus.on(['train.settings', 'train.pending', 'train.looked', 'tab', 'train.view'], (_, key) => {
    if (!get('settings')) return
    if (open() && key !== 'train.pending' && key !== 'train.looked') race.known()
    if (!get('pending')) set('looked', get('settings').measure) // a preset that is chosen while a race runs turns nothing on the screen
    const shown = shownOf(get('settings'), get('race'), get('pending'), get('looked'))
    if (JSON.stringify(shown) !== JSON.stringify(get('shown'))) set('shown', shown)
    if (open()) begin()
  })
  set('actions', {
    start: race.start,
    stop: race.stop,
    queue: race.queue,
    instead: race.instead,
    back: race.back,
    open: createOpener(parts),
  })
}

/**
 * Asked again whenever the tab is opened: the visitor's own classes may be others by then.
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 */
function followMenu({ bus, get, set, open, tell }) {
  let busy = false
  const load = async () => {
    if (!open() || busy) return
    busy = true
    try {
      const menu = await askJson('train_options')
      if (JSON.stringify(menu) !== JSON.stringify(get('menu'))) set('menu', menu)
    } catch (thrown) {
      const error = /** @type {import('../kit/types.js').Failure} */ (thrown)
      tell(error)
      if (isTransient(error)) setTimeout(load, RETRY_MS)
    }
    busy = false
  }
  bus.on(['tab', 'train.view', 'visitor'], load)
}

/**
 * `train.settings`: everything that is chosen, as one value; another one only when it says something else.
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 */
function followSettings({ bus, get, set }) {
  bus.on(['train.menu', ...tabKeys('train', ...KEYS.filter(key => key !== 'epoch' && key !== 'view'))], () => {
    if (!get('menu')) return
    const now = effectiveSettings(Object.fromEntries(KEYS.map(key => [key, get(key)])), get('menu'))
    if (JSON.stringify(now) !== JSON.stringify(get('settings'))) set('settings', now)
  })
}

/** What is asked of a race: the experiments of its lanes, and how many seeds. */
const questionOf = ({ left, right, lanes, repeats }) => ({
  lanes: JSON.stringify((lanes === 'one' ? [left] : [left, right]).map(jsonOf)),
  repeats,
})
const same = (a, b) => a?.lanes === b?.lanes && a?.repeats === b?.repeats

/**
 * `train.initial`: both lanes before the start, of what is on the screen.
 * @param {any} parts
 */
function followInitialState({ get, set, tell }) {
  let shown = null
  const asking = latestOnly(
    q => askBytes('train_initial', { lanes: q }),
    (_, buffer) => {
      const { head, arrays } = parseBinary(buffer)
      if (get('error')) set('error', null)
      set('initial', {
        ...head,
        pictures: arrays.get('pictures'),
        lanes: head.lanes.map((lane, i) => ({ ...lane, filters: arrays.get(`filters:${i}`) })),
      })
    },
    error => {
      shown = null
      tell(error)
    },
  )
  return () => {
    const q = questionOf(get('shown')).lanes
    if (q !== shown) asking((shown = q))
  }
}

/** One race at a time, put on the bus once a frame: → { put(race), run(…), abort(): nothing of it is heard any more, cut(): it ends as it is }. */
function running({ get, set, tell: trouble }) {
  let stop = null
  let due = 0
  let latest = null
  const put = race => {
    latest = race
    due ||= requestAnimationFrame(() => {
      due = 0
      set('race', { ...latest })
    })
  }
  async function run(asking, path, query, race) {
    stop?.abort()
    const mine = (stop = new AbortController())
    const first = get('settings').left.seed
    const heard = buffer => {
      if (stop !== mine) return
      for (const event of eventsOf(buffer)) applyEvent(race, event, first)
      put(race)
    }
    try {
      await asking(path, query, undefined, heard, mine.signal)
    } catch (error) {
      if (stop === mine) trouble(error)
    }
    if (stop !== mine) return false
    stop = null
    return true
  }
  const abort = () => {
    stop?.abort()
    stop = null
  }
  return { put, run, abort, cut: () => stop?.abort() }
}

/** What is chosen as a question, and a race that asks it. */
function questioning(get) {
  const raw = () => Object.fromEntries(Object.keys(FIRST).map(key => [key, get(key)]))
  /** The visitor's own classes may be others by now: what the menu says of the data belongs to the question. */
  const keyOf = question => JSON.stringify([question, get('menu').materials.find(({ key }) => key === get('settings').left.data)])
  const fresh = state => ({
    ...emptyRun(get('settings').lanes === 'one' ? 1 : 2),
    question: questionOf(get('settings')),
    key: keyOf(questionOf(get('settings'))),
    now: get('settings'),
    raw: raw(),
    state,
  })
  const goes = () => ['running', 'stopping'].includes(get('race')?.state)
  return { keyOf, fresh, goes }
}

/** What is known of what is chosen. A race that runs goes on, whatever is chosen meanwhile: that is `train.pending`. */
async function whatIsKnown({ get, set, put, run, abort, keyOf, fresh, goes, raced }) {
  const question = questionOf(get('settings'))
  const next = get('pending')
  if (same(question, get('race')?.question)) return set('pending', null)
  const race = get('race')
  if (['running', 'stopping', 'ended'].includes(race?.state) && runCovers(race.now, get('settings'))) return set('pending', null)
  if (goes()) return set('pending', { question, queued: !!next?.queued, over: false })
  if (next?.over && same(question, next.question)) return
  set('pending', null)
  const before = raced.get(keyOf(question))
  if (before) {
    abort()
    return put(before)
  }
  const asked = fresh('asking')
  set('race', asked)
  if (!(await run(askParts, 'train_cached', question, asked))) return
  asked.state = asked.lanes[0].standings.length ? 'ended' : 'none'
  put(asked)
}

/** What is chosen starts when the race ends. */
function queueNext({ get, set }, on) {
  if (get('pending')) set('pending', { ...get('pending'), queued: on })
}

/** The settings of the race that is on the screen are chosen again. */
function chooseAgain({ get, set }) {
  for (const [key, value] of Object.entries(get('race').raw)) if (key !== 'view' && key !== 'epoch') set(key, value)
}

/**
 * `train.race`: { question, key, now, raw, state, lanes, seeds, kept, queued }; state is none, running, stopping or ended.
 * `train.pending`: { question, queued, over } where other settings are chosen than those of the race that runs, or of the one that did (`over`).
 * @param {any} parts
 */
function followRun({ get, set, tell: trouble }) {
  const { put, run, abort, cut } = running({ get, set, tell: trouble })
  const raced = new Map() // question as text → the race that was run last with it, also one that was stopped
  let current = null // the race that runs
  const parts = { get, set, ...questioning(get) }
  const { fresh, goes } = parts
  const known = () => whatIsKnown({ ...parts, put, run, abort, raced })
  async function start() {
    if (!get('settings') || goes()) return
    const [before, waiting] = [get('race'), get('pending')]
    const again = before?.state === 'ended' && same(questionOf(get('settings')), before.question)
    const race = (current = { ...fresh('running'), began: performance.now() })
    set('error', null)
    set('epoch', null)
    set('race', race)
    set('pending', null)
    if (!(await run(askJob, 'train_run', { ...race.question, fresh: Number(again) }, race))) return
    race.queued = null // whoever has left the line waits no more
    if (race.lanes[0].standings.length) ended(race)
    else gone(race, before, waiting)
  }
  function ended(race) {
    race.state = 'ended'
    raced.delete(race.key)
    raced.set(race.key, race)
    if (raced.size > MOST_RUNS_KEPT) raced.delete(raced.keys().next().value)
    const runs = runsOf(race, get('runs').length ? get('runs')[0].race + 1 : 1)
    set('runs', [...runs, ...get('runs')].slice(0, MOST_RUNS))
    put(race)
    set('race', { ...race })
    const next = get('pending')
    if (next?.queued) start()
    else if (next) set('pending', { ...next, over: true })
    else known()
  }
  /** Nothing was learned (the line was left, or the start refused): what was there before is there again. */
  function gone(race, before, waiting) {
    const shown = before?.lanes[0]?.standings.length ? before : { ...race, state: 'none' }
    put(shown)
    set('race', shown)
    set('pending', waiting && same(waiting.question, questionOf(get('settings'))) ? waiting : null)
    known()
  }
  /** The server ends it within a batch, and its last word still comes. What was to come after it does not. */
  async function halt() {
    if (get('race')?.state !== 'running') return
    queue(false)
    await halted()
  }
  async function halted() {
    current.state = 'stopping'
    set('race', { ...current })
    await ask('train_stop').catch(cut)
  }
  const queue = on => queueNext({ get, set }, on)
  /** What is chosen starts as soon as the race has been stopped. */
  async function instead() {
    queue(true)
    if (get('race')?.state === 'running') await halted()
  }
  const back = () => chooseAgain({ get, set })
  return { known, start, stop: halt, queue, instead, back }
}

const numbers = pair => pair.map(real)
/** The events of a part, each standing with its filters. */
export function eventsOf(buffer) {
  const { head, arrays } = parseBinary(buffer)
  if (head.error) throw Object.assign(new Error(head.error), { kind: 'refused' })
  return head.events.map((event, i) =>
    event.what === 'standing'
      ? { ...event, train: numbers(event.train), validation: numbers(event.validation), filters: arrays.get(`filters:${i}`) }
      : event,
  )
}

/** A lane's network becomes the visitor's own and is opened: `open(settings, name)` → its key, or null where it could not be. */
/** @param {any} parts */
const createOpener =
  ({ bus, tell }) =>
  async (settings, name) => {
    try {
      const had = bus.get('networks')
      const { network } = await askJson('train_network', { lane: JSON.stringify(jsonOf(settings)), name })
      if (!had.has(network) && besideOf(network, had)) bus.set('work.beside', { name: network, before: besideOf(network, had) })
      const listed = new Promise(done => {
        const end = bus.on('networks', known => known.has(network) && done(() => end()))
      })
      bus.set('ownNetworksChanged', { changed: [network] })
      const end = await listed // the menu must know it before it is chosen
      end()
      bus.set('wantedNetwork', network)
      return network
    } catch (error) {
      tell(error)
      return null
    }
  }
