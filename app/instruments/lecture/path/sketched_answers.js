// The answers as branches of the curve that is veiled: each a dashed line with its number, which is a choice too. They are sketches and
// nobody's data, so only the eye and the pointer meet them; who listens to the page has the same choices in the band.
import { tabKeys, tabState } from '../../kit/bus.js'
import { createElement, createSvgElement } from '../../kit/element.js'
import { monotoneCurve } from '../../kit/line_path.js'
import { createPlot, dots, lineThrough, showPlot } from '../../kit/plot.js'
import { plotOf } from '../mask.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const APART = 6 // px between two numbers
const PLACES = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] // of the way along the branches, where their numbers may stand
const [EARLY, MIDDLE] = [0.3, 0.5] // the first of them after the reveal, where the tab's own number stands at the end; and before it
const ROOM = 12 // numbers that a plot is wide in which they and the tab's own have room

/** The height of a line [[x, y], …] at x; at its ends where it does not reach so far. */
function heightAt(line, x) {
  const k = line.findIndex(([to]) => to >= x)
  if (k <= 0) return line.at(k)[1]
  const [[x0, y0], [x1, y1]] = [line[k - 1], line[k]]
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
}

const leastGap = ys => Math.min(...[...ys].sort((a, b) => a - b).map((y, i, all) => (i ? y - all[i - 1] : Infinity)))

/** At least `step` between any two, in the same order: from the middle one outwards. */
function spreadApart(ys, step) {
  const order = ys.map((_, i) => i).sort((a, b) => ys[a] - ys[b])
  const put = [...ys]
  const middle = (order.length - 1) >> 1
  for (let k = middle + 1; k < order.length; k++) put[order[k]] = Math.max(put[order[k]], put[order[k - 1]] + step)
  for (let k = middle - 1; k >= 0; k--) put[order[k]] = Math.min(put[order[k]], put[order[k + 1]] - step)
  return put
}

/** Where the numbers of lines stand, `size` px large: on their lines, at the first place from `first` on where they are clear of each other. → [[x, y], …] */
export function numbers(lines, size, first = MIDDLE) {
  const [from, to] = [Math.min(...lines.map(line => line[0][0])), Math.max(...lines.map(line => line.at(-1)[0])) - size / 2]
  const tries = PLACES.filter(part => part >= first)
    .map(part => from + part * (to - from))
    .map(x => ({ x, ys: lines.map(line => heightAt(line, x)) }))
  const widest = tries.reduce((most, one) => (leastGap(one.ys) > leastGap(most.ys) ? one : most))
  const { x, ys } = tries.find(one => leastGap(one.ys) >= size + APART) ?? widest
  return spreadApart(ys, size + 1).map(y => [x, y])
}

/** The plot under the sketches, without its margins. */
const plotUnder = ([left, right, bottom, top], { width, height }) =>
  createPlot({
    width,
    height,
    size: 0,
    margin: { left: 0, right: 0, top: 0, bottom: 0 },
    x: { low: left, high: right },
    y: { low: bottom, high: top },
  })

/** Sketches in the units of a plot as smooth lines in its px. */
export function toPixelLines(sketches, scale, box) {
  const { x, y } = plotUnder(scale, box)
  return sketches.map(points => monotoneCurve(points).map(([a, b]) => [x(a), y(b)]))
}

/** The lines, and where they begin: the mask lies over half of the curve's own last point. `shown`: [{ sketch, k: its choice }] */
function picture(shown, { scale, box, dot }) {
  const svg = createSvgElement('svg')
  const plot = plotUnder(scale, box)
  const lines = shown.flatMap(({ sketch, k }) => {
    const made = lineThrough(plot, monotoneCurve(sketch), '')
    for (const line of made) line.dataset.choice = k
    return made
  })
  showPlot(svg, plot, [...lines, ...(dot ? shown.flatMap(({ sketch }) => dots(plot, [sketch[0]], dot, '')) : [])])
  return svg
}

/**
 * The number of an answer, which chooses it.
 * @param {number} k
 * @param {number[]} at
 * @param {boolean} disabled
 * @param {(k: number) => void} choose
 */
function numberButton(k, [x, y], disabled, choose) {
  const button = createElement('button', { type: 'button', tabIndex: -1, textContent: String(k), disabled, onclick: () => choose(k) })
  button.dataset.choice = String(k)
  Object.assign(button.style, { left: `${x}px`, top: `${y}px` })
  return button
}

/** The stop that is open, where nothing hides it and it has sketches, or null. */
function sketchedStop(get) {
  const one = get('stops')?.[get('at')]
  const hidden = get('away') || get('navigating') || get('overview') || get('ended')
  return !hidden && one?.guess?.choices.some(({ sketch }) => sketch) ? one : null
}

/**
 * Draws while a stop has sketches. → where: () => DOMRect of the plot under them, or null
 * @param {Pick<Instrument, '$' | 'bus'> & Record<string, any>} parts
 */
export function createSketchedAnswers({ $, bus, lecture }) {
  const place = $('.branches')
  const { get } = tabState(bus, 'lecture')
  let frame = 0
  let box = null
  let drawn = ''
  let brought = false
  /** The plot moves with the page, the window and the type, so it is looked for in every frame. */
  function follow() {
    const one = sketchedStop(get)
    frame = one ? requestAnimationFrame(follow) : 0
    const plot = one && plotOf(one.guess.veil)
    box = plot?.box ?? null
    place.hidden = !plot
    if (plot) put(one, plot)
    else brought = false
  }
  function put(one, { element, scale }) {
    const { left, top, width, height } = box
    const revealed = get('phase') === 'revealed'
    if (!revealed && !brought) element.scrollIntoView() // on a page that scrolls: nobody guesses at a curve that is further down
    brought = !revealed
    place.classList.toggle('revealed', revealed)
    Object.assign(place.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` })
    const size = parseFloat(getComputedStyle(place).getPropertyValue('--chip'))
    const now = JSON.stringify([one.id, revealed, width, height, size, scale])
    if (now !== drawn) paint(one.guess, { revealed, size, scale })
    drawn = now
  }
  function paint({ choices, right }, { revealed, size, scale }) {
    const numbered = choices.map(({ sketch }, i) => ({ sketch, k: i + 1 }))
    const shown = numbered.filter(({ sketch, k }) => sketch && !(revealed && k === right)) // what is right is there as it is
    const lines = toPixelLines(
      shown.map(({ sketch }) => sketch),
      scale,
      box,
    )
    const named = lines.length && (!revealed || box.width > ROOM * size)
    const chips = named
      ? numbers(lines, size, revealed ? EARLY : MIDDLE).map((at, i) => numberButton(shown[i].k, at, revealed, k => lecture.reveal(k)))
      : []
    place.replaceChildren(picture(shown, { scale, box, dot: revealed ? 0 : size / 6 }), ...chips)
  }
  bus.on(tabKeys('lecture', 'stops', 'at', 'phase', 'away', 'navigating', 'overview', 'ended'), () => {
    if (!frame) follow()
  })
  return () => box
}
