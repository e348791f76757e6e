// One column each: its canvases and its numbers.
import { createElement, closestTo } from '../../kit/element.js'
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { largest, ranked } from '../settings.js'
import { isBars, unitAt } from './layout.js'
import * as paint from './paint.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** A number in as many digits as a place has room for, three at most; `room` in font sizes. */
function brief(v, room) {
  const texts = [3, 2, 1].map(digits => write.number(v, digits))
  return texts.find(text => text.length * FIGURE <= room) ?? texts.at(-1)
}

/** A number that says on a narrow page, where no names stand beside it, what it is. */
const named = (tag, name, text) => {
  const element = createElement(tag, '', text)
  element.dataset.name = name
  return element
}
const NOTHING = '–'
const FIGURE = 0.58 // font sizes that a figure is wide
const ROOM = 8 // px beside a column that its heading may use

/** Columns for layers, in the list. → [{ show(what) }] */
export function build(list, columns, parts) {
  const all = columns.map((column, i) => one(column, isBars(column, i === columns.length - 1), parts))
  list.replaceChildren(...all.map(({ element }) => element))
  return all
}

/**
 * @param {any} column
 * @param {any} bars
 * @param {Pick<Instrument, 't' | 'bus'>} parts
 */
function one(column, bars, { t, bus }) {
  const element = createElement('div', 'column')
  element.setAttribute('role', 'option')
  element.tabIndex = -1
  element.dataset.layer = column.layer
  const head = element.appendChild(createElement('p', 'head'))
  head.append(
    createElement('b', '', column.layer),
    ' ',
    createElement('span', 'shape', column.layer === 'input' ? '' : column.shape.join('×')),
  )
  /** @type {Record<string, any>} */
  const now = { what: null }
  const canvas = (name, draw) => {
    const box = element.appendChild(createElement('div', name))
    const made_ = box.appendChild(createElement('canvas'))
    const soon = fitCanvas(made_, (ctx, width, height) => now.what && draw(ctx, { width, height, styles: styleOf(made_) }))
    return { element: made_, soon }
  }
  const values = canvas('values', (ctx, room) => drawValues(ctx, now.what, room, bars))
  const upTo = element.appendChild(named('p', bars ? '' : t.largest, ''))
  upTo.className = 'largest'
  const gradients = canvas('gradients', (ctx, room) => drawGradients(ctx, now.what, room, bars))
  const most = element.appendChild(createElement('p', 'most'))
  const lower = column.weights && below({ element, canvas, now, t, bus, layer: column.weights.layer })
  element.addEventListener('click', event => {
    if (!closestTo(event, '.weights, .slopes')) bus.set('step.at', column.layer)
  })
  return {
    element,
    show(what) {
      now.what = what
      const room = innerWidth <= 900 ? Infinity : (what.place.width + ROOM) / styleOf(element).size
      const { column: of, place, shown, chosen } = what
      element.style.setProperty('--width', `${place.width}px`)
      const label = /** @type {HTMLElement} */ (head.lastChild)
      label.hidden = false
      label.hidden = head.scrollWidth > place.width + ROOM
      element.ariaSelected = String(chosen)
      element.classList.toggle('chosen', chosen)
      for (const { element: c, soon } of [values, gradients]) {
        sized(c, bars ? { width: place.width, height: null } : place.values)
        soon()
      }
      upTo.textContent = bars ? underBars(t, what.passes) : shown.values ? brief(of.largest, room) : NOTHING
      const [farthest, norm] = shown.gradients ? [of.largest_gradient, of.norm].map(v => brief(v, room)) : [NOTHING, '']
      most.replaceChildren(named('span', t.largest, farthest), named('b', t.norm, norm))
      lower?.show(what)
    },
  }
}

const underBars = (t, passes) => (passes ? fillTemplate(t.cloud, { n: passes.rows.length }) : t.sum)

function sized(canvas, { width, height }) {
  canvas.style.width = `${width}px`
  canvas.style.height = height === null ? '100%' : `${height}px`
}

function drawValues(ctx, { column, place, shown, answer, out, passes }, { width, height, styles }, bars) {
  const { of, font, size } = styles
  if (!bars) {
    paint.tiles(ctx, { values: column.values, size: column.size, at: place.values, end: column.largest, shown: shown.values, of })
    const gone = passes ? passes.out.get(column.layer)?.[passes.now] : out
    if (gone && shown.values) paint.crossOutDropped(ctx, gone, { size: column.size, at: place.values, of })
    return
  }
  const values = passes ? passes.whole : answer.probabilities
  const given = { values: shown.values ? values : values.map(() => 0), label: answer.label, best: ranked(values)[0] }
  paint.bars(ctx, { ...given, rows: shown.values ? passes?.rows : null, labels: answer.of.network.classes, width, height, size, font, of })
}

function drawGradients(ctx, { column, place, shown, answer }, { width, height, styles }, bars) {
  const { of, font, size } = styles
  const { gradients: values, largest_gradient: end } = column
  if (!bars) return paint.tiles(ctx, { values, size: column.size, at: place.values, end, shown: shown.gradients, of })
  const say = v => (v > 0 ? '+' : '') + (Math.abs(v) < 0.095 ? write.number(v, 1) : write.fixed(v))
  paint.signedBars(ctx, { values: [...answer.logitGradients], width, height, size, font, of, say, shown: shown.gradients })
}

/**
 * Weights, their gradients, and the norm of each unit's gradient, or of all.
 * @param {Pick<Instrument, 'element' | 't' | 'bus'> & Record<string, any>} parts
 */
function below({ element, canvas, now, t, bus, layer }) {
  const draw =
    key =>
    (ctx, { styles }) => {
      const { column, place, shown, unit } = now.what
      const { weights } = column
      paint.weights(ctx, weights[key], {
        size: weights.size,
        place: place.weights,
        end: largest(weights[key]), // of the means that are shown
        shown: key === 'values' || shown.gradients,
        of: styles.of,
        chosen: weights.tiled ? unit : null,
      })
    }
  const both = [canvas('weights', draw('values')), canvas('slopes', draw('gradients'))]
  const norms = element.appendChild(createElement('p', 'norms'))
  for (const { element: c } of both) {
    c.title = fillTemplate(t.pick, { layer })
    c.addEventListener('click', event => {
      const unit = unitAt(now.what.column.weights, now.what.place.weights, event.offsetX, event.offsetY)
      if (unit === null) return
      bus.set('step.weights', { layer, unit })
      bus.set('step.cell', null)
    })
  }
  return {
    show({ column: { weights }, place, shown, unit }) {
      for (const { element: c, soon } of both) {
        sized(c, { width: place.weights.width + 2, height: place.weights.height + 2 })
        soon()
      }
      norms.classList.toggle('each', weights.tiled)
      norms.style.setProperty('--pitch', `${place.weights.pitch ?? 0}px`)
      const room = weights.tiled ? (place.weights.pitch - 5) / styleOf(norms).size : Infinity
      const each = weights.tiled ? [...weights.norms].slice(0, place.weights.count) : [weights.norm]
      const texts = each.map(norm => (shown.gradients ? brief(norm, room) : NOTHING))
      norms.replaceChildren(...texts.map((text, i) => createElement(weights.tiled && i === unit ? 'b' : 'span', '', text)))
    },
  }
}
