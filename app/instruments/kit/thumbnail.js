// A layer's thumbnail: one map, or a vector as a block, on a small square canvas.
import { contextOf, imageOf, theme } from './canvas.js'
import { colours, coloursOfCodes, reach } from './colour.js'

/** @typedef {import('./types.js').SeenLayer} SeenLayer */

/**
 * The canvas gets as many pixels as its place on the screen has. → its side in pixels, 0 where it has no place
 * @param {HTMLCanvasElement} canvas
 */
export function fitSquare(canvas) {
  const side = Math.round(canvas.clientWidth * (devicePixelRatio || 1))
  if (side && (canvas.width !== side || canvas.height !== side)) Object.assign(canvas, { width: side, height: side })
  return side
}

/**
 * Where a thumbnail of so many rows and columns stands on its canvas, in pixels: as large as the square holds, in the middle.
 * @param {number} side
 * @param {number[]} shape
 */
export function thumbnailPlace(side, [rows, columns]) {
  const scale = Math.min(side / columns, side / rows)
  const [width, height] = [columns, rows].map(cells => Math.max(1, Math.round(cells * scale)))
  return { scale, x: (side - width) >> 1, y: (side - height) >> 1, width, height }
}

/**
 * Codes of one byte in the colours of the layer's scale, on a square canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<SeenLayer, 'thumbnail' | 'low' | 'step'>} layer
 */
export function paintThumbnail(canvas, { thumbnail: { values, shape }, low, step }) {
  const [rows, columns] = shape
  const side = fitSquare(canvas)
  if (!side || !rows || !columns) return
  const table = coloursOfCodes(colours(theme()), low, step, reach(low, low + 255 * step))
  const at = thumbnailPlace(side, shape)
  const ctx = contextOf(canvas)
  ctx.clearRect(0, 0, side, side)
  ctx.imageSmoothingEnabled = at.scale < 1
  const image = imageOf(
    Uint32Array.from(values, code => table[code]),
    columns,
    rows,
  )
  ctx.drawImage(image, at.x, at.y, at.width, at.height)
}
