// A filter as a picture: its three planes as red, green and blue, or one plane in the colours of the scale. Pure but for the canvas.
import { colours, scaleIndex } from '../kit/colour.js'
import { imageOf, theme } from '../kit/canvas.js'

const pack = (r, g, b) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0
const level = v => Math.round(Math.min(255, Math.max(0, 127.5 + 127.5 * v)))

/** planes: [Float32Array], 1 or 3; `end`: the weight at which the scale ends. → packed colours. */
export function pixelsOf(planes, end, of = theme()) {
  const [first] = planes
  const part = v => (end > 0 ? v / end : 0)
  if (planes.length === 3) return Uint32Array.from(first, (_, i) => pack(...planes.map(plane => level(part(plane[i])))))
  const table = colours(of)
  return Uint32Array.from(first, v => table[scaleIndex(v, end)])
}

/**
 * Draws it into a box, cell by cell.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} ctx
 * @param {any[]} planes
 * @param {number[]} size [rows, columns]
 * @param {number} end of the scale
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
export function drawFilter(ctx, planes, [rows, columns], end, x, y, width, height) {
  ctx.imageSmoothingEnabled = false
  ctx.drawImage(imageOf(pixelsOf(planes, end), columns, rows), x, y, width, height)
}

/** The planes of tile `unit` of an answer to `cnn/filter_tiles`, as views. */
export function planesOfTile({ tiles, size: [, planes, rows, columns] }, unit) {
  const each = rows * columns
  return Array.from({ length: planes }, (_, p) => tiles.subarray((unit * planes + p) * each, (unit * planes + p + 1) * each))
}
