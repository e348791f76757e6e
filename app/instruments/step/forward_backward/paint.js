// Tiles, sheets, bars and the cloud, painted; what the playback has not come to is a dashed ghost of the same size.
import { colours, css, scaleIndex, ZERO } from '../../kit/colour.js'
import { imageOf, theme } from '../../kit/canvas.js'
import { BETWEEN } from './layout.js'

const DASH = [3, 3]
const DOT = 2.2 // px, of one pass
const GOLDEN = 0.61803 // so that dots beside each other never stand in line

const pixelsOf = (values, end) => {
  const table = colours(theme())
  return Uint32Array.from(values, v => table[scaleIndex(v, end)])
}

function paintPlaceholder(ctx, x, y, width, height, of) {
  ctx.strokeStyle = of('line')
  ctx.setLineDash(DASH)
  ctx.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
  ctx.setLineDash([])
}

const frame = (ctx, x, y, width, height, of) => {
  ctx.strokeStyle = of('line')
  ctx.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1)
}

/** Tiles [tile, y, x]; `shown` false: ghosts of them. */
export function tiles(ctx, { values, size: [count, height, width], at: { columns, cell }, end, shown, of }) {
  ctx.imageSmoothingEnabled = false
  for (let i = 0; i < count; i++) {
    const [x, y] = [(i % columns) * (width * cell + BETWEEN), Math.floor(i / columns) * (height * cell + BETWEEN)]
    const box = [x, y, width * cell, height * cell]
    if (!shown) paintPlaceholder(ctx, ...box, of)
    else {
      ctx.drawImage(imageOf(pixelsOf(values.subarray(i * height * width, (i + 1) * height * width), end), width, height), ...box)
      frame(ctx, ...box, of)
    }
  }
}

/** Units that are out of this step: crossed through. `units`: 1 where one is; cells of a folded vector, or whole tiles. */
export function crossOutDropped(ctx, units, { size: [count, height, width], at: { columns, cell }, of }) {
  ctx.strokeStyle = of('ink')
  ctx.lineWidth = 1.5
  const folded = count === 1
  units.forEach((gone, i) => {
    if (!gone || (!folded && i >= count)) return
    const side = folded ? [cell, cell] : [width * cell, height * cell]
    const across = folded ? width : columns
    const step = folded ? [cell, cell] : [width * cell + BETWEEN, height * cell + BETWEEN]
    const [x, y] = [(i % across) * step[0], Math.floor(i / across) * step[1]]
    ctx.fillStyle = of('paper')
    ctx.fillRect(x, y, ...side)
    ctx.beginPath()
    ctx.moveTo(x + 2, y + 2)
    ctx.lineTo(x + side[0] - 2, y + side[1] - 2)
    ctx.moveTo(x + side[0] - 2, y + 2)
    ctx.lineTo(x + 2, y + side[1] - 2)
    ctx.stroke()
  })
  ctx.lineWidth = 1
}

/** Weights under a column: tiles of single units, or one sheet of many. */
export function weights(ctx, values, { size: [, rows, across], place: at, end, shown, of, chosen }) {
  ctx.imageSmoothingEnabled = false
  for (let i = 0; i < at.count; i++) {
    const box = [i * (at.pitch ?? 0), 0, across * at.cell[1], rows * at.cell[0]]
    if (!shown) paintPlaceholder(ctx, ...box, of)
    else {
      ctx.drawImage(imageOf(pixelsOf(values.subarray(i * rows * across, (i + 1) * rows * across), end), across, rows), ...box)
      frame(ctx, ...box, of)
    }
    if (chosen !== i) continue
    ctx.strokeStyle = of('accent')
    ctx.lineWidth = 2
    ctx.strokeRect(box[0], box[1], box[2], box[3])
    ctx.lineWidth = 1
  }
}

/** Probabilities as bars over their classes; with `rows` of many passes each is a cloud of dots instead. */
export function bars(ctx, { values, rows, label, best, labels, width, height, size, font, of }) {
  const each = width / values.length
  const base = height - size - 6
  const tall = base - 2
  ctx.strokeStyle = of('edge')
  ctx.beginPath()
  ctx.moveTo(0, base + 0.5)
  ctx.lineTo(width, base + 0.5)
  ctx.stroke()
  values.forEach((p, k) => {
    const x = k * each
    ctx.fillStyle = k === label ? of('accent') : of('edge')
    if (rows) paintCloud(ctx, { rows, k, x, each, base, tall, of, mean: p })
    else ctx.fillRect(x + 2, base - p * tall, each - 4, p * tall)
    ctx.font = font(k === label || k === best ? 600 : 400)
    ctx.fillStyle = k === label ? of('accent') : k === best ? of('ink') : of('ink-2')
    ctx.textAlign = 'center'
    ctx.fillText(labels[k], x + each / 2, height - 3)
  })
}

function paintCloud(ctx, { rows, k, x, each, base, tall, of, mean }) {
  ctx.globalAlpha = 0.75
  rows.forEach((row, i) => {
    ctx.beginPath()
    ctx.arc(x + 3 + ((i * GOLDEN) % 1) * (each - 6), base - row[k] * tall, DOT, 0, 7)
    ctx.fill()
  })
  ctx.globalAlpha = 1
  ctx.fillStyle = of('ink')
  ctx.fillRect(x + 1, base - mean * tall - 1, each - 2, 2)
}

/** Gradients of the logits as bars up and down, the two largest with their numbers. */
export function signedBars(ctx, { values, width, height, size, font, of, say, shown }) {
  const each = width / values.length
  const most = Math.max(...values.map(Math.abs)) || 1
  const middle = height / 2
  const tall = middle - 4
  if (!shown) return paintPlaceholder(ctx, 0, 0, width, height, of)
  ctx.strokeStyle = of('edge')
  ctx.beginPath()
  ctx.moveTo(0, Math.round(middle) + 0.5)
  ctx.lineTo(width, Math.round(middle) + 0.5)
  ctx.stroke()
  const ends = [values.indexOf(Math.max(...values)), values.indexOf(Math.min(...values))]
  values.forEach((v, k) => {
    ctx.fillStyle = css(theme(), ZERO + Math.round((v / most) * ZERO))
    ctx.fillRect(k * each + 2, Math.min(middle, middle - (v / most) * tall), each - 4, Math.abs((v / most) * tall))
    if (!ends.includes(k)) return
    ctx.font = font()
    ctx.fillStyle = of('ink')
    const right = k < values.length / 2
    ctx.textAlign = right ? 'left' : 'right'
    const end = middle - (v / most) * tall
    ctx.fillText(say(v), right ? (k + 1) * each + 3 : k * each - 3, v > 0 ? Math.max(size, end - 3) : Math.min(height - 3, end + size))
  })
}
