// One map of a layer, or the picture itself, on a small canvas.
import { colours, scaleIndex } from '../../kit/colour.js'
import { paintPicture, imageOf, theme, contextOf } from '../../kit/canvas.js'
import { fitSquare, paintThumbnail } from '../../kit/thumbnail.js'

/** Weights [class, feature] of a head on a canvas: a row for each class, blue below zero and orange above. */
export function weights(canvas, { values, shape: [rows, columns] }) {
  const side = fitSquare(canvas)
  if (!side) return
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
  if (!layer.picture) return paintThumbnail(canvas, layer)
  const { values, shape } = layer.picture
  if (canvas.clientWidth) paintPicture(canvas, shape[2] === 1 ? values.map(v => 255 - v) : values, shape)
}
