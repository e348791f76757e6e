// A kernel as a small picture of its weights.
import { reach, colours, scaleIndex } from '../../kit/colour.js'
import { imageOf, theme, contextOf } from '../../kit/canvas.js'
import { range } from '../convolution.js'

/** Paints weights [rows · columns] as large as the canvas is, cell by cell; `end` is where the colours end. */
export function paintKernel(canvas, weights, [rows, columns], end = endOf([weights])) {
  const ratio = devicePixelRatio || 1
  const side = Math.round(canvas.clientWidth * ratio)
  if (!side) return
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side
  const table = colours(theme())
  const ctx = contextOf(canvas)
  const k = side / Math.max(rows, columns)
  ctx.clearRect(0, 0, side, side)
  ctx.imageSmoothingEnabled = false
  const pixels = Uint32Array.from(weights, v => table[scaleIndex(v, end)])
  ctx.drawImage(imageOf(pixels, columns, rows), (side - columns * k) / 2, (side - rows * k) / 2, columns * k, rows * k)
}

/** The largest weight of several kernels, whatever its sign. */
export const endOf = list => Math.max(...list.map(range).map(({ minimum, maximum }) => reach(minimum, maximum)))
