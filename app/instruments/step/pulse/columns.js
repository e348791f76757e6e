// One column each: its canvases and its numbers.
import { fitted, style } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'
import { largest, ranked } from '../step.js'
import { isBars, unitAt } from './layout.js'
import * as paint from './paint.js'

const made = (tag, className, text = '') => Object.assign(document.createElement(tag), { className, textContent: text })
/** A number in as many digits as a place has room for, three at most; `room` in font sizes. */
function brief(v, room) {
  const texts = [3, 2, 1].map(digits => write.number(v, digits))
  return texts.find(text => text.length * FIGURE <= room) ?? texts.at(-1)
}

/** A number that says on a narrow page, where no names stand beside it, what it is. */
const named = (tag, name, text) => {
  const element = made(tag, '', text)
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

function one(column, bars, { t, bus }) {
  const element = made('div', 'column')
  element.setAttribute('role', 'option')
  element.tabIndex = -1
  element.dataset.layer = column.layer
  const head = element.appendChild(made('p', 'head'))
  head.append(made('b', '', column.layer), ' ', made('span', 'shape', column.layer === 'input' ? '' : column.shape.join('×')))
  const now = { what: null }
  const canvas = (name, draw) => {
    const box = element.appendChild(made('div', name))
    const made_ = box.appendChild(document.createElement('canvas'))
    const soon = fitted(made_, (g, width, height) => now.what && draw(g, { width, height, look: style(made_) }))
    return { element: made_, soon }
  }
  const values = canvas('values', (g, room) => drawValues(g, now.what, room, bars))
  const upTo = element.appendChild(named('p', bars ? '' : t.largest, ''))
  upTo.className = 'largest'
  const gradients = canvas('gradients', (g, room) => drawGradients(g, now.what, room, bars))
  const most = element.appendChild(made('p', 'most'))
  const lower = column.weights && below({ element, canvas, now, t, bus, layer: column.weights.layer })
  element.addEventListener('click', event => {
    if (!event.target.closest('.weights, .slopes')) bus.set('step.at', column.layer)
  })
  return {
    element,
    show(what) {
      now.what = what
      const room = innerWidth <= 900 ? Infinity : (what.place.width + ROOM) / style(element).size
      const { column: of, place, shown, chosen } = what
      element.style.setProperty('--width', `${place.width}px`)
      head.lastChild.hidden = false
      head.lastChild.hidden = head.scrollWidth > place.width + ROOM
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

const underBars = (t, passes) => (passes ? fill(t.cloud, { n: passes.rows.length }) : t.sum)

function sized(canvas, { width, height }) {
  canvas.style.width = `${width}px`
  canvas.style.height = height === null ? '100%' : `${height}px`
}

function drawValues(g, { column, place, shown, answer, out, passes }, { width, height, look }, bars) {
  const { of, font, size } = look
  if (!bars) {
    paint.tiles(g, { values: column.values, size: column.size, at: place.values, end: column.largest, shown: shown.values, of })
    const gone = passes ? passes.out.get(column.layer)?.[passes.now] : out
    if (gone && shown.values) paint.out(g, gone, { size: column.size, at: place.values, of })
    return
  }
  const values = passes ? passes.whole : answer.probabilities
  const given = { values: shown.values ? values : values.map(() => 0), label: answer.label, best: ranked(values)[0] }
  paint.bars(g, { ...given, rows: shown.values ? passes?.rows : null, labels: answer.of.network.classes, width, height, size, font, of })
}

function drawGradients(g, { column, place, shown, answer }, { width, height, look }, bars) {
  const { of, font, size } = look
  const { gradients: values, largest_gradient: end } = column
  if (!bars) return paint.tiles(g, { values, size: column.size, at: place.values, end, shown: shown.gradients, of })
  const say = v => (v > 0 ? '+' : '') + (Math.abs(v) < 0.095 ? write.number(v, 1) : write.fixed(v))
  paint.signedBars(g, { values: [...answer.logitGradients], width, height, size, font, of, say, shown: shown.gradients })
}

/** Weights, their gradients, and the norm of each unit's gradient, or of all. */
function below({ element, canvas, now, t, bus, layer }) {
  const draw = key => (g, { look }) => {
    const { column, place, shown, unit } = now.what
    const { weights } = column
    paint.weights(g, weights[key], {
      size: weights.size,
      place: place.weights,
      end: largest(weights[key]), // of the means that are shown
      shown: key === 'values' || shown.gradients,
      of: look.of,
      chosen: weights.tiled ? unit : null,
    })
  }
  const both = [canvas('weights', draw('values')), canvas('slopes', draw('gradients'))]
  const norms = element.appendChild(made('p', 'norms'))
  for (const { element: c } of both) {
    c.title = fill(t.pick, { layer })
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
      const room = weights.tiled ? (place.weights.pitch - 5) / style(norms).size : Infinity
      const each = weights.tiled ? [...weights.norms].slice(0, place.weights.count) : [weights.norm]
      const texts = each.map(norm => (shown.gradients ? brief(norm, room) : NOTHING))
      norms.replaceChildren(...texts.map((text, i) => made(weights.tiled && i === unit ? 'b' : 'span', '', text)))
    },
  }
}

