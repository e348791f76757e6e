// The three pictures of the view: the digit, the plane of all places, and a layer's values at one place.
import { colours, css, inkOn, scaleIndex as code, reach as endOf, ZERO } from '../../kit/colour.js'
import { imageOf } from '../../kit/canvas.js'
import { codesAt, gridOf, inked, roomFor, shifted } from './positions.js'

const LEAST = 14 // px of a figure
const grey = values => Uint32Array.from(values, v => ((255 << 24) | (v << 16) | (v << 8) | v) >>> 0)

/** A dashed frame that can be seen on light and on dark. */
function dashed(ctx, [dashes, gaps], [x, y, width, height]) {
  ctx.save()
  ctx.lineWidth = 1
  for (const [colour, offset] of [
    [dashes, 0],
    [gaps, 4],
  ]) {
    // prettier-ignore
    ctx.setLineDash([4, 4])
    ctx.lineDashOffset = offset
    ctx.strokeStyle = colour
    ctx.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width) - 1, Math.round(height) - 1)
  }
  ctx.restore()
}

/** The moved picture, and where its ink was. */
export function paintDigit(ctx, width, height, { picture: { values, shape }, place, styles }) {
  const size = shape.slice(0, 2)
  ctx.imageSmoothingEnabled = false
  ctx.drawImage(imageOf(grey(shifted(values, size, place)), size[1], size[0]), 0, 0, width, height)
  const ink = inked(values, size)
  const [cellY, cellX] = [height / size[0], width / size[1]]
  if (ink && (place[0] || place[1]))
    dashed(ctx, [styles.field, 'transparent'], [ink[1] * cellX, ink[0] * cellY, (ink[3] - ink[1]) * cellX, (ink[2] - ink[0]) * cellY])
}

/** Every place as a cell: its answer as a figure, the probability of the answer at home as its colour. */
export function paintPlane(ctx, width, height, { found, place, theme, styles }) {
  const { side, classes, probabilities, home, answers, reach } = found
  const [w, h] = [width / side, height / side]
  const ink = Array.from({ length: ZERO + 1 }, (_, i) => inkOn(theme, ZERO + i))
  ctx.font = `400 ${Math.max(LEAST, 0.82 * h)}px ${styles.family}`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'alphabetic'
  for (let at = 0; at < side * side; at++) {
    const [x, y] = [(at % side) * w, Math.floor(at / side) * h]
    const level = Math.round(ZERO * probabilities[at * classes + home])
    ctx.fillStyle = css(theme, ZERO + level)
    ctx.fillRect(x, y, w + 0.5, h + 0.5)
    ctx.fillStyle = ink[level]
    ctx.fillText(String(answers[at]), x + w / 2, y + 0.8 * h)
  }
  const room = roomFor(found.picture.values, found.picture.shape, reach)
  const at = (down, right) => [(right + reach) * w, (down + reach) * h]
  if (room) {
    const [left, top] = at(room[0], room[1])
    dashed(ctx, ['#000', '#fff'], [left, top, (room[3] - room[1] + 1) * w, (room[2] - room[0] + 1) * h])
  }
  ring(ctx, [...at(...place), w, h], styles)
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} box
 * @param {any} styles
 */
function ring(ctx, [x, y, w, h], styles) {
  for (const [by, colour, line] of [
    [1.5, styles.edge, 5],
    [1.5, styles.field, 2],
  ]) {
    // prettier-ignore
    ctx.lineWidth = line
    ctx.strokeStyle = colour
    ctx.strokeRect(x - by, y - by, w + 2 * by, h + 2 * by)
  }
}

/** One layer's values at a place, on the layer's own scale. */
export function paintValues(ctx, width, height, { layer, at, theme }) {
  const [rows, columns] = gridOf(layer.size)
  const table = colours(theme)
  const end = endOf(layer.minimum, layer.maximum)
  const pixels = new Uint32Array(rows * columns).fill(0)
  codesAt(layer, at).forEach((v, i) => (pixels[i] = table[code(layer.low + v * layer.step, end)]))
  ctx.imageSmoothingEnabled = false
  const side = Math.min(width / columns, height / rows)
  ctx.drawImage(imageOf(pixels, columns, rows), 0, 0, columns * side, rows * side)
}
