// Paints the section, what is said of it, the strokes and the brush; each layer once, not with every movement.
import { contextOf, styleOf } from '../../kit/canvas.js'

/** @typedef {import('../marks.js').Mark} Mark */
/** @typedef {{ values: ArrayLike<number>, shape: number[] }} Bytes */

const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))
const CERTAIN = 255
const PATCHES = 64 // along each side of a large picture that are answered one by one

/**
 * A picture of [height, width] from what each place is: `colour(i)` → [r, g, b, alpha].
 * @param {number} height
 * @param {number} width
 * @param {(i: number) => number[]} colour
 */
function layerOf(height, width, colour) {
  const canvas = new OffscreenCanvas(width, height)
  const image = new ImageData(width, height)
  for (let i = 0; i < width * height; i++) image.data.set(colour(i), 4 * i)
  contextOf(canvas).putImageData(image, 0, 0)
  return canvas
}

/**
 * The same of cells, the last row and column once more: the last cell looks at a place before the picture's end.
 * @param {number} height
 * @param {number} width
 * @param {(i: number) => number[]} colour
 */
const cellsOf = (height, width, colour) =>
  layerOf(height + 1, width + 1, i => {
    const [row, column] = [Math.floor(i / (width + 1)), i % (width + 1)]
    return colour(Math.min(row, height - 1) * width + Math.min(column, width - 1))
  })

/** @param {Bytes} picture */
export function pictureLayer({ values, shape: [height, width] }) {
  return layerOf(height, width, i => [values[3 * i], values[3 * i + 1], values[3 * i + 2], 255])
}

/** The three tokens, in the theme that is on. */
export function kindColours(element) {
  const style = styleOf(element)
  return [1, 2, 3].map(which => style.of(`region-${which}`))
}

/**
 * Every cell in the colour of its likeliest kind.
 * @param {Bytes} probabilities
 * @param {string[]} colours
 */
export function kindsLayer({ values, shape: [kinds, height, width] }, colours) {
  const shades = colours.map(rgb)
  const cells = height * width
  return cellsOf(height, width, i => {
    let best = 0
    for (let kind = 1; kind < kinds; kind++) if (values[kind * cells + i] > values[best * cells + i]) best = kind
    return [...shades[best], 255]
  })
}

/**
 * How unsure every cell is: entropy, none to all.
 * @param {Bytes} probabilities
 * @param {string} colour
 */
export function unsureLayer({ values, shape: [kinds, height, width] }, colour) {
  const shade = rgb(colour)
  const cells = height * width
  return cellsOf(height, width, i => {
    let entropy = 0
    for (let kind = 0; kind < kinds; kind++) {
      const part = values[kind * cells + i] / CERTAIN
      if (part > 0) entropy -= part * Math.log(part)
    }
    return [...shade, Math.round((255 * entropy) / Math.log(kinds))]
  })
}

/** @param {Bytes} brown @param {string} colour */
export function brownLayer({ values, shape: [height, width] }, colour) {
  const shade = rgb(colour)
  return layerOf(height, width, i => [...shade, values[i] ? 255 : 0])
}

/**
 * Cells one by one, as they come.
 * @param {number[]} shape [kinds, rows, columns]
 */
export function patchesLayer([, height, width]) {
  const canvas = new OffscreenCanvas(width + 1, height + 1)
  const ctx = contextOf(canvas)
  const add = ({ rows, columns, probabilities }, colours) => {
    const many = rows.values.length
    const [down, across] = [height, width].map(cells => Math.max(1, Math.ceil(cells / PATCHES)))
    for (let i = 0; i < many; i++) {
      let best = 0
      for (let kind = 1; kind < probabilities.shape[0]; kind++)
        if (probabilities.values[kind * many + i] > probabilities.values[best * many + i]) best = kind
      ctx.fillStyle = colours[best]
      ctx.fillRect(columns.values[i], rows.values[i], across + 1, down + 1)
    }
  }
  return { canvas, add }
}

/**
 * A layer of cells where they look, over a picture of `size` [height, width] px that is `width` CSS px wide.
 * @param {CanvasRenderingContext2D} ctx
 */
export function paintCells(ctx, layer, { stride, centre }, size, width) {
  const k = width / size[1]
  const begin = (centre - stride / 2) * k
  ctx.imageSmoothingEnabled = true
  ctx.drawImage(layer, begin, begin, layer.width * stride * k, layer.height * stride * k)
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {readonly Mark[]} marks
 */
export function paintMarks(ctx, marks, colours, width, height, edge) {
  Object.assign(ctx, { lineCap: 'round', lineJoin: 'round' })
  for (const { kind, width: pen, points } of marks) {
    ctx.beginPath()
    ctx.moveTo(points[0] * width, points[1] * height)
    if (points.length === 2) ctx.lineTo(points[0] * width + 0.01, points[1] * height)
    for (let i = 2; i < points.length; i += 2) ctx.lineTo(points[i] * width, points[i + 1] * height)
    const wide = Math.max(pen * Math.max(width, height), 3)
    for (const [line, colour] of [
      [wide + 2, edge],
      [wide, colours[kind]],
    ]) {
      ctx.lineWidth = line
      ctx.strokeStyle = colour
      ctx.stroke()
    }
  }
}

/** A ring where the brush is, or where the head is least sure; dark and light, so that it is seen on everything. */
export function paintRing(ctx, x, y, radius, [light, dark], thick) {
  for (const [line, colour] of [
    [thick + 2, dark],
    [thick, light],
  ]) {
    ctx.beginPath()
    ctx.arc(x, y, radius, 0, 2 * Math.PI)
    ctx.lineWidth = line
    ctx.strokeStyle = colour
    ctx.stroke()
  }
}
