// The chosen layer: all its channels, or one of them enlarged; a vector as bars. Point for values, click to enlarge.
import { bus } from '../../kit/bus.js'
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { onKeys } from '../../kit/shortcuts.js'
import { SCOPES } from '../../kit/permalink.js'
import { cellOf } from '../receipt_trace.js'
import { tooltip } from '../../kit/tooltip.js'
import { placeLabel, treeOf } from '../layer_tree.js'
import { factsOf } from './facts.js'
import { paintProjectiveField } from './projective_field.js'
import { legend } from './legend.js'
import { createValueReader } from './value_reader.js'
import { boxOf, cellAtPoint, paintView } from './view.js'
import { shownLayer } from './shown_layer.js'
import { onArrowKey } from './arrow_keys.js'
import { aboutKind, kindOf, readout } from './captions.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount({ element, $, $$, t }) {
  const reading = createValueReader(() => {
    renew()
    paint()
  })
  const show = legend($, $$, t)
  const about = factsOf($, t) // before the keys of the canvas: Esc closes its table first
  let view = null
  const now = () => shownLayer(bus)
  const tellRoom = onDifference(room => bus.set('mapsSize', room))

  const paint = fitCanvas($('.grid'), (ctx, width, height, ratio) => {
    const styles = styleOf(element)
    const d = now()
    tellRoom({ width, height, line: styles.line, ratio })
    if (!d) return
    $('.all').hidden = d.pin === null
    $('.stage').classList.toggle('enlarged', d.pin !== null)
    $('.all').textContent = d.vector ? t.all_units : t.all_channels
    view = paintView(ctx, d, reading, { width, height, ratio, styles, t })
    mark()
  })
  function point(cell) {
    const d = cell && now()
    bus.set('hover', d ? { ...cell, ...reading.at(d, cell) } : null)
  }
  /** The same cells again, after values have come or changed. */
  function renew() {
    const d = now()
    const h = bus.get('hover')
    reading.enlarge(d)
    if (d && h) point(validHover(h, d))
    words()
  }
  const mark = () => {
    const h = bus.get('hover')
    placeFrame($('.cell'), h && view && now() ? boxOf(view, h) : null)
  }
  function words() {
    const d = now()
    const h = bus.get('hover') ?? null
    if (!d) return
    title($, d, t, about)
    $('.read').textContent = readout(d, h, t)
    show(reading.scale(d, h?.channel ?? d.pin), h && h.value)
  }

  bindPointer($, { now, point, view: () => view })
  paintProjectiveField($('.felt'), { now, view: () => view })
  tooltip($('.kind'), () => {
    const d = now()
    return d ? aboutKind(d, t) : ''
  })
  scopes($$('[data-scope]'))
  $('.scope').title = t.scope_help
  onChange({ renew, paint, mark, words })
}

/** What is done again when something on the bus has changed. */
function onChange({ renew, paint, mark, words }) {
  const both = (f, ctx) => () => {
    f()
    ctx()
  }
  bus.on(['maps', 'forward', 'selectedChannel'], both(renew, paint))
  bus.on('scope', both(paint, words))
  bus.on('hover', both(mark, words))
  bus.on(['theme', 'temperature'], words)
}

/** The cell of `hover` if the maps have one there, else null. */
function validHover({ channel, row, col }, d) {
  return channel < d.count && row < d.height && col < d.width ? { channel, row, col } : null
}

/** Passes values on that differ from those before, so that nothing is asked again for nothing. */
function onDifference(tell) {
  let was = {}
  return now => {
    if (Object.keys(now).every(key => now[key] === was[key])) return
    was = now
    tell(now)
  }
}

/** Lays the frame around the cell that is pointed at. */
function placeFrame(frame, box) {
  frame.hidden = !box
  if (!box) return
  const [width, height] = [box.width, box.height].map(side => `${Math.max(3, side)}px`)
  Object.assign(frame.style, { width, height, transform: `translate(${box.x}px, ${box.y}px)` })
}

/** Name and facts of the layer; what stands beside them gives way where they need its room. */
function title($, d, t, about) {
  const name = $('.name')
  const place = $('.place')
  const facts = $('.facts')
  const top = $('.top')
  $('.kind').textContent = kindOf(d, t)
  if (!about(d) && top.dataset.width === String(top.clientWidth)) return
  name.textContent = name.title = d.layer.name
  place.textContent = place.title = placeOf(d, t)
  facts.title = facts.textContent
  top.dataset.width = top.clientWidth
  const cut = one => one.scrollWidth > one.clientWidth
  top.classList.remove('tight', 'tighter', 'tall') // without the word beside the scopes, then without the shape, which the table has too
  for (const step of ['tight', 'tighter']) top.classList.toggle(step, cut(facts))
  top.classList.toggle('tall', !!place.textContent && (cut(name) || cut(place))) // a name as long as DenseNet's has a line of its own
}

/** The stage and the block that the layer stands in, as the strip calls them; '' where it stands in none. */
function placeOf({ network, layer }, t) {
  const tree = treeOf(network)
  const words = { stage: t.stage, block: t.block, branch: t.branch }
  return tree ? placeLabel(tree, network.layers.indexOf(layer), words) : ''
}

/** Pointing, clicking, and the keys of the canvas. */
function bindPointer($, { now, point, view }) {
  const canvas = $('.grid')
  const pin = channel => bus.set('selectedChannel', channel)
  const open = at => bus.set('receipt', [{ layer: now().layer.name, cell: cellOf(now().maps.shape, at) }])
  const pointed = event => {
    const box = canvas.getBoundingClientRect()
    const d = now()
    return d && view() ? cellAtPoint(view(), d, event.clientX - box.left, event.clientY - box.top) : null
  }
  for (const name of ['pointermove', 'pointerdown']) canvas.addEventListener(name, event => point(pointed(event)))
  canvas.addEventListener('pointerleave', event => {
    if (event.pointerType === 'mouse') point(null)
  })
  canvas.addEventListener('click', event => {
    const at = pointed(event)
    const d = now()
    if (at && at.channel === d.pin) open(at)
    else if (at) pin(at.channel)
    else if (!at && d?.pin !== null) pin(null) // beside the enlarged channel
  })
  canvas.addEventListener('keydown', event => onArrowKey(event, { d: now(), view: view(), hover: bus.get('hover'), point, pin, open }))
  $('.all').onclick = () => {
    pin(null)
    canvas.focus({ preventScroll: true })
  }
  onKeys({ Escape: () => (bus.get('selectedChannel') != null && canvas.offsetParent ? pin(null) : false) })
}

/** Channel, layer, network: a group of radio buttons with one stop for Tab. */
function scopes(buttons) {
  for (const b of buttons) b.onclick = () => bus.set('scope', b.dataset.scope)
  buttons[0].parentElement.addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const to = (SCOPES.indexOf(bus.get('scope')) + by + SCOPES.length) % SCOPES.length
    bus.set('scope', SCOPES[to])
    buttons[to].focus()
  })
  bus.on('scope', scope => {
    for (const b of buttons)
      Object.assign(b, { ariaChecked: String(b.dataset.scope === scope), tabIndex: b.dataset.scope === scope ? 0 : -1 })
  })
}
