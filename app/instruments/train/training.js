// What happens in Train: the menu is asked for, the settings become a question, and a race comes in as it runs.
import { ask, askBytes, askJson } from '../kit/ask.js'
import { parse, real } from '../kit/bytes.js'
import { bus as page } from '../kit/bus.js'
import { latest } from '../kit/latest.js'
import { askParts } from '../kit/parts.js'
import { empty, tell } from './racing.js'
import { runsOf } from './runs.js'
import { jsonOf, KEYS, settled } from './train.js'

const AGAIN = 1500 // ms before a question is asked once more
const MOST_RUNS = 100
const PASSING = ['gone', 'busy']

let started = false
/** Starts it when the first of the tab's instruments is there; calling it again does nothing. */
export function training(bus = page) {
  if (started) return
  started = true
  const get = key => bus.get(`train.${key}`)
  const set = (key, value) => bus.set(`train.${key}`, value)
  const open = () => bus.get('tab') === 'train' && get('view') === 'race'
  set('runs', get('runs') ?? []) // those of a project may be there before
  set('hover', null)
  const parts = { bus, get, set, open }
  parts.tell = error => {
    if (!error.kind) console.error(error)
    set('trouble', error.kind === 'said' ? error.message : (bus.get('words')?.gone ?? ''))
  }
  menus(parts)
  settling(parts)
  const begin = before(parts)
  const race = racing(parts)
  bus.on(['train.now', 'tab', 'train.view'], () => {
    if (!open() || !get('now')) return
    begin()
    race.known()
  })
  set('do', { start: race.start, stop: race.stop, open: opener(parts) })
}

/** Asked again whenever the tab is opened: the visitor's own classes may be others by then. */
function menus({ bus, get, set, open, tell }) {
  let busy = false
  const load = async () => {
    if (!open() || busy) return
    busy = true
    try {
      const menu = await askJson('train_menu')
      if (JSON.stringify(menu) !== JSON.stringify(get('menu'))) set('menu', menu)
    } catch (error) {
      tell(error)
      if (PASSING.includes(error.kind)) setTimeout(load, AGAIN)
    }
    busy = false
  }
  bus.on(['tab', 'train.view'], load)
}

/** `train.now`: everything that is chosen, as one value; another one only when it says something else. */
function settling({ bus, get, set }) {
  bus.on(['train.menu', ...KEYS.filter(key => key !== 'epoch' && key !== 'view').map(key => `train.${key}`)], () => {
    if (!get('menu')) return
    const now = settled(Object.fromEntries(KEYS.map(key => [key, get(key)])), get('menu'))
    if (JSON.stringify(now) !== JSON.stringify(get('now'))) set('now', now)
  })
}

/** What is asked of a race: the experiments of its lanes, and how many seeds. */
const questionOf = ({ left, right, lanes, repeats }) => ({ lanes: JSON.stringify((lanes === 'one' ? [left] : [left, right]).map(jsonOf)), repeats })
const same = (a, b) => a?.lanes === b?.lanes && a?.repeats === b?.repeats

/** `train.line`: both lanes before the start. */
function before({ get, set, tell }) {
  let shown = null
  const asking = latest(
    q => askBytes('train_line', { lanes: q }),
    (q, buffer) => {
      const { head, arrays } = parse(buffer)
      if (get('trouble')) set('trouble', null)
      set('line', { ...head, pictures: arrays.get('pictures'), lanes: head.lanes.map((lane, i) => ({ ...lane, filters: arrays.get(`filters:${i}`) })) })
    },
    error => {
      shown = null
      tell(error)
    },
  )
  return () => {
    const q = questionOf(get('now')).lanes
    if (q !== shown) asking((shown = q))
  }
}

/** `train.race`: { question, now, state, lanes, seeds, kept, queued }; state is none, running, stopping or ended. */
function racing({ get, set, tell: trouble }) {
  let stop = null
  let due = 0
  const put = race => {
    due ||= requestAnimationFrame(() => {
      due = 0
      set('race', { ...race })
    })
  }
  async function run(path, query, race) {
    stop?.abort()
    const mine = (stop = new AbortController())
    const first = get('now').left.seed
    const heard = buffer => {
      if (stop !== mine) return
      for (const event of eventsOf(buffer)) tell(race, event, first)
      put(race)
    }
    try {
      await askParts(path, query, undefined, heard, mine.signal)
    } catch (error) {
      if (stop === mine) trouble(error)
    }
    if (stop !== mine) return false
    stop = null
    return true
  }
  const fresh = state => ({ ...empty(get('now').lanes === 'one' ? 1 : 2), question: questionOf(get('now')), now: get('now'), state })

  /** What is known of what is chosen; the race that runs goes on where it is about the same. */
  async function known() {
    const question = questionOf(get('now'))
    if (same(question, get('race')?.question)) return
    if (get('race')?.state === 'running') ask('train_stop').catch(() => {})
    const race = fresh('asking')
    set('race', race)
    if (!(await run('train_known', question, race))) return
    race.state = race.lanes[0].standings.length ? 'ended' : 'none'
    put(race)
  }
  async function start() {
    if (!get('now')) return
    const again = get('race')?.state === 'ended' && same(questionOf(get('now')), get('race').question)
    const race = { ...fresh('running'), began: performance.now() }
    set('trouble', null)
    set('epoch', null)
    set('race', race)
    if (!(await run('train_lanes', { ...race.question, fresh: Number(again) }, race))) return
    race.state = race.lanes[0].standings.length ? 'ended' : 'none'
    const runs = runsOf(race, get('runs').length ? get('runs')[0].race + 1 : 1)
    set('runs', [...runs, ...get('runs')].slice(0, MOST_RUNS))
    put(race)
  }
  /** The server ends it within a batch, and its last word still comes. */
  async function halt() {
    const race = get('race')
    if (race?.state !== 'running') return
    set('race', { ...race, state: 'stopping' })
    await ask('train_stop').catch(() => stop?.abort())
  }
  return { known, start, stop: halt }
}

const numbers = pair => pair.map(real)
/** The events of a part, each standing with its filters. */
export function eventsOf(buffer) {
  const { head, arrays } = parse(buffer)
  if (head.error) throw Object.assign(new Error(head.error), { kind: 'said' })
  return head.events.map((event, i) =>
    event.what === 'standing'
      ? { ...event, train: numbers(event.train), validation: numbers(event.validation), filters: arrays.get(`filters:${i}`) }
      : event,
  )
}

/** A lane's network becomes the visitor's own and is opened: `open(settings, name)` → its key, or null where it could not be. */
const opener =
  ({ bus, tell }) =>
  async (settings, name) => {
    try {
      const { network } = await askJson('train_open', { lane: JSON.stringify(jsonOf(settings)), name })
      const listed = new Promise(done => {
        const end = bus.on('networks', known => known.has(network) && done(() => end()))
      })
      bus.set('own', { changed: [network] })
      const end = await listed // the menu must know it before it is chosen
      end()
      bus.set('choose', network)
      return network
    } catch (error) {
      tell(error)
      return null
    }
  }
