// A chart under a hand: drawn anew when it gets another size, and read point by point with a pointer or the arrow keys.
import { bus } from './bus.js'
import { styleOf } from './canvas.js'
import { nearestValue } from './plot_scale.js'

/** @typedef {import('./plot.js').Plot} Plot */
/** @typedef {{ width: number, height: number, size: number, line: number }} Room px of a figure, of its text and of a line of it */

/**
 * Calls `draw` whenever the SVG gets a size, another size or type, and when it is asked to. In a hidden tab it has no size, and nothing is drawn.
 * @param {SVGSVGElement} svg
 * @param {(room: Room) => void} draw
 * @returns {() => void} asks for one more drawing in the next frame
 */
export function fitPlot(svg, draw) {
  let due = 0
  const soon = () => {
    due ||= requestAnimationFrame(() => {
      due = 0
      const { clientWidth: width, clientHeight: height } = svg
      const { size, line } = styleOf(svg)
      if (width && height) draw({ width, height, size, line })
    })
  }
  new ResizeObserver(soon).observe(svg)
  bus.on('theme', soon)
  return soon
}

/** @param {KeyboardEvent} event */
const plain = event => !event.ctrlKey && !event.altKey && !event.metaKey

/**
 * Where a key leads from the i-th of `count` stops; null for every other key. From nowhere an arrow leads to an end.
 * @param {string} key
 * @param {number} i −1: none is read
 * @param {number} count
 * @returns {number | null}
 */
export function stopAfter(key, i, count) {
  if (!count) return null
  const [back, forth] = i < 0 ? [count - 1, 0] : [i - 1, i + 1]
  const to = { ArrowLeft: back, ArrowDown: back, ArrowRight: forth, ArrowUp: forth, Home: 0, End: count - 1 }[key]
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to))
}

/**
 * Lets a chart be read: pointing at it, or dragging along it, puts the nearest stop, and arrows, Home and End walk from stop to stop.
 * @param {HTMLElement | SVGElement} element as wide as the figure; what hears keys has a tabindex
 * @param {object} given
 * @param {() => Plot | null} given.plot as it is drawn
 * @param {() => number[]} given.stops values of x that can be read, in order
 * @param {() => number | null} given.at the one that is read
 * @param {(stop: number | null) => void} given.put null: nothing is pointed at any more
 * @param {boolean} [given.drag] a stop is chosen by pressing and stays; else it is shown while somebody points
 */
export function bindReading(element, { plot, stops, at, put, drag = false }) {
  /** @param {PointerEvent} event */
  const follow = event => {
    const drawn = plot()
    const stop = drawn && nearestValue(drawn.x, stops(), event.clientX - element.getBoundingClientRect().left)
    if (stop !== null) put(stop)
  }
  /** @param {(event: any) => void} hear @param {string[]} names */
  const on = (hear, ...names) => names.forEach(name => element.addEventListener(name, hear))
  on(event => {
    if (drag) element.setPointerCapture(event.pointerId)
    follow(event)
  }, 'pointerdown')
  on(event => (!drag || event.buttons) && follow(event), 'pointermove')
  if (!drag) on(() => put(null), 'pointerleave', 'blur')
  on(event => {
    const all = stops()
    const now = at()
    const to = plain(event) ? stopAfter(event.key, now === null ? -1 : all.indexOf(now), all.length) : null
    if (to === null) return
    event.preventDefault()
    put(all[to])
  }, 'keydown')
}
