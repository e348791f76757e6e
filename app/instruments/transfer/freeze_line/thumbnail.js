// One map of a layer, or the picture itself, on a small canvas.
import { colours, coloursOfCodes, scaleIndex, reach } from '../../kit/colour.js'
import { paintPicture, imageOf, theme, contextOf } from '../../kit/canvas.js'

/** Weights [class, feature] of a head on a canvas: a row for each class, blue below zero and orange above. */
export function weights(canvas, { values, shape: [rows, columns] }) {
  const side = Math.round(canvas.clientWidth * (devicePixelRatio || 1))
  if (!side) return
  Object.assign(canvas, { width: side, height: side })
  const table = colours(theme())
  const end = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
  const ctx = contextOf(canvas)
  ctx.imageSmoothingEnabled = columns > side
  ctx.drawImage(
    imageOf(
      Uint32Array.from(values, v => table[scaleIndex(v, end)]),
      columns,
      rows,
    ),
    0,
    0,
    side,
    side,
  )
}

/** Into a square as large as the canvas is on the screen; a vector becomes a block as square as it can be. */
export function thumbnail(canvas, layer) {
  const side = Math.round(canvas.clientWidth * (devicePixelRatio || 1))
  if (!side) return
  if (layer.picture) {
    const { values, shape } = layer.picture
    return paintPicture(canvas, shape[2] === 1 ? values.map(v => 255 - v) : values, shape)
  }
  if (canvas.width !== side || canvas.height !== side) Object.assign(canvas, { width: side, height: side })
  const { values, shape } = layer.thumbnail
  const [rows, columns] = shape
  if (!rows || !columns) return
  const table = coloursOfCodes(colours(theme()), layer.low, layer.step, reach(layer.low, layer.low + 255 * layer.step))
  const ctx = contextOf(canvas)
  const k = Math.min(side / columns, side / rows)
  const [width, height] = [columns, rows].map(n => Math.max(1, Math.round(n * k)))
  ctx.clearRect(0, 0, side, side)
  ctx.imageSmoothingEnabled = k < 1
  const painted = imageOf(
    Uint32Array.from(values, code => table[code]),
    columns,
    rows,
  )
  ctx.drawImage(painted, (side - width) >> 1, (side - height) >> 1, width, height)
}
