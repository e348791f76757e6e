// What happens once per page: the link is read, the session starts, the link is kept true.
import { browserHistory } from './browser_history.js'
import { bus } from './bus.js'
import { goer } from './going.js'
import { ask, askBytes } from './ask.js'
import { write } from './language.js'
import { firstLayer, Session } from './session.js'
import { OWN, readLink, START, writeLink } from './permalink.js'
import { decode, fromText } from './strokes.js'
import { samples, take } from './library.js'
import { keepConnection } from './connection.js'
import { listen } from './intake.js'
import { unpack } from './carry.js'
import { OPENING } from './opening.js'
import { rehearsing } from './rehearsing.js'
import { keepStale } from './stale.js'
import { addressKeys, fromAddress, restoreTabs, startTabs, toAddress } from './tab_registry.js'
import { openTab, whenThere } from './tabs.js'
import { work } from './work.js'

const SETTLED = 200 // ms without a change before the address is written

const opening = () => ({ strokes: fromText(OPENING) })

const entries = browserHistory({ history: globalThis.history, location: globalThis.location, alone: rehearsing })

/** The picture a link names; what cannot be had is said, and the opening one stands in. `own`: the visitor's, where it is at hand. */
async function sourceOf(said, own = null) {
  const carried = await unpack()
  if (carried) return { source: carried }
  if (said.sample === OWN) return own ? { source: own } : { source: opening(), trouble: bus.get('words').not_carried }
  if (said.sample) {
    const sample = (await samples().catch(() => [])).find(s => s.key === said.sample)
    try {
      if (sample) return { source: await take(sample) }
    } catch {
      /* said below */
    }
    return { source: opening(), trouble: bus.get('words').sample_missing }
  }
  const strokes = said.ink === undefined ? null : fromText(said.ink)
  return { source: strokes && decode(strokes) ? { strokes } : opening() }
}

/** Everything a link says about the present state. */
export function state() {
  const network = bus.get('network')
  const source = bus.get('source')
  const drawn = source?.strokes && !source.sample
  return {
    tab: bus.get('tab'),
    network: network?.key,
    layer: network && bus.get('layer') !== firstLayer(network) ? bus.get('layer') : null,
    channel: bus.get('pin'),
    scope: bus.get('scope'),
    temperature: bus.get('temperature'),
    sample: source?.sample ?? (source?.file ? OWN : null),
    ink: drawn && bus.get('strokes') !== OPENING ? bus.get('strokes') : null,
    ...toAddress(key => bus.get(key)),
  }
}

/** The whole address of the present state, also before the address bar has it. */
export const address = () => `${location.origin}${location.pathname}${writeLink(state(), location.search)}`

let going = 0 // ways to another link that are not at their end: what is half set is no address

/** Writes the address of the present state; `push` as in browser_history.js. */
function settle(push = null) {
  if (!bus.get('network') || going) return
  const query = writeLink(state(), location.search)
  entries.write(query, push)
  const source = bus.get('source')
  if (source?.file && !source.sample) entries.picture(source)
  bus.set('link', query)
}

function keepAddress() {
  let due = 0
  let opened = false // what the page comes to rest at by itself is where it began
  bus.on(['tab', 'network', 'layer', 'pin', 'scope', 'temperature', 'source', 'strokes', 'receipt', ...addressKeys()], () => {
    clearTimeout(due)
    due = setTimeout(() => {
      settle(opened ? null : false)
      opened = true
    }, SETTLED)
  })
}

/** Back and Forward, inside the page. A lecture goes to its stop; what it does not know is a link like any other. */
function listenBack() {
  let seen = location.search
  addEventListener('popstate', event => {
    if (location.search === seen && !event.state?.cnn) return // a place inside the page
    seen = location.search
    entries.arrive(event.state)
    const visit = { search: location.search, own: entries.pictureOf(event.state), taken: false }
    bus.set('visit', visit)
    if (!visit.taken) goTo(visit.search, { step: false, own: visit.own })
  })
  bus.on('link', query => (seen = query))
}

/** For who says in the address where it is: `push` makes an entry of it. */
export const enter = (search, push) => entries.write(search, push)

let session = null
const travel = goer({ bus, sourceOf, turn: (to, settle) => session.turn(to, settle) })
/**
 * Goes to what another link says, on this page; see going.js. `step`: whether that is an entry of the browser's history, null where the
 * view is another; `own`: the visitor's picture that the link stands for.
 */
export async function goTo(search, { step = null, own = null } = {}) {
  going++
  try {
    await travel(search, own)
  } finally {
    going--
  }
  settle(step)
}
let keeping = null
let begun = false
/** Starts the page when its words have come; calling it again does nothing. */
export function begin() {
  if (begun) return
  begun = true
  const said = readLink(location.search)
  bus.set('scope', said.scope ?? START.scope)
  bus.set('temperature', said.temperature ?? START.temperature)
  for (const [key, value] of fromAddress(said)) bus.set(key, value)
  if (!rehearsing) keeping = work({ bus, goTo })
  listen()
  keepStale(bus)
  startTabs(bus)
  keepConnection()
  bus.on('visitor', relist)
  bus.once('words', () => go(said))
}

/** The server knows the page anew: the networks that were the visitor's own are gone, or were brought back. */
async function relist({ brought }) {
  await brought()
  const own = [...(bus.get('networks')?.values() ?? [])].filter(({ weights, key }) => weights === 'trained' && !key.endsWith('@random'))
  if (own.length) bus.set('own', { changed: own.map(({ key }) => key) })
}

async function go(said) {
  session = new Session({
    bus,
    ask,
    bytes: askBytes,
    write,
    clock: () => performance.now(),
    pause: ms => new Promise(done => setTimeout(done, ms)),
    wish: { layer: said.layer, channel: said.channel },
  })
  session.start(said.network)
  const { source, trouble } = await sourceOf(said, said.sample === OWN ? await keeping?.picture() : null)
  bus.set('source', source)
  if (source.file) whenThere('#bring > [role=tabpanel]', () => openTab('bring', source.sample ? 'bring-samples' : 'bring-picture'))
  bus.once('maps', maps => restoreTabs(said, bus, maps))
  bus.once('seen', () => {
    keepAddress()
    listenBack()
    if (trouble) bus.set('trouble', trouble)
    bus.on('go', search => goTo(search))
  })
}
