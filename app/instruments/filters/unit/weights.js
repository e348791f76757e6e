// The weights of one filter: every plane, signed, on one scale; where they are colours, the colour too. Drag a weight to change it.
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { startFilters } from '../controller.js'
import { editOf, planesOf } from '../settings.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { drawFilter } from '../filter_picture.js'
import { layout, weightAt } from './layout.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */

const COLOURS = ['R', 'G', 'B']
const STEPS = 40 // px of a drag that take a weight from zero to the largest

const index = (d, { plane, row, col }) => (plane * d.shape[1] + row) * d.shape[2] + col

/**
 * @param {any} figure
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
export function weights(figure, t, bus) {
  const page = startFilters(bus)
  const canvas = figure.querySelector('canvas')
  const said = figure.querySelector('.said')
  /** @type {Record<string, any>} */
  const hand = { at: null, view: null } // the weight that is pointed at, and where each lies

  const now = () => {
    const kernel = bus.get('filters.kernel')
    if (!kernel || kernel.network !== bus.get('network')?.key) return null
    const own = editOf(bus.get('filters.edits'), kernel.layer, kernel.unit)
    const painted = own.kernel ?? kernel.values
    const values = own.factor === 1 ? painted : Float32Array.from(painted, v => v * own.factor)
    return {
      kernel,
      own,
      painted,
      values,
      shape: kernel.shape,
      end: Array.from(kernel.values).reduce((far, v) => Math.max(far, Math.abs(v)), 0),
    }
  }
  const paint = fitCanvas(canvas, (ctx, width, height) => {
    const d = now()
    if (!d) return
    const styles = styleOf(figure)
    hand.view = layout(d.shape, Math.min(width, height))
    const planes = planesOf(d.values, d.shape)
    for (const { x, y, w, h, plane } of hand.view.boxes) {
      drawFilter(ctx, plane === null ? planes : [planes[plane]], d.shape.slice(1), d.end, x, y, w, h)
      if (d.shape[0] === 3 && plane !== null && d.shape[1] > 1) letter(ctx, COLOURS[plane], x, y + h, styles)
    }
    if (hand.at) {
      const box = hand.view.boxes.find(b => b.plane === hand.at.plane)
      Object.assign(ctx, { lineWidth: 2, strokeStyle: styles.of('accent') })
      ctx.strokeRect(box.x + hand.at.col * hand.view.cell, box.y + hand.at.row * hand.view.cell, hand.view.cell, hand.view.cell)
    }
  })
  const say = () => {
    const d = now()
    if (!d) return
    if (hand.at) {
      const plane = d.shape[0] === 1 ? '' : `${d.shape[0] === 3 ? COLOURS[hand.at.plane] : hand.at.plane} `
      said.textContent = fillTemplate(t.cell, {
        plane,
        row: hand.at.row,
        col: hand.at.col,
        value: write.number(d.values[index(d, hand.at)]),
      })
    } else said.textContent = d.shape[0] === 3 ? t.colours : d.shape[0] > 1 ? fillTemplate(t.slices, { n: write.count(d.shape[0]) }) : ''
  }
  const renew = () => {
    say()
    paint()
  }
  changeByHand(canvas, hand, { now, page, renew })
  bus.on(['filters.kernel', 'filters.edits', 'theme'], renew)
}

/** A drag changes the weight under it; keys walk from weight to weight, and change them too. */
function changeByHand(canvas, hand, { now, page, renew }) {
  /** The weight becomes `value`, as it was before the factor. */
  const change = (d, place, value, gesture) => {
    const kernel = d.painted.slice()
    kernel[index(d, place)] = value
    page.edit({ ...d.own, kernel }, { gesture })
  }
  let drag = null
  const under = event => {
    const box = canvas.getBoundingClientRect()
    const d = now()
    return d && hand.view ? weightAt(hand.view, d.shape, event.clientX - box.left, event.clientY - box.top) : null
  }
  canvas.addEventListener('pointerdown', event => {
    const d = now()
    const place = under(event)
    if (!place) return
    canvas.setPointerCapture(event.pointerId)
    hand.at = place
    drag = { y: event.clientY, from: d.painted[index(d, place)], began: false }
    renew()
  })
  canvas.addEventListener('pointermove', event => {
    const d = now()
    if (!drag) {
      hand.at = under(event)
      canvas.style.cursor = hand.at ? 'ns-resize' : ''
      return renew()
    }
    const by = ((drag.y - event.clientY) / STEPS) * d.end
    if (!drag.began && Math.abs(drag.y - event.clientY) < 3) return
    if (!drag.began) page.begin()
    drag.began = true
    change(d, hand.at, drag.from + by, true)
  })
  for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, () => (drag = null))
  for (const name of ['pointerleave', 'blur'])
    canvas.addEventListener(name, () => {
      if (drag) return
      hand.at = null
      renew()
    })
  canvas.addEventListener('keydown', event => {
    const d = now()
    if (!d || event.ctrlKey || event.metaKey) return
    const [planes, rows, columns] = d.shape
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    const grow = { '+': 0.1, '=': 0.1, '-': -0.1 }[event.key]
    hand.at ??= { plane: 0, row: 0, col: 0 }
    if (by) hand.at = walked(hand.at, by, planes, rows, columns)
    else if (grow) change(d, hand.at, d.painted[index(d, hand.at)] + grow * d.end, false)
    else if (event.key === 'Delete') change(d, hand.at, 0, false)
    else return
    event.preventDefault()
    renew()
  })
}

/** One weight on; past the last of a plane comes the first of the next. */
function walked({ plane, row, col }, [down, right], planes, rows, columns) {
  const wrap = (v, n) => (v + n) % n
  const overflow = col + right < 0 ? -1 : col + right >= columns ? 1 : 0
  return { plane: wrap(plane + overflow, planes), row: Math.min(rows - 1, Math.max(0, row + down)), col: wrap(col + right, columns) }
}

function letter(ctx, text, x, bottom, styles) {
  ctx.font = styles.font(600)
  const wide = ctx.measureText(text).width + 8
  ctx.fillStyle = styles.of('paper')
  ctx.fillRect(x, bottom - 18, wide, 18)
  ctx.fillStyle = styles.of('ink')
  ctx.textBaseline = 'alphabetic'
  ctx.fillText(text, x + 4, bottom - 4)
}
