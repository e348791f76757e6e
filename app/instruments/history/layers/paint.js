// Boxes, maps and the scale of the drawing, in colours that mean values.
import { createElement } from '../../kit/element.js'
import { colours, coloursOfCodes, reach } from '../../kit/colour.js'
import { paintPicture, imageOf, theme, contextOf } from '../../kit/canvas.js'
import { boxOf } from './scale.js'

const GAP = 3 // px between maps

/** A layer as a box of its size: one of its maps in front, the others behind it as edges. */
export function box(layer, glance, seen, scale, styles) {
  const { width, height, depth, vector } = boxOf(layer, scale)
  const canvas = createElement('canvas')
  const ratio = devicePixelRatio || 1
  Object.assign(canvas, { width: Math.ceil((width + depth + 2) * ratio), height: Math.ceil((height + depth + 2) * ratio) })
  Object.assign(canvas.style, { width: `${width + depth + 2}px`, height: `${height + depth + 2}px` })
  const ctx = contextOf(canvas)
  ctx.scale(ratio, ratio)
  ctx.strokeStyle = styles.of('edge')
  ctx.lineWidth = 1
  const sheets = vector ? 0 : Math.min(layer.shape[0] - 1, Math.max(1, Math.round(depth / 2.5)))
  ctx.fillStyle = styles.of('paper')
  for (let i = sheets; i > 0; i--) {
    const at = (depth * i) / sheets
    ctx.fillRect(at + 0.5, depth - at + 0.5, width, height)
    ctx.strokeRect(at + 0.5, depth - at + 0.5, width, height)
  }
  const image = layer.kind === 'input' ? pictureOf(seen.picture) : glance && front(glance, layer)
  if (image) ctx.drawImage(image, 0.5, depth + 0.5, width, height)
  ctx.strokeRect(0.5, depth + 0.5, width, height)
  return canvas
}

/** The picture as the network was given it; a drawing as ink on paper. */
function pictureOf({ values, shape }) {
  const canvas = createElement('canvas')
  paintPicture(canvas, shape[2] === 1 ? values.map(v => 255 - v) : values, shape)
  return canvas
}

function front({ thumbnail, low, step, minimum, maximum }, layer) {
  const table = coloursOfCodes(colours(theme()), low, step, reach(minimum, maximum))
  const [height, width] = thumbnail.shape
  const pixels = Uint32Array.from(thumbnail.values, code => table[code])
  if (layer.shape.length > 1 && layer.shape[1] > 1) return imageOf(pixels, width, height)
  const units = Math.min(layer.shape[0], pixels.length)
  return imageOf(pixels.slice(0, units), 1, units) // a vector stands upright
}

/** All maps of a layer side by side, as large as the room allows. */
export function tiles(ctx, maps, { width, height, styles }) {
  const [count, rows, columns] = maps.size
  const ends = reach(maps.minimum, maps.maximum)
  const table = colours(theme())
  const { across, side, tall } = fit(count, rows, columns, width, height)
  ctx.imageSmoothingEnabled = side < columns
  ctx.strokeStyle = styles.of('line')
  for (let c = 0; c < count; c++) {
    const own = coloursOfCodes(table, maps.low[c], maps.step[c], ends)
    const pixels = Uint32Array.from(maps.codes.subarray(c * rows * columns, (c + 1) * rows * columns), code => own[code])
    const [x, y] = [(c % across) * (side + GAP), Math.floor(c / across) * (tall + GAP)]
    if (y > height) return
    ctx.drawImage(imageOf(pixels, columns, rows), x, y, side, tall)
    if (side > 14) ctx.strokeRect(x + 0.5, y + 0.5, side - 1, tall - 1)
  }
}

/** Tiles of one size in rows: the largest with which all of them fit. */
export function fit(count, rows, columns, width, height) {
  for (let side = Math.min(height, width, 160); side > 4; side--) {
    const tall = (side * rows) / columns
    const across = Math.floor((width + GAP) / (side + GAP))
    if (across && Math.ceil(count / across) * (tall + GAP) - GAP <= height) return { across, side, tall }
  }
  return { across: Math.max(1, Math.floor(width / (4 + GAP))), side: 4, tall: 4 }
}
