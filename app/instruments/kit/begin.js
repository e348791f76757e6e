// What happens once per page: the link is read, the session starts, the link is kept true.
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
import { keepStale } from './stale.js'
import { openTab, whenThere } from './tabs.js'
import { heard, KEYS, spoken } from './families.js'
import * as stations from '../look/stations.js'

const SETTLED = 200 // ms without a change before the address is written

const opening = () => ({ strokes: fromText(OPENING) })

/** The picture a link names; what cannot be had is said, and the opening one stands in. */
async function sourceOf(said) {
  const carried = await unpack()
  if (carried) return { source: carried }
  if (said.sample === OWN) return { source: opening(), trouble: bus.get('words').not_carried }
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
    receipt: stations.toLink(bus.get('receipt')),
    ...spoken(key => bus.get(key)),
  }
}

/** The whole address of the present state, also before the address bar has it. */
export const address = () => `${location.origin}${location.pathname}${writeLink(state(), location.search)}`

function keepAddress() {
  let due = 0
  const settle = () => {
    if (!bus.get('network')) return
    const query = writeLink(state(), location.search)
    if (query !== location.search) window.history.replaceState(window.history.state, '', `${location.pathname}${query}${location.hash}`)
    bus.set('link', query)
  }
  bus.on(['tab', 'network', 'layer', 'pin', 'scope', 'temperature', 'source', 'strokes', 'receipt', ...KEYS], () => {
    clearTimeout(due)
    due = setTimeout(settle, SETTLED)
  })
}

let session = null
/** Goes to what another link says, on this page; see going.js. */
export const goTo = goer({ bus, sourceOf, turn: (to, settle) => session.turn(to, settle) })
let begun = false
/** Starts the page when its words have come; calling it again does nothing. */
export function begin() {
  if (begun) return
  begun = true
  const said = readLink(location.search)
  bus.set('scope', said.scope ?? START.scope)
  bus.set('temperature', said.temperature ?? START.temperature)
  for (const [key, value] of heard(said)) bus.set(key, value)
  listen()
  keepStale(bus)
  bus.on('filters.wish', ({ edits }) => edits.length && import('../filters/filtering.js').then(({ filtering }) => filtering(bus)))
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
  const { source, trouble } = await sourceOf(said)
  bus.set('source', source)
  if (source.file) whenThere('#bring > [role=tabpanel]', () => openTab('bring', source.sample ? 'bring-samples' : 'bring-picture'))
  bus.once('maps', maps => {
    const walk = said.receipt
    if (walk?.[0].layer === maps.layer && stations.legal(walk, bus.get('network').layers)) bus.set('receipt', walk)
  })
  bus.once('seen', () => {
    keepAddress()
    if (trouble) bus.set('trouble', trouble)
    bus.on('go', goTo)
  })
}
