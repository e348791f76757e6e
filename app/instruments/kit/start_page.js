// What happens once per page: the link is read, the session starts, the link is kept true.
import { browserHistory } from './browser_history.js'
import { bus } from './bus.js'
import { createNavigator } from './navigate.js'
import { ask, askBytes } from './ask.js'
import { write } from './language.js'
import { Session } from './session.js'
import { firstLayer } from './session_question.js'
import { OWN, readLink, START, writeLink } from './permalink.js'
import { decode, fromText } from './strokes.js'
import { samples, sampleSource } from './samples.js'
import { keepConnection } from './connection.js'
import { listenForPictures } from './picture_input.js'
import { takeStashedPicture } from './handoff.js'
import { START_DIGIT } from './start_digit.js'
import { rehearsing } from './rehearsing.js'
import { followStale } from './stale_notice.js'
import { addressKeys, fromAddress, restoreTabs, startTabs, toAddress } from './tab_registry.js'
import { openTab, whenThere } from './gradio_tabs.js'
import { work } from './work.js'

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./state.js').State} State */

/** @typedef {import('./permalink.js').Said} Said */

const SETTLE_MS = 200 // ms without a change before the address is written

const startPicture = () => ({ strokes: fromText(START_DIGIT) ?? undefined })

const entries = browserHistory({ history: globalThis.history, location: globalThis.location, alone: rehearsing })

/**
 * The picture a link names; what cannot be had is said, and the opening one stands in. `own`: the visitor's, where it is at hand.
 * @param {Said} said
 * @param {Source | null} own
 * @returns {Promise<{ source: Source, trouble?: string }>}
 */
async function pictureFromLink(said, own = null) {
  const carried = await takeStashedPicture()
  if (carried) return { source: carried }
  if (said.sample === OWN) return own ? { source: own } : { source: startPicture(), trouble: bus.get('words').not_carried }
  if (said.sample) {
    const sample = (await samples().catch(() => [])).find(s => s.key === said.sample)
    try {
      if (sample) return { source: await sampleSource(sample) }
    } catch {
      /* said below */
    }
    return { source: startPicture(), trouble: bus.get('words').sample_missing }
  }
  const strokes = said.ink === undefined ? null : fromText(said.ink)
  return { source: strokes && decode(strokes) ? { strokes } : startPicture() }
}

/** Everything a link says about the present state. */
export function linkState() {
  const network = bus.get('network')
  const source = bus.get('source')
  const drawn = source?.strokes && !source.sample
  return {
    tab: bus.get('tab'),
    network: network?.key,
    layer: network && bus.get('layer') !== firstLayer(network) ? bus.get('layer') : null,
    channel: bus.get('selectedChannel'),
    scope: bus.get('scope'),
    temperature: bus.get('temperature'),
    sample: source?.sample ?? (source?.file ? OWN : null),
    ink: drawn && bus.get('strokes') !== START_DIGIT ? bus.get('strokes') : null,
    ...toAddress(key => bus.get(key)),
  }
}

/** The whole address of the present state, also before the address bar has it. */
export const address = () => `${location.origin}${location.pathname}${writeLink(linkState(), location.search)}`

let navigations = 0 // ways to another link that are not at their end: what is half set is no address

/**
 * Writes the address of the present state; `push` as in browser_history.js.
 * @param {boolean | null} push
 */
function writeAddress(push = null) {
  if (!bus.get('network') || navigations) return
  const query = writeLink(linkState(), location.search)
  entries.write(query, push)
  const source = bus.get('source')
  if (source?.file && !source.sample) entries.picture(source)
  bus.set('link', query)
}

/** Writes the address when what it says has settled. */
function followAddress() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let due = 0
  let opened = false // what the page comes to rest at by itself is where it began
  bus.on(['tab', 'network', 'layer', 'selectedChannel', 'scope', 'temperature', 'source', 'strokes', 'receipt', ...addressKeys()], () => {
    clearTimeout(due)
    due = setTimeout(() => {
      writeAddress(opened ? null : false)
      opened = true
    }, SETTLE_MS)
  })
}

/** Back and Forward, inside the page. A lecture goes to its stop; what it does not know is a link like any other. */
function listenForBack() {
  let seen = location.search
  addEventListener('popstate', event => {
    if (location.search === seen && !event.state?.cnn) return // a place inside the page
    seen = location.search
    entries.arrive(event.state)
    const visit = { search: location.search, own: entries.pictureOf(event.state), taken: false }
    bus.set('historyEntry', visit)
    if (!visit.taken) navigateTo(visit.search, { step: false, own: visit.own })
  })
  bus.on('link', query => (seen = query))
}

/**
 * For who says in the address where it is: `push` makes an entry of it.
 * @param {string} search
 * @param {boolean | null} push
 */
export const writeHistoryEntry = (search, push) => entries.write(search, push)

/** @type {Session | null} */
let session = null
const navigate = createNavigator({ bus, sourceOf: pictureFromLink, turn: async (to, settle) => session?.turn(to, settle) })
/**
 * Goes to what another link says, on this page; see navigate.js. `step`: whether that is an entry of the browser's history, null where the
 * view is another; `own`: the visitor's picture that the link stands for.
 * @param {string} search
 * @param {{ step?: boolean | null, own?: Source | null }} how
 */
export async function navigateTo(search, { step = null, own = null } = {}) {
  navigations++
  try {
    await navigate(search, own)
  } finally {
    navigations--
  }
  writeAddress(step)
}
/** @type {import('./work.js').Work | null} */
let savedWork = null
let started = false
/** Starts the page when its words have come; calling it again does nothing. */
export function startPage() {
  if (started) return
  started = true
  const said = readLink(location.search || globalThis.cnnStart || '')
  bus.set('scope', said.scope ?? START.scope)
  bus.set('temperature', said.temperature ?? START.temperature)
  for (const [key, value] of fromAddress(said)) bus.set(key, value)
  if (!rehearsing) savedWork = work({ bus, goTo: navigateTo })
  listenForPictures()
  followStale(bus)
  startTabs(bus)
  keepConnection()
  bus.on('visitor', refreshOwnNetworks)
  bus.once('words', () => startSession(said))
}

/**
 * The server knows the page anew: the networks that were the visitor's own are gone, or were brought back.
 * @param {State['visitor']} visitor
 */
async function refreshOwnNetworks({ brought }) {
  await brought()
  const own = [...(bus.get('networks')?.values() ?? [])].filter(({ weights, key }) => weights === 'trained' && !key.endsWith('@random'))
  if (own.length) bus.set('ownNetworksChanged', { changed: own.map(({ key }) => key) })
}

/** @param {Said} said */
async function startSession(said) {
  session = new Session({
    bus,
    ask,
    bytes: askBytes,
    write,
    clock: () => performance.now(),
    pause: ms => new Promise(done => setTimeout(done, ms)),
    initialState: { layer: said.layer, channel: said.channel },
  })
  session.start(said.network)
  const { source, trouble } = await pictureFromLink(said, said.sample === OWN ? await savedWork?.picture() : null)
  bus.set('source', source)
  if (source.file) whenThere('#input > [role=tabpanel]', () => openTab('input', source.sample ? 'input-samples' : 'input-picture'))
  bus.once('maps', maps => restoreTabs(said, bus, maps))
  bus.once('forward', () => {
    followAddress()
    listenForBack()
    if (trouble) bus.set('error', trouble)
    bus.on('navigate', search => navigateTo(search))
  })
}
