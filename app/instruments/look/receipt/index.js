// The receipt of one cell: what it was made of, term by term, and the way back to the pixels. It lies over maps and answer.
import { createElement } from '../../kit/element.js'
import { askBytes } from '../../kit/ask.js'
import { channelName } from '../../kit/channels.js'
import { asMaps, isVector } from '../../kit/geometry.js'
import { onKeys, isPageKey } from '../../kit/shortcuts.js'
import { write } from '../../kit/language.js'
import { latestOnly } from '../../kit/latest_only.js'
import { fillTemplate } from '../../kit/numbers.js'
import { cellOf, isLegalTrace, same } from '../receipt_trace.js'
import { strongest } from '../largest_cell.js'
import { endsOf, parseReceipt, viewOf } from './parse.js'
import { channels, nameOf } from './channels.js'
import { codeOf } from './code.js'
import { fieldOf } from './effective_field.js'
import { formatters } from './decimals.js'
import { graphOf } from './function_graph.js'
import { normalizationOf } from './normalization.js'
import { operands } from './operands.js'
import { pixel } from './pixel.js'
import { createCellMap } from './cell_map.js'
import { softmaxShares } from './softmax_shares.js'
import { termList } from './terms.js'
import { paintTrace } from './trace.js'
import { floatCheck } from './float_check.js'
import { poolingWindowOf } from './pooling_window.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const VIEWS = { channels, window: poolingWindowOf, graph: graphOf, line: normalizationOf, operands, shares: softmaxShares, pixel }
const BESIDE = new Set(['channels', 'window', 'graph', 'line']) // these leave room for the terms beside them
const WEIGHED = new Set(['channels', 'line']) // the others say in words what their terms are taken times
const LONG = 8 // terms of a list that has the whole width
const BIASED = new Set(['convolution', 'dense', 'subsampling', 'addition', 'multiplication'])

const key = ({ layer, cell }) => `${layer}@${cell}`

/**
 * The walk from receipt to receipt, as the bus has it.
 * @param {Bus} bus
 */
function stepping(bus) {
  /** @returns {any[]} what only an open receipt asks for */
  const walk = () => /** @type {any} */ (bus.get('receipt') ?? null)
  const goTo = steps => bus.set('receipt', steps)
  const close = () => {
    goTo(null)
    const maps = /** @type {HTMLElement | null} */ (document.querySelector('#cnn-maps canvas.grid'))
    maps?.focus({ preventScroll: true })
  }
  return {
    walk,
    goTo,
    close,
    open: () => walk()?.at(-1) ?? null,
    into: (term, layer) => goTo([...walk(), { layer, cell: term.cell }]),
    back: () => (walk().length > 1 ? goTo(walk().slice(0, -1)) : close()),
  }
}

/**
 * @param {Bus} bus
 * @param {any} error
 */
function tell(bus, error) {
  const words = bus.get('words')
  bus.set('error', error.message || words?.[error.kind === 'unreachable' ? 'gone' : error.kind] || words?.unreadable)
}

/** The steps before the one that is open, as far as their receipts are here. */
const walkedOf = (walk, kept) =>
  walk
    .slice(0, -1)
    .map(one => kept.get(key(one))?.trace[0])
    .filter(Boolean)

const subjectOf = ({ layer, cell }, now) => now && { network: now.network, picture: now.picture, layer, cell, key: key({ layer, cell }) }

/**
 * @param {Pick<Instrument, '$' | 'bus'> & Record<string, any>} parts
 * @param {any} subject
 * @param {any} showCode
 */
function buttons({ $, bus, close }, subject, showCode) {
  $('[data-do=close]').onclick = close
  $('[data-do=all]').onclick = () => bus.set('selectedChannel', null)
  $('[data-do=code]').onclick = () => {
    const asked = subject()
    if (asked) showCode({ ...asked, network: asked.network.key })
  }
}

function announce($, { torch_value: value }) {
  $('[role=status]').textContent = `${$('.of').textContent}: ${write.number(value, 4)}`
}

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  const sheet = $('.sheet')
  const kept = new Map() // receipts of this picture in this network
  let about = null
  let shown = null
  const { walk, open, goTo, into, back, close } = stepping(bus)
  const showPlane = createCellMap($)
  const failed = error => tell(bus, error)
  const showCode = codeOf($, t, failed)
  const subject = () => shown && subjectOf(shown, present(bus))
  const hideField = fieldOf($, t, subject, failed)

  const ask = latestOnly(
    askReceipt,
    ({ picture, traceStep }, receipt) => {
      if (picture !== about?.picture) return
      kept.set(key(traceStep), receipt)
      renew()
    },
    failed,
  )

  /** Asks for what is not here, shows what is. The last receipt stays until its successor has come. */
  function renew() {
    const now = present(bus)
    const traceStep = open()
    if (!now || !traceStep || now.network.key !== now.maps.network) return hide()
    if (about?.picture !== now.picture || about.network !== now.network) {
      about = now
      kept.clear()
    }
    if (!isLegalTrace(walk(), now.network.layers)) return bus.set('receipt', null)
    reveal(sheet)
    const missing = [traceStep, ...walk().slice(0, -1)].find(one => !kept.has(key(one)))
    if (missing) ask({ network: now.network.key, picture: now.picture, traceStep: missing })
    if (kept.has(key(traceStep))) paint(now, kept.get(key(traceStep)))
  }
  function hide() {
    if (sheet.hidden) return
    conceal(sheet)
    shown = null
    bus.set('framedCell', null)
  }

  function paint(now, receipt) {
    const moved = shown === null || !same(shown, receipt)
    if (shown !== receipt) hideField()
    shown = receipt
    heading($, now, receipt, t)
    plane($, showPlane, receipt)
    body({ $, bus, t, now, receipt, element, into })
    trailOf({ $, t, element, now, receipt, walked: walkedOf(walk(), kept) }, { walk, goTo })
    bus.set('framedCell', seesOf(receipt.layer, receipt.cell))
    announce($, receipt)
    if (moved) focus($)
  }

  bus.on(['receipt', 'forward', 'maps', 'network'], renew)
  bus.on('theme', () => shown && renew())
  bus.on(['selectedChannel', 'layer'], () => leaveOther(bus, walk()))
  buttons({ $, bus, close }, subject, showCode)
  keys({ sheet, open, close, back, bus })
}

async function askReceipt({ network, picture, traceStep }) {
  const query = { network, layer: traceStep.layer, cell: traceStep.cell.join(','), form: 'pixels' }
  return parseReceipt(await askBytes('receipt', query, picture))
}

function reveal(sheet) {
  if (!sheet.hidden) return
  sheet.hidden = false
  document.getElementById('look')?.classList.add('receipt-open')
  if (matchMedia('(max-width: 900px)').matches) sheet.scrollIntoView({ block: 'start' })
}

function conceal(sheet) {
  sheet.hidden = true
  document.getElementById('look')?.classList.remove('receipt-open')
}

/** The layer's map with the cell marked. */
function plane($, show, receipt) {
  const traceStep = receipt.trace[0]
  const range = { minimum: traceStep.minimum, maximum: traceStep.maximum, value: receipt.torch_value }
  show({ plane: receipt.plane, cell: receipt.cell, traceStep, ...range })
  $('.plane canvas').setAttribute('aria-label', `${receipt.layer} [${receipt.cell.join(', ')}] ${write.number(receipt.torch_value)}`)
}

/** The way that was walked, and what is before it. */
function trailOf({ $, t, element, now, receipt, walked }, { walk, goTo }) {
  const token = name => getComputedStyle(element).getPropertyValue(`--${name}`).trim()
  paintTrace($('.back ol'), { walked, receipt, network: now.network, seen: now.seen, t, token, drawing: now.network.drawing }, (at, one) =>
    goTo(at === null ? [...walk(), { layer: one.layer, cell: one.cell }] : walk().slice(0, at + 1)),
  )
}

/**
 * Another layer or channel is chosen: the receipt closes.
 * @param {Bus} bus
 * @param {any} walk
 */
function leaveOther(bus, walk) {
  const [first] = walk ?? []
  if (first && (bus.get('layer') !== first.layer || bus.get('selectedChannel') !== first.cell[0])) bus.set('receipt', null)
}

/**
 * What receipts are made from now; null before the first answer.
 * @param {Bus} bus
 */
function present(bus) {
  const network = bus.get('network')
  const seen = bus.get('forward')
  const maps = bus.get('maps')
  return network && seen?.network === network.key && maps?.network === network.key
    ? { network, seen, maps, picture: seen.picture.values }
    : null
}

const seesOf = (layer, cell) => ({ layer, cell })

function heading($, { network }, { layer, cell }, t) {
  const { shape } = network.layers.find(l => l.name === layer)
  const vector = isVector(shape)
  const [count, height, width] = asMaps(shape)
  const names = { c: vector ? write.count(cell[0]) : channelName(network, layer, cell[0]), row: cell[1], col: cell[2] }
  $('.name').textContent = $('.name').title = layer
  $('.unit').textContent = fillTemplate(vector ? t.unit : t.channel, names)
  $('.of').textContent = `${layer}, ${fillTemplate(vector ? t.of_unit : t.of_cell, names)}`
  $('.size span').textContent = vector ? fillTemplate(t.units, { n: write.count(count) }) : `${height} × ${width}`
  $('[data-do=all]').textContent = `‹ ${fillTemplate(vector ? t.all_units : t.all_channels, { n: write.count(count) })}`
}

/**
 * The middle and the right: how the number was made.
 * @param {Pick<Instrument, '$' | 'bus' | 't' | 'element'> & Record<string, any>} parts
 */
function body({ $, bus, t, now, receipt, element, into }) {
  const view = viewOf(receipt)
  const ends = endsOf(receipt.terms)
  const groupSums = receipt.groups.map(group => Math.abs(group.sum) || 0)
  const single = view === 'graph' || view === 'operands' || view === 'window' ? ends.value : 0
  const shown = {
    ...formatters(Math.max(Math.abs(receipt.sum) || 0, Math.abs(receipt.bias) || 0, single, ends.product, ...groupSums.slice(0, 1))),
    value: formatters(ends.value).plain,
    weight: formatters(ends.weight).plain,
  }
  const at = now.network.layers.findIndex(l => l.name === receipt.layer)
  const names = now.network.classes.length && at >= now.network.layers.length - 2 ? now.network.classes : null
  /** @type {{ nodes: any[], aside?: any, mark: (index: any) => void }} */
  let made = { nodes: [], mark() {} }
  const mark = index => {
    made.mark(index)
    const term = index === null ? null : receipt.terms[index]
    const group = term && receipt.groups.find(one => index >= one.first && index < one.first + one.count)
    bus.set('framedCell', term?.cell ? seesOf(group.layer, term.cell) : seesOf(receipt.layer, receipt.cell))
  }
  const called = (layer, channel) => channelName(now.network, layer, channel)
  const temperature = bus.get('temperature')
  const context = { receipt, called, temperature, ends, shown, t, mark, element, names, drawing: now.network.drawing, walk: into, choose }
  const box = $('.terms')
  function choose(group) {
    const heading = createElement('p', 'heads', ...nameOf(group, context), ` ${WEIGHED.has(view) ? t.value_weight : t.value_read}`)
    const products = [fillTemplate(t.all_terms, { n: write.count(group.count) }), shown.signed(group.sum)]
    termList(box, {
      receipt,
      group,
      shown,
      t,
      mark,
      walk: into,
      heading,
      total: group.count > 1 ? products : null,
      named: named(view, group, t),
    })
  }
  const beside = BESIDE.has(view)
  $('.sheet').classList.toggle('wide', !beside)
  $('.sheet').dataset.view = view
  if (view === 'list') list({ $, receipt, called, shown, t, mark, into, ends })
  else {
    made = VIEWS[view](context)
    $('.made').replaceChildren(createElement('div', 'work', ...made.nodes))
  }
  if (beside && receipt.groups.length) choose(receipt.groups[0])
  else box.replaceChildren()
  if (made.aside) (beside ? box : $('.work')).append(createElement('p', 'say', made.aside))
  $('.made').append(foot(receipt, shown, t, view))
  const scales = { patch: write.number(ends.value), kernel: write.number(ends.weight), products: write.number(ends.product) }
  $('.scales').textContent = view === 'channels' ? fillTemplate(t.scales, scales) : ''
}

/** A term's place with its channel where the terms of a list are of several. */
function named(view, group, t) {
  if (view !== 'line' || group.channel === null || group.count === 1) return null
  return term => (term.cell ? fillTemplate(t.of_channel, { c: term.cell[0] }) : t.padding)
}

function list({ $, receipt, called, shown, t, mark, into, ends }) {
  const [group] = receipt.groups
  const heading = createElement(
    'p',
    'heads',
    ...(group ? nameOf(group, { t, called }) : []),
    receipt.rule === 'distance' ? t.value_code : t.unit_weight,
  )
  const all = { ...group, order: receipt.groups.flatMap(one => one.order), count: receipt.terms.length }
  const layerOf = index => receipt.groups.find(one => index >= one.first && index < one.first + one.count).layer
  const box = createElement('div', 'only')
  termList(box, {
    receipt,
    group: all,
    shown,
    t,
    mark,
    walk: term => into(term, layerOf(receipt.terms.indexOf(term))),
    heading,
    total: null,
    first: LONG,
    ends: { product: ends.product, signed: receipt.terms.some(term => term.product < 0) },
    named: term => (term.cell?.length === 3 ? term.cell.join(', ') : term.cell ? write.count(term.cell[0]) : t.padding),
  })
  $('.made').replaceChildren(createElement('div', 'work', box))
}

function foot(receipt, shown, t, view) {
  const n = write.count(receipt.terms.length)
  const biased = receipt.bias !== 0 && BIASED.has(receipt.kind)
  const bias = biased ? fillTemplate(receipt.cell.length === 3 ? t.bias_channel : t.bias_unit, { c: write.count(receipt.cell[0]) }) : null
  const summed = ['channels', 'list'].includes(view) || receipt.kind === 'average pooling' || receipt.kind === 'subsampling'
  const words = summed && receipt.terms.length > 1 ? fillTemplate(biased ? t.sum_of_biased : t.sum_of, { n }) : t.anew
  const [first, ...rest] = words.split(' ')
  return floatCheck(receipt, shown, t, {
    bias,
    sum: summed ? [createElement('b', '', first), createElement('span', 'rest', ` ${rest.join(' ')}`)] : [words],
  })
}

/** The largest term is under the hand at once: ↓ and → go on from there. */
function focus($) {
  const first = $('.terms [role=option]') ?? $('.made [role=option]') ?? $('[data-do=close]')
  first?.focus({ preventScroll: true })
}

/**
 * R opens the receipt of the cell that is pointed at, or of the strongest one; Esc closes, ← goes back a step.
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 */
function keys({ sheet, open, close, back, bus }) {
  const here = () => document.getElementById('look')?.offsetParent != null
  onKeys({
    r: () => {
      const [maps, pin, hover] = [bus.get('maps') ?? null, bus.get('selectedChannel') ?? null, bus.get('hover') ?? null]
      if (open() || !here() || !maps) return false
      const at = hover ?? strongest(maps, pin)
      if (pin !== at.channel) bus.set('selectedChannel', at.channel)
      bus.set('receipt', [{ layer: maps.layer, cell: cellOf(maps.shape, at) }])
    },
  })
  addEventListener(
    'keydown',
    event => {
      if (event.key !== 'Escape' || !open() || !here() || !isPageKey(event) || document.querySelector('.term-says')) return
      event.preventDefault()
      close()
    },
    true, // before the maps, which would go back to all channels
  )
  sheet.addEventListener('keydown', event => {
    if (event.key !== 'ArrowLeft' && event.key !== 'Backspace') return
    event.preventDefault()
    back()
  })
}
