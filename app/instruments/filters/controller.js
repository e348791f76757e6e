// Keeps what Filters shows true: tiles of the layer, how much the picture excites each unit, patches, the picture that is made, the
// surgery's answers. Whatever is asked for anew stops what was asked for before.
import { tell } from '../kit/ask.js'
import { bus as page, tabKeys } from '../kit/bus.js'
import { targetOf, bodyOf, convolutionOf, editOf, namedUnit, order, withEdit } from './settings.js'
import { onKeys } from '../kit/shortcuts.js'
import { filterQuestions, filterStreams } from './requests.js'
import { requestKeyOf } from '../kit/edited_network.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */
/** @typedef {import('../kit/types.js').Instrument} Instrument */

const MINE = 'mine/' // how the key of a network of the visitor's own begins

/**
 * What is on the screen, or null where something of it is still missing.
 * @param {Bus} bus
 */
export function currentSubject(bus) {
  const network = bus.get('network')
  const tiles = bus.get('filters.tiles')
  const layer = network?.layers.find(one => one.name === tiles?.layer)
  if (!network || !layer || tiles.network !== network.key) return null
  const strengths = bus.get('filters.strengths')
  const fresh = strengths && strengths.network === network.key && strengths.layer === layer.name ? strengths : null
  return { network, layer, tiles, strengths: fresh, unit: Math.min(bus.get('filters.unit') ?? 0, tiles.shape[0] - 1) }
}

const same = (a, b, keys) => a && b && keys.every(key => a[key] === b[key])

let instance = null
/**
 * Starts it when the first of the tab's instruments is there. → { choose, edit, begin, undo, restore, stop }
 * @param {Bus} [bus]
 */
export function startFilters(bus = page) {
  return (instance ??= start(bus))
}

/**
 * Starts it. `m`, what all parts share: kept (key of a network → its edits), past (steps that can be taken back), asked (what was asked last),
 * own (whether the unit is the visitor's own choice, null before any), wish ({ edits, named } of a link, each null once it is granted:
 * edits with the network, the unit with its layer).
 * @param {Bus} bus
 */
function start(bus) {
  const m = {
    bus,
    ask: filterQuestions(bus),
    stream: filterStreams(bus),
    kept: new Map(),
    past: [],
    asked: {},
    own: null,
    linkedState: null,
  }
  bus.set('filters.edits', [])
  followLink(m)
  followEdits(m)
  followUnit(m)
  bus.on(['network', 'layer', 'forward', 'tab', 'edited', 'filters.unit', 'filters.own', 'filters.seed', 'filters.aim'], () => go(m))
  bus.on(['filters.strengths', 'filters.tiles'], () => settle(m))
  const naming = tabKeys('filters', 'linked', 'strengths', 'tiles', 'unit', 'sort', 'layer')
  bus.on([...naming, 'network', 'layer', 'selectedChannel'], () => name(m))
  bus.on(['network', 'forward', 'tab', 'filters.edits'], () => operate(m))
  bus.on('tab', tab => tab !== 'filters' && halt(m))
  onKeys({ 'mod+z': () => undo(m) })
  return {
    choose: unit => choose(m, unit),
    edit: (change, how) => edit(m, change, how),
    begin: () => begin(m),
    undo: () => undo(m),
    restore: () => restore(m),
    stop: () => stop(m),
  }
}

function followLink(m) {
  m.bus.on('filters.linked', said => {
    m.linkedState = { ...said }
    m.own = null
    m.past.length = 0
    m.kept.clear()
    grant(m)
  })
  m.bus.on('network', () => grant(m))
}

/** The server hears of edits, and hears of them again when it knows the page anew. */
function followEdits(m) {
  const { bus, asked, ask } = m
  bus.on(['network', 'filters.edits'], () => {
    const network = bus.get('network')
    const edits = bus.get('filters.edits')
    if (!network) return
    if (!edits.length) {
      delete asked.edited
      bus.set('edited', null)
    } else if (fresh(m, 'edited', { network: network.key, edits })) ask.edited({ network: network.key, edits })
  })
  bus.on('visitor', visitor => visitor?.fresh && again(m, visitor))
  bus.on('filters.back', () => restore(m))
}

/** Another layer, or Look's channel. */
function followUnit(m) {
  const { bus } = m
  bus.on(['network', 'layer'], () => {
    const network = bus.get('network')
    const before = bus.get('filters.layer')
    if (!network) return
    const layer = layerOf(m)
    if (layer && layer.name !== before && m.own !== true) m.own = null
    if (layer && layer.name !== before && bus.get('selectedChannel') === null) m.own = null
  })
  bus.on('selectedChannel', unit => {
    if (typeof unit !== 'number' || bus.get('layer') !== bus.get('filters.layer')) return
    chosen(m)
    bus.set('filters.unit', unit)
  })
}

/**
 * The tab is left. What had not ended begins anew when somebody comes back; what had is still there.
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 */
function halt({ bus, stream, asked }) {
  const open = {
    patches: bus.get('filters.patches')?.done !== bus.get('filters.patches')?.total,
    made: bus.get('filters.made')?.running,
    tally: bus.get('filters.tally')?.done !== bus.get('filters.tally')?.total,
  }
  for (const which of Object.keys(open)) {
    stream[which].stop()
    if (open[which]) delete asked[which]
  }
}

const here = m => m.bus.get('tab') === 'filters'

/** Asks once for each new question: the same one is not asked twice. */
const fresh = (m, name, question) => {
  const keys = Object.keys(question)
  if (same(m.asked[name], question, keys)) return false
  m.asked[name] = question
  return true
}

function layerOf(m) {
  const network = m.bus.get('network')
  const layer = network && convolutionOf(network, m.bus.get('layer'))
  m.bus.set('filters.layer', layer?.name ?? null)
  return layer
}

function go(m) {
  if (!here(m)) return
  const network = m.bus.get('network')
  const layer = network && layerOf(m)
  if (!layer) return
  const q = { network: network.key, layer: layer.name }
  if (fresh(m, 'tiles', q)) m.ask.tiles(q)
  const unit = Math.min(m.bus.get('filters.unit') ?? 0, layer.shape[0] - 1)
  const seen = m.bus.get('forward')
  if (seen?.network === network.key && fresh(m, 'strengths', { ...q, unit, seen })) m.ask.strengths({ ...q, unit, seen })
  if (m.own === null) return settle(m) // first the strongest is found
  if (fresh(m, 'kernel', { ...q, unit })) m.ask.kernel({ ...q, unit })
  const gallery = m.bus.get('filters.own') ?? null
  const wire = requestKeyOf(m.bus, network.key)
  const off = editOf(m.bus.get('filters.edits'), layer.name, unit).factor === 0
  if (fresh(m, 'patches', { ...q, unit, gallery, wire })) m.stream.patches.ask({ ...q, unit, own: gallery })
  const aim = targetOf(m.bus.get('filters.aim'), unit, network.classes.length)
  const seed = m.bus.get('filters.seed') ?? 0
  const made = { network: network.key, layer: aim.aimed === 'class' ? null : layer.name, ...aim, seed } // a class has no layer
  if (!fresh(m, 'made', { ...made, wire, off })) return
  if (!off || aim.aimed === 'class') return m.stream.made.ask(made)
  m.stream.made.stop() // nothing excites what is off
  m.bus.set('filters.made', { ...made, off: true, running: false })
}

function operate(m) {
  const network = m.bus.get('network')
  const seen = m.bus.get('forward')
  if (!here(m) || !network || seen?.network !== network.key) return
  const edits = m.bus.get('filters.edits')
  if (!edits.length && seen.edited !== network.key) return // what it answers as trained is on its way
  if (!edits.length)
    m.bus.set('filters.answer', { network: network.key, seen, edits, before: seen.logits, after: seen.logits, milliseconds: null })
  else if (fresh(m, 'operate', { network: network.key, seen, edits })) m.ask.operate({ network: network.key, seen, edits })
  if (fresh(m, 'tally', { network: network.key, edits })) m.stream.tally.ask({ network: network.key, edits })
}

const firstOf = (m, { tiles, strengths }) => order(m.bus.get('filters.sort'), tiles.norms, strengths.untouched)[0]

/** The strongest unit for the picture is the one that is shown until somebody, or a link, chooses another. */
function settle(m) {
  const shown = currentSubject(m.bus)
  if (!here(m) || m.own !== null || !shown?.strengths || shown.strengths.seen !== m.bus.get('forward')) return
  if (shown.layer.name !== m.bus.get('filters.layer') || shown.network.key !== m.bus.get('wantedNetwork')) return // another is on its way
  const linked = m.linkedState?.named?.layer === shown.layer.name ? m.linkedState.named.unit : null
  if (m.linkedState) m.linkedState.named = null
  m.own = linked !== null
  m.bus.set('filters.unit', linked ?? firstOf(m, shown))
  name(m)
  go(m)
}

/** `filters.named`: what a link must say of the unit. */
function name(m) {
  if (m.linkedState?.named || m.own === null) return m.bus.set('filters.named', m.linkedState?.named ?? null)
  const shown = currentSubject(m.bus)
  if (!shown?.strengths) return
  const layer = shown.layer.name
  const channel = m.bus.get('layer') === layer ? m.bus.get('selectedChannel') : null
  const named = namedUnit({ layer, unit: shown.unit, first: firstOf(m, shown), channel })
  if (JSON.stringify(named) !== JSON.stringify(m.bus.get('filters.named'))) m.bus.set('filters.named', named)
}

/** Somebody has chosen a unit: what a link wished no longer counts. */
function chosen(m) {
  m.own = true
  if (m.linkedState) m.linkedState.named = null
}

function choose(m, unit) {
  chosen(m)
  m.bus.set('filters.unit', unit)
  if (m.bus.get('layer') === m.bus.get('filters.layer')) m.bus.set('selectedChannel', unit)
}

const put = (m, edits) => {
  m.kept.set(m.bus.get('network').key, edits)
  m.bus.set('filters.edits', edits)
  m.bus.set('filters.undoCount', m.past.length)
}

function edit(m, change, { gesture = false } = {}) {
  const before = m.bus.get('filters.edits')
  const after = withEdit(before, change)
  if (!gesture) m.past.push({ network: m.bus.get('network').key, edits: before })
  put(m, after)
}

/** A gesture is one step back, however many values it passes through. */
const begin = m => m.past.push({ network: m.bus.get('network').key, edits: m.bus.get('filters.edits') })

function undo(m) {
  if (!here(m)) return false
  const key = m.bus.get('network')?.key
  const at = m.past.findLastIndex(step => step.network === key)
  if (at < 0) return false
  put(m, m.past.splice(at, 1)[0].edits)
  return true
}

const restore = m => {
  if (!m.bus.get('filters.edits').length) return
  begin(m)
  put(m, [])
}

function stop(m) {
  m.stream.made.stop()
  const made = m.bus.get('filters.made')
  if (made) m.bus.set('filters.made', { ...made, running: false })
}

/** The server knows the page anew, and not what was edited: it hears of that before it is asked about the network again. */
function again(m, { first }) {
  const edited = m.bus.get('edited')
  delete m.asked.edited
  if (!edited) return
  const forgotten = () => m.bus.get('edited') === edited && m.bus.set('edited', null)
  if (edited.key.startsWith(MINE))
    forgotten() // until the network itself is back, which is opened anew then
  else first(tell('edited_network', { network: edited.key }, bodyOf(edited.edits)).catch(forgotten))
}

function grant(m) {
  const network = m.bus.get('network')
  if (!network) return
  if (m.linkedState?.edits && network.key === m.bus.get('wantedNetwork')) {
    m.kept.set(network.key, m.linkedState.edits)
    m.linkedState.edits = null
  }
  m.bus.set('filters.edits', m.kept.get(network.key) ?? [])
  m.bus.set('filters.undoCount', m.past.length)
}
