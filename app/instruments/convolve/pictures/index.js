// The whole of a convolution: the picture, the rule of its size, the result, its ReLU and its pooling, each cell of one size on the screen.
import { paintColourBar, placeAlong } from '../../kit/colour_bar.js'
import { createElement } from '../../kit/element.js'
import { reach } from '../../kit/colour.js'
import { radioGroup } from '../../kit/radio_group.js'
import { startConvolve } from '../controller.js'
import { corner } from '../settings.js'
import { fitCanvas } from '../../kit/canvas.js'
import { write as numbers } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { tooltip } from '../../kit/tooltip.js'
import { paintConnectors } from './connectors.js'
import { bindPointer } from './pointer.js'
import { paintLevels, paintPlane } from './plane.js'
import { rule } from './conv_settings.js'
import { scaleOf, windowOn } from './scale.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SIDE = 224 // units of a picture's place
const FINE = 2 // px of a cell: larger ones keep their edges

/** The four pictures, each cell as large as in the others. → paint(done, unit, anew) → px a cell; `anew`: the colours are others */
function pictures($) {
  const parts = Object.fromEntries(['in', 'result', 'relu', 'pooled'].map(part => [part, $(`.${part} canvas`)]))
  const size = (canvas, [height, width], scale) => {
    const [w, h] = [`${width * scale}px`, `${height * scale}px`]
    if (canvas.style.width === w && canvas.style.height === h) return
    Object.assign(canvas.style, { width: w, height: h })
    canvas.classList.toggle('fine', scale < FINE && scale * devicePixelRatio !== 1)
  }
  let shown = null
  return (done, unit, anew) => {
    const scale = scaleOf(done.size, [done.size, done.result.size], unit)
    const end = reach(done.minimum, done.maximum)
    if (anew || shown !== done.bytes) paintLevels(parts.in, done.bytes, done.size)
    shown = done.bytes
    size(parts.in, done.size, scale)
    for (const [part, plane] of [
      ['result', done.result],
      ['relu', done.rectified],
      ['pooled', done.pooled],
    ]) {
      paintPlane(parts[part], plane, end)
      size(parts[part], plane.size, scale)
    }
    return scale
  }
}

/** Captions under the pictures: their sizes, and the chosen cell. → show(done, [row, column]) */
function captions($, t) {
  const made = tag => createElement(tag)
  const places = {}
  for (const part of ['in', 'result', 'relu', 'pooled']) {
    places[part] = [made('b'), made('span')]
    $(`.${part} figcaption`).append(places[part][0], ' ', places[part][1])
  }
  const write = (place, text) => {
    if (place.textContent !== text) place.textContent = text
  }
  /**
   * @param {string} part
   * @param {number[]} size
   * @param {string} rest
   */
  const put = (part, [height, width], rest) => {
    write(places[part][0], `${height} × ${width}`)
    write(places[part][1], rest)
  }
  return (done, at) => {
    const place = (/** @type {number[]} */ [row, column]) =>
      fillTemplate(t.place, { row: numbers.count(row), column: numbers.count(column) })
    put('in', done.size, place(corner(at, done.rule)))
    put('result', done.result.size, place(at))
    put('relu', done.result.size, fillTemplate(t.zeros_now, { n: numbers.fixed((100 * done.quiet) / done.result.values.length, 0) }))
    put('pooled', done.pooled.size, '')
  }
}

/** The scale that all pictures share, with a tick at the chosen value. → show({ minimum, maximum }, value) */
function legend($, $$, t) {
  let signed = true
  const paint = fitCanvas($('.bar'), (ctx, width, height, ratio) => {
    paintColourBar(ctx, width, height, ratio, signed)
  })
  tooltip($('.legend .word'), t.one_scale_help)
  return ({ minimum, maximum }, value) => {
    const end = reach(minimum, maximum)
    if (signed !== minimum < 0) {
      signed = minimum < 0
      paint()
    }
    const [left, middle, right] = $$('.ends span')
    left.textContent = signed ? numbers.number(-end, 2) : '0'
    middle.textContent = signed ? '0' : numbers.number(end / 2, 2)
    right.textContent = `${signed ? '+' : ''}${numbers.number(end, 2)}`
    $('.tick').style.left = placeAlong(end > 0 ? value : 0, end || 1, signed)
  }
}

/**
 * Where everything stands that is tied together, measured only when it may have moved: measuring makes the browser lay out the page.
 * @param {any} $
 * @param {Bus} bus
 */
function measureLayout($, bus) {
  const svg = $('.fans')
  const parts = Object.fromEntries(['in', 'result', 'relu', 'pooled'].map(part => [part, $(`.${part} canvas`)]))
  let measured = ''
  let places = null
  return (done, scale, version) => {
    const figures = bus.get('convolve.figures')
    const key = [scale, done.size, done.result.size, done.pooled.size, Object.values(figures ?? {}), version].join()
    if (key === measured) return places
    measured = key
    const home = svg.getBoundingClientRect()
    const at = box => ({ x: box.left - home.left, y: box.top - home.top })
    const [left, top] = [home.left + scrollX, home.top + scrollY]
    places = {
      from: Object.fromEntries(Object.entries(parts).map(([part, canvas]) => [part, at(canvas.getBoundingClientRect())])),
      figure: name => (figures ? [figures[name][0] - left, figures[name][1] - left, figures[name][2] - top] : null),
    }
    return places
  }
}

/**
 * Frames and lines, from the numbers of the chosen cell above to its places in the pictures below. → connect(done, [row, column], scale, version)
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 */
function bindConnectors({ $, bus }) {
  const svg = $('.fans')
  const measure = measureLayout($, bus)
  return (/** @type {any} */ done, /** @type {number[]} */ [row, col], /** @type {number} */ scale, /** @type {number} */ version) => {
    const { from, figure } = measure(done, scale, version)
    const moved = ({ x, y, ...rest }, by) => ({ ...rest, x: x + by.x, y: y + by.y })
    /**
     * @param {string} part
     * @param {number[]} place
     */
    const cell = (part, [y, x]) => moved({ x: x * scale, y: y * scale, width: scale, height: scale }, from[part])
    const { taps, ...window } = windowOn([row, col], done.rule, [done.kernel.rows, done.kernel.columns], scale)
    const { size } = done.pooling
    const pooled = [row, col].map((v, axis) => Math.min(done.pooled.size[axis] - 1, Math.floor(v / size)))
    paintConnectors(svg, {
      patch: { figure: figure('patch'), box: moved(window, from.in), taps: taps.map(tap => moved(tap, from.in)) },
      sum: { figure: figure('sum'), box: cell('result', [row, col]) },
      relu: { figure: figure('relu'), box: cell('relu', [row, col]) },
      pool: { figure: figure('pool'), box: cell('pooled', pooled) },
    })
  }
}

/** @param {Instrument} parts */
export function mount({ $, $$, t, bus }) {
  startConvolve(bus)
  const paintPictures = pictures($)
  const showCaptions = captions($, t)
  const showLegend = legend($, $$, t)
  const connect = bindConnectors({ $, bus })
  const showRule = rule($, t, bus)
  const showKind = radioGroup($('.kind'), value => bus.set('convolve.pooling', { ...bus.get('convolve.pooling'), kind: value }))
  bindPointer($, bus)
  let unit = 0 // px of a picture's place, divided by SIDE
  let scale = 0 // px a cell
  let version = 0 // of the layout
  function showCell() {
    const done = bus.get('convolve.done')
    const at = bus.get('convolve.at')
    if (!done || !at || !scale) return
    showCaptions(done, at)
    showLegend(done, done.result.values[at[0] * done.result.size[1] + at[1]])
    connect(done, at, scale, version)
  }
  function showResult(anew = true) {
    const done = bus.get('convolve.done')
    if (!done || !unit) return
    scale = paintPictures(done, unit, anew)
    showRule(done)
    showKind(done.pooling.kind)
    showCell()
  }
  bus.on('convolve.done', () => showResult(false))
  bus.on(['convolve.at', 'convolve.figures'], showCell)
  const moved = f => {
    version++
    f()
  }
  bus.on('theme', () => requestAnimationFrame(() => moved(showResult)))
  new ResizeObserver(([{ contentRect }]) => {
    unit = contentRect.width / SIDE
    moved(showResult)
  }).observe($('.in .box'))
  new ResizeObserver(() => moved(showCell)).observe($('.fans')) // what is above may have grown
}
