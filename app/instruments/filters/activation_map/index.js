// The chosen filter's map over the picture: where it is excited, and what its strongest cell sees.
import { fitCanvas, theme } from '../../kit/canvas.js'
import { startFilters, currentSubject } from '../controller.js'
import { percentBox, receptiveWindow } from '../../kit/geometry.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { cellAtPixel, CUT, paintOver } from '../../kit/overlay.js'
import { scaleBar } from '../color_legend.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { tooltip } from '../../kit/tooltip.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const FINEST = 2 // device pixels of a px: more is not seen

const reachOf = map => map.values.reduce((far, v) => (Number.isFinite(v) ? Math.max(far, Math.abs(v)) : far), 0)
const lowest = map => map.values.reduce((least, v) => Math.min(least, v), 0)

/**
 * What is on the screen: the strengths that have come, also while newer ones are on their way.
 * @param {Bus} bus
 */
function shownStrengths(bus) {
  const found = bus.get('filters.strengths')
  const network = bus.get('network')
  if (!found || found.network !== network?.key) return null
  const layer = network.layers.find(one => one.name === found.layer)
  if (!layer) return null
  return {
    found,
    network,
    layer,
    map: found.map,
    picture: found.seen.picture,
    end: reachOf(found.map),
    signed: lowest(found.map) < 0,
    flat: new Set(found.map.values).size === 1,
  }
}

function paintMap(ctx, { width, height, fine }, d, opacity) {
  const off = new OffscreenCanvas(1, 1)
  const styles = { picture: d.picture, map: d.map, field: d.layer.receptive_field, end: d.end, opacity, theme: theme() }
  paintOver(off, { ...styles, inked: d.network.drawing }, Math.round(width * fine), Math.round(height * fine))
  ctx.drawImage(off, 0, 0, width, height)
}

/**
 * @param {any} slider
 * @param {Bus} bus
 * @param {any} paint
 */
function setOpacity(slider, bus, paint) {
  slider.oninput = () => bus.set('filters.opacity', Number(slider.value))
  bus.on('filters.opacity', value => {
    slider.value = value
    paint()
  })
}

/** How much of the picture a cell sees. */
function fieldText(
  {
    layer: {
      receptive_field: { size, whole },
    },
    picture,
  },
  t,
) {
  const [h, w] = size.map((n, axis) => Math.min(n, picture.shape[axis]))
  return whole || (h === picture.shape[0] && w === picture.shape[1]) ? t.whole : fillTemplate(t.field, { h, w })
}

/**
 * Look's receipt of the cell that is read.
 * @param {Bus} bus
 * @param {any} d
 * @param {any} cell
 */
function openReceipt(bus, d, cell) {
  if (!d) return
  const { read: layer, unit } = d.found
  bus.set('layer', layer)
  bus.set('selectedChannel', unit)
  bus.set('receipt', [{ layer, cell: [unit, ...cell(d)] }])
  openTab('main', 'tab-look')
}

const clip = (d, at) => at.map((v, axis) => Math.min(d.map.shape[axis] - 1, Math.max(0, Math.round(v))))

/** Pointing, a click and arrow keys on the map. */
function pointByHand(canvas, { now, cell, point, open }) {
  canvas.addEventListener('pointermove', event => {
    const d = now()
    if (!d) return
    const box = canvas.getBoundingClientRect()
    const pixel = [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width].map(
      (v, axis) => v * d.picture.shape[axis],
    )
    point(clip(d, cellAtPixel(d.layer.receptive_field, pixel)))
  })
  canvas.addEventListener('click', open)
  for (const name of ['pointerleave', 'blur']) canvas.addEventListener(name, () => point(null))
  canvas.addEventListener('keydown', event => {
    const d = now()
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (!d || (!by && !['Escape', 'Enter'].includes(event.key))) return
    event.preventDefault()
    if (event.key === 'Enter') return open()
    point(
      by
        ? clip(
            d,
            cell(d).map((v, axis) => v + by[axis]),
          )
        : null,
    )
  })
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  startFilters(bus)
  const canvas = $('.stage canvas')
  const frame = $('.field')
  const bar = scaleBar($('.legend'))
  let pointed = null // [row, col]

  const now = () => shownStrengths(bus)
  const cell = d => pointed ?? d.found.cell

  const paint = fitCanvas(canvas, (ctx, width, height, ratio) => {
    const d = now()
    if (!d) return
    paintMap(ctx, { width, height, fine: Math.min(FINEST, ratio) }, d, bus.get('filters.opacity'))
  })

  function mark() {
    const d = now()
    frame.hidden = !d || d.flat // of a filter that is off no cell is the strongest
    if (!d || d.flat) return
    const [row, col] = cell(d)
    const [height, width] = d.picture.shape
    Object.assign(frame.style, percentBox(receptiveWindow(d.layer.receptive_field, row, col, height, width), d.picture.shape))
  }
  function say() {
    const d = now()
    if (!d) return
    const [row, col] = cell(d)
    const value = d.map.values[row * d.map.shape[1] + col]
    const [r, c] = d.found.cell
    $('.name').textContent = fillTemplate(t.name, { n: d.found.unit })
    $('.read').textContent =
      fillTemplate(t.read, { row, col, value: write.number(value) }) + (row === r && col === c && !d.flat ? t.highest : '')
    $('.sees').textContent = `${fieldText(d, t)} ${t.click}`
    bar({ end: d.end, signed: d.signed, cut: CUT[theme()] }, value)
  }
  const renew = () => {
    const d = now()
    $('.empty').hidden = !!d
    if (d) canvas.style.aspectRatio = `${d.picture.shape[1]} / ${d.picture.shape[0]}`
    mark()
    say()
    paint()
  }
  const point = at => {
    if (String(at) === String(pointed)) return
    pointed = at
    mark()
    say()
  }
  const open = () => openReceipt(bus, now(), cell)
  pointByHand(canvas, { now, cell, point, open })
  setOpacity($('input'), bus, paint)
  tooltip($('.scale .word'), () => fillTemplate(t.activation_help, { read: now()?.found.read ?? '' }))
  bus.on(['filters.strengths', 'network', 'theme'], () => {
    pointed = null
    renew()
  })
  bus.on('filters.unit', () => {
    const d = currentSubject(bus)
    if (d) $('.name').textContent = fillTemplate(t.name, { n: d.unit })
  })
}
