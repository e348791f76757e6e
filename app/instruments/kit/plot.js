// Charts as SVG: a plot, and marks in the units of its axes. Every chart of the page is made of these; how they look is in plot.css. Pure but
// for the making of elements.
import { createSvgElement, createSvgText } from './element.js'
import { scaleOf, spreadApart } from './plot_scale.js'

/** @typedef {import('./plot_scale.js').Axis} Axis */
/** @typedef {import('./plot_scale.js').Scale} Scale */
/** @typedef {readonly number[]} Point [x, y] in the units of the axes */
/** @typedef {SVGElement | SVGElement[]} Mark */

/**
 * @typedef {object} Plot
 * @property {number} width px of the whole figure
 * @property {number} height
 * @property {number} size px of its text
 * @property {number} left px: the place of the values
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 * @property {Scale} x
 * @property {Scale} y
 */

const TICK = 6 // px between the plot and the numbers beside it
const HALF = 0.35 // of the size of text: from its middle down to the line that it stands on
const UNDER = 1.3 // sizes of text from the plot down to the line of the numbers under it
const LETTER = 0.56 // of the size of text, about

/** @param {number} v px */
const px = v => Math.round(v * 100) / 100

/** @param {Plot} plot @param {readonly Point[]} points @returns {[number, number][]} px, without points that have no place */
const placesOf = ({ x, y }, points) =>
  points
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
    .map(([a, b]) => /** @type {[number, number]} */ ([px(x(a)), px(y(b))]))
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))

/** @param {[number, number][]} places */
const pathThrough = places => places.map((place, i) => `${i ? 'L' : 'M'}${place.join(' ')}`).join('')

/**
 * The place of a chart's values, and its axes.
 * @param {object} given
 * @param {number} given.width px of the whole figure
 * @param {number} given.height
 * @param {number} given.size px of its text
 * @param {{ left: number, right: number, top: number, bottom: number }} given.margin px around the values
 * @param {Axis} given.x
 * @param {Axis} given.y
 * @returns {Plot}
 */
export function createPlot({ width, height, size, margin, x, y }) {
  const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom]
  const across = scaleOf(x, left + (x.inset ?? 0), right)
  return { width, height, size, left, right, top, bottom, x: across, y: scaleOf(y, bottom - (y.inset ?? 0), top) }
}

/**
 * Puts marks into an SVG, from the back to the front.
 * @param {SVGSVGElement} svg
 * @param {{ width: number, height: number }} plot
 * @param {Mark[]} marks
 * @param {string} [said] what the chart shows, in words, where its name does not say it
 */
export function showPlot(svg, { width, height }, marks, said = '') {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.classList.add('chart')
  svg.replaceChildren(...(said ? [createSvgElement('desc', {}, said)] : []), ...marks.flat())
}

/**
 * A level line for each number of the upright axis, which stands left of it.
 * @param {Plot} plot
 * @param {readonly number[]} ticks
 * @param {(v: number) => string} write the number in the visitor's language, with its unit where that is said there
 * @returns {SVGElement[]}
 */
export function levels(plot, ticks, write) {
  const { left, right, size, y } = plot
  return ticks.flatMap(v => [
    createSvgElement('line', { x1: left, y1: px(y(v)), x2: right, y2: px(y(v)), class: 'rule' }),
    createSvgText(left - TICK, px(y(v) + HALF * size), write(v), 'quiet', 'end'),
  ])
}

/**
 * The numbers under a plot. One that would reach over the edge of the figure stands inside it.
 * @param {Plot} plot
 * @param {readonly number[]} ticks
 * @param {(v: number) => string} write
 * @param {number | null} [chosen] the one that is read, in bold
 * @returns {SVGElement[]}
 */
export function columns({ width, bottom, size, x }, ticks, write, chosen = null) {
  return ticks.map(v => {
    const words = write(v)
    const half = (LETTER * size * words.length) / 2
    const [at, anchor] = x(v) + half > width ? [width, 'end'] : x(v) - half < 0 ? [0, 'start'] : [x(v), 'middle']
    return createSvgText(
      px(at),
      px(bottom + UNDER * size),
      words,
      v === chosen ? 'bold' : 'quiet',
      /** @type {'start' | 'middle' | 'end'} */ (anchor),
    )
  })
}

/**
 * An upright line at each number of the axis under the plot.
 * @param {Plot} plot
 * @param {readonly number[]} ticks
 */
export const rules = (plot, ticks) => ticks.map(v => upright(plot, v, 'rule'))

/**
 * What the axis under a plot says, below its numbers or, with `beside`, between them: nearer to the first, which is the shorter one.
 * @param {Plot} plot
 * @param {string} words with the unit
 * @param {boolean} [beside]
 */
export const axisName = ({ left, right, bottom, size }, words, beside = false) =>
  createSvgText(px((left + right - (beside ? size : 0)) / 2), px(bottom + (beside ? UNDER : 2 * UNDER) * size), words, 'quiet', 'middle')

/**
 * A line through points; those without a place are left out, and so is a line through none.
 * @param {Plot} plot
 * @param {readonly Point[]} points
 * @param {string} className
 */
export const lineThrough = (plot, points, className) => {
  const places = placesOf(plot, points)
  return places.length ? [createSvgElement('path', { class: `polyline ${className}`, d: pathThrough(places) })] : []
}

/**
 * What lies between two lines.
 * @param {Plot} plot
 * @param {readonly Point[]} one
 * @param {readonly Point[]} other
 * @param {string} className
 */
export function areaBetween(plot, one, other, className) {
  const [forth, back] = [placesOf(plot, one), placesOf(plot, other).reverse()]
  if (forth.length < 2 || back.length < 2) return []
  return [createSvgElement('path', { class: `area ${className}`, d: `${pathThrough([...forth, ...back])}Z` })]
}

/**
 * A dot at each point that has a place.
 * @param {Plot} plot
 * @param {readonly Point[]} points
 * @param {number} r px
 * @param {string} className
 * @param {(i: number) => string} [said] what the i-th dot that is drawn says to who points at it
 */
export const dots = (plot, points, r, className, said) =>
  placesOf(plot, points).map(([cx, cy], i) =>
    createSvgElement('circle', { class: className, cx, cy, r: px(r) }, said ? createSvgElement('title', {}, said(i)) : null),
  )

/**
 * An upright line from the low to the high end of each value's interval.
 * @param {Plot} plot
 * @param {readonly (readonly [x: number, low: number, high: number])[]} intervals
 * @param {string} className
 */
export const errorBars = (plot, intervals, className) =>
  intervals.flatMap(([x, low, high]) => {
    const ends = placesOf(plot, [[x, low], [x, high]]) // prettier-ignore
    return ends.length === 2 ? [segment(ends[0], ends[1], className)] : []
  })

/**
 * Bars that stand on a level: from x to x, and as high as the value.
 * @param {Plot} plot
 * @param {readonly (readonly [from: number, to: number, value: number])[]} values
 * @param {(i: number) => string} className of the i-th
 * @param {number} [base] the level
 * @returns {SVGElement[]}
 */
export const bars = (plot, values, className, base = 0) =>
  values.flatMap(([from, to, value], i) => {
    const ends = placesOf(plot, [[from, base], [to, value]]) // prettier-ignore
    if (ends.length < 2) return []
    const [[x0, y0], [x1, y1]] = ends
    const box = { x: Math.min(x0, x1), y: Math.min(y0, y1), width: px(Math.abs(x1 - x0)), height: px(Math.abs(y1 - y0)) }
    return [createSvgElement('rect', { ...box, class: className(i) })]
  })

/** @param {readonly [number, number]} from px @param {readonly [number, number]} to px @param {string} className */
const segment = ([x1, y1], [x2, y2], className) =>
  createSvgElement('line', { x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2), class: className })

/**
 * A line from point to point.
 * @param {Plot} plot
 * @param {Point} from
 * @param {Point} to
 * @param {string} className
 */
export const stroke = ({ x, y }, from, to, className) => segment([x(from[0]), y(from[1])], [x(to[0]), y(to[1])], className)

/**
 * A level line over the whole plot: what is compared with.
 * @param {Plot} plot
 * @param {number} value
 * @param {string} className
 */
export const level = ({ left, right, y }, value, className) => segment([left, y(value)], [right, y(value)], className)

/**
 * What a level line is, in words over its right end.
 * @param {Plot} plot
 * @param {number} value
 * @param {string} words
 */
export const levelName = ({ right, size, y }, value, words) =>
  createSvgText(px(right - 0.3 * size), px(y(value) - 0.3 * size), words, 'quiet', 'end')

/**
 * An upright line over the whole plot: what is read, or where something happened.
 * @param {Plot} plot
 * @param {number} value
 * @param {string} className
 * @param {number} [beyond] px that it is longer at both ends
 */
export const upright = ({ top, bottom, x }, value, className, beyond = 0) =>
  segment([x(value), top - beyond], [x(value), bottom + beyond], className)

/**
 * Marks as far as they lie in the plot's width and not below it or above the figure: for lines that leave it.
 * @param {Plot} plot
 * @param {SVGElement[]} marks
 */
export function clipped({ left, right, bottom }, marks) {
  const [width, height] = [px(right - left), px(bottom + 2)] // the lowest line is whole
  return createSvgElement('svg', { x: px(left), y: 0, width, height, viewBox: `${px(left)} 0 ${width} ${height}` }, ...marks)
}

/**
 * Words at a height of the plot, moved apart where two would lie on each other: the names of lines, at their ends.
 * @param {Plot} plot
 * @param {readonly { x: number, y: number, words: string, className: string, value?: string }[]} list px; `value` stands before the words, in bold
 * @param {number} row px from one to the next
 * @returns {SVGElement[]}
 */
export function endNames({ top, bottom, size }, list, row) {
  const places = spreadApart(list.map(({ y }) => y), row, [top, bottom]) // prettier-ignore
  return list.map(({ x, words, className, value }, i) =>
    createSvgElement(
      'text',
      { x: px(x), y: px(places[i] + HALF * size), class: `end ${className}`, 'text-anchor': 'start' },
      value ? createSvgElement('tspan', { class: 'bold' }, value) : null,
      words,
    ),
  )
}
