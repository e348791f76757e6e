// The window in the hand: dragged on the picture, pointed at on what comes of it, moved by arrows.
import { nearest } from '../settings.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const ARROWS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }
const FAR = 10 // steps with Shift

/** Where on a picture of `size` cells a pointer is, [y, x] in cells, kept inside. */
function under(canvas, event, [height, width]) {
  const box = canvas.getBoundingClientRect()
  const inside = (v, most) => Math.min(most - 1e-6, Math.max(0, v))
  const [y, x] = [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width]
  return [inside(y * height, height), inside(x * width, width)]
}

/**
 * Presses and drags: `cell(event)` gives the result cell. `hover`: pointing is enough to look.
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 */
function follow(canvas, { cell, bus, hover }) {
  let held = false
  canvas.addEventListener('pointerdown', event => {
    if (event.button || !bus.get('convolve.done')) return
    event.preventDefault()
    canvas.focus({ preventScroll: true })
    canvas.setPointerCapture(event.pointerId)
    held = true
    bus.set('convolve.pointed', null)
    bus.set('convolve.window', cell(event))
  })
  canvas.addEventListener('pointermove', event => {
    if (!bus.get('convolve.done')) return
    if (held) bus.set('convolve.window', cell(event))
    else if (hover && event.pointerType === 'mouse') bus.set('convolve.pointed', cell(event))
  })
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) canvas.addEventListener(name, () => (held = false))
  canvas.addEventListener('pointerleave', () => {
    if (!held) bus.set('convolve.pointed', null)
  })
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Bus} bus
 */
function keys(canvas, bus) {
  canvas.addEventListener('keydown', event => {
    const done = bus.get('convolve.done')
    if (!done || event.ctrlKey || event.altKey || event.metaKey) return
    const [height, width] = done.result.size
    const [row, col] = bus.get('convolve.at')
    const far = event.shiftKey ? FAR : 1
    const by = ARROWS[event.key]?.map(v => v * far) ?? { Home: [0, -width], End: [0, width] }[event.key]
    if (!by) return
    const inside = (v, most) => Math.min(most - 1, Math.max(0, v))
    bus.set('convolve.pointed', null)
    bus.set('convolve.window', [inside(row + by[0], height), inside(col + by[1], width)])
    event.preventDefault()
    event.stopPropagation()
  })
}

/**
 * @param {any} $
 * @param {Bus} bus
 */
export function bindPointer($, bus) {
  const done = () => bus.get('convolve.done')
  const whole = at => at.map(Math.floor)
  const picture = $('.in canvas')
  follow(picture, { bus, hover: false, cell: event => nearest(under(picture, event, done().size), done(), done().result.size) })
  for (const part of ['result', 'relu']) {
    const canvas = $(`.${part} canvas`)
    follow(canvas, { bus, hover: true, cell: event => whole(under(canvas, event, done().result.size)) })
  }
  const pooled = $('.pooled canvas')
  follow(pooled, { bus, hover: true, cell: event => origin(done(), whole(under(pooled, event, done().pooled.size))) })
  keys(picture, bus)
}

/** The result cell that a pooled cell came from: the one that won; of an average, the first of its window. */
export function origin({ pooled, pooling, result }, [row, col]) {
  const winner = pooled.winners[row * pooled.size[1] + col]
  const width = result.size[1]
  return winner < 0 ? [row * pooling.size, col * pooling.size] : [Math.floor(winner / width), winner % width]
}
