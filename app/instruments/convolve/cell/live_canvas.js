// Canvases that are painted at once when their data change, and again when their size does.
import { contextOf } from '../../kit/canvas.js'

const TOKENS = ['line', 'edge', 'ink', 'ink-2', 'accent', 'paper']

/** The page's colours and type as they are now, read once: painting a frame must not ask for them again. */
export function stylesOf(element) {
  const computed = getComputedStyle(element)
  const colours = Object.fromEntries(TOKENS.map(token => [token, computed.getPropertyValue(`--${token}`).trim()]))
  return { family: computed.fontFamily, size: parseFloat(computed.fontSize), of: token => colours[token] }
}

/** `draw(g, { width, height })` in CSS px. → a function that paints now, if there is room to. */
export function liveCanvas(canvas, draw) {
  let room = null
  const paint = () => {
    if (!room?.width) return
    const ratio = devicePixelRatio || 1
    const [w, h] = [Math.round(room.width * ratio), Math.round(room.height * ratio)]
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h })
    const ctx = contextOf(canvas)
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.clearRect(0, 0, room.width, room.height)
    draw(ctx, room)
  }
  new ResizeObserver(([{ contentRect }]) => {
    room = { width: contentRect.width, height: contentRect.height }
    paint()
  }).observe(canvas)
  return paint
}
