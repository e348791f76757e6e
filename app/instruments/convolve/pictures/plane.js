// Planes of numbers as pictures, one pixel a cell.
import { colours, LAST, ZERO } from '../../kit/colour.js'
import { theme, contextOf } from '../../kit/canvas.js'

const kept = new WeakMap()
/** A canvas's own pixels, as many as [height, width]. */
function pixelsOf(canvas, [height, width]) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const ctx = contextOf(canvas)
  let image = kept.get(canvas)
  if (image?.width !== width || image.height !== height) kept.set(canvas, (image = ctx.createImageData(width, height)))
  return { g: ctx, image, pixels: new Uint32Array(image.data.buffer) }
}

/** Values by the colour law; `end` is where the scale ends. */
export function paintPlane(canvas, { values, size }, end) {
  const { g: ctx, image, pixels } = pixelsOf(canvas, size)
  const table = colours(theme())
  const k = end > 0 ? ZERO / end : 0
  for (let i = 0; i < values.length; i++) {
    const at = Math.round(ZERO + values[i] * k)
    pixels[i] = table[at < 0 ? 0 : at > LAST ? LAST : at]
  }
  ctx.putImageData(image, 0, 0)
}

/** One or three planes of levels 0 … 255: grey, or the three colours. */
export function paintLevels(canvas, planes, size) {
  const { g: ctx, image, pixels } = pixelsOf(canvas, size)
  const [red, green, blue] = planes.length === 3 ? planes : [planes[0], planes[0], planes[0]]
  for (let i = 0; i < pixels.length; i++) pixels[i] = ((255 << 24) | (blue[i] << 16) | (green[i] << 8) | red[i]) >>> 0
  ctx.putImageData(image, 0, 0)
}
