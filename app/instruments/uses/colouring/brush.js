// The brush on the grey picture: pointer, or arrows and Space.
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { fromText, toText, withDab } from './hints.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */

export const COLOURS = {
  sky: '6fa8dc', grass: '5f9a3c', sand: 'd2b48c', skin: 'd9a07c', brick: 'b5452f', yellow: 'e3c02d', violet: '8657b5', none: '808080',
} // prettier-ignore
const RADIUS = 0.03 // of the longer side
const STEP = 0.02

/**
 * Dabs go to the bus; `colour()` is the chosen one. → asks for another painting.
 * @param {HTMLCanvasElement} canvas
 * @param {Bus} bus
 * @param {() => string} colour
 */
export function bindBrush(canvas, bus, colour) {
  const at = { x: 0.5, y: 0.5, shown: false }
  const dab = () => {
    const longer = longerSide(canvas)
    const place = { x: (at.x * canvas.clientWidth) / longer, y: (at.y * canvas.clientHeight) / longer }
    bus.set('uses.hints', toText(withDab(fromText(bus.get('uses.hints')), { ...place, radius: RADIUS, colour: colour() })))
  }
  const soon = fitCanvas(canvas, (ctx, width, height) => paint(ctx, { canvas, at, width, height, bus }))
  bindPointer(canvas, at, dab)
  canvas.addEventListener('keydown', event => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0]
    if (event.key === ' ' || event.key === 'Enter') dab()
    else if (!dx && !dy) return
    event.preventDefault()
    Object.assign(at, { x: clamp(at.x + STEP * dx), y: clamp(at.y + STEP * dy) })
    soon()
  })
  for (const type of ['focus', 'blur'])
    canvas.addEventListener(type, () => {
      at.shown = canvas.matches(':focus-visible')
      soon()
    })
  bus.on('uses.hints', soon)
  return soon
}

/** @param {number} part */
const clamp = part => Math.min(1, Math.max(0, part))
/** @param {HTMLElement} element */
const longerSide = ({ clientWidth, clientHeight }) => Math.max(clientWidth, clientHeight) || 1

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ x: number, y: number }} at
 * @param {() => void} dab
 */
function bindPointer(canvas, at, dab) {
  let down = false
  const moved = (/** @type {PointerEvent} */ event) => {
    const box = canvas.getBoundingClientRect()
    Object.assign(at, { x: clamp((event.clientX - box.left) / box.width), y: clamp((event.clientY - box.top) / box.height) })
    if (down) dab()
  }
  canvas.addEventListener('pointerdown', event => {
    down = true
    canvas.setPointerCapture(event.pointerId)
    moved(event)
  })
  canvas.addEventListener('pointermove', moved)
  for (const type of ['pointerup', 'pointercancel']) canvas.addEventListener(type, () => (down = false))
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {{ canvas: HTMLCanvasElement, at: { x: number, y: number, shown: boolean }, width: number, height: number, bus: Bus }} parts
 */
function paint(ctx, { canvas, at, width, height, bus }) {
  const longer = Math.max(width, height)
  for (const { x, y, radius, colour } of fromText(bus.get('uses.hints'))) {
    ctx.fillStyle = `#${colour}`
    ctx.beginPath()
    ctx.arc(x * longer, y * longer, radius * longer, 0, 2 * Math.PI)
    ctx.fill()
  }
  if (!at.shown) return
  ctx.strokeStyle = styleOf(canvas).of('accent')
  ctx.lineWidth = 2
  ctx.beginPath()
  ctx.arc(at.x * width, at.y * height, RADIUS * longer, 0, 2 * Math.PI)
  ctx.stroke()
}
