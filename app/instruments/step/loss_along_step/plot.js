// The loss along a line: where a learning rate lies in px, and both curves. Pure but for the canvas.
import { monotoneCurve } from '../../kit/line_path.js'
import { roundStep, ticksWithin } from '../../kit/ticks.js'
import { interpolate } from '../parse.js'
import { spelledRate } from '../settings.js'

const TOP = 8
/** The largest loss that is drawn: that of the curves where the network stands and before it, not of what lies far behind. */
export function highest({ rates, losses, others }) {
  const ahead = [...rates].map((rate, i) => (rate >= 0 ? Math.max(losses[i], others[i] ?? 0) : 0)).filter(Number.isFinite)
  const here = Math.max(interpolate([...rates], losses, 0), others.length ? interpolate([...rates], others, 0) : 0)
  return Math.min(Math.max(...ahead, 1e-6), 2.5 * Math.max(here, 0.05)) * 1.08
}

/** Two significant digits: what a hand can mean. */
export const rounded = rate => Number(rate.toPrecision(2))

/** → { x, y, rateAt(px) } of a plot of `width` × `height` px, text `size` px high. */
export function scales({ rates, top }, { width, height, size }) {
  const [left, bottom] = [2.6 * size, height - 1.5 * size]
  const [low, high] = [rates[0], rates.at(-1)]
  const right = width - 0.6 * size
  return {
    left,
    right,
    bottom,
    x: rate => left + ((rate - low) / (high - low)) * (right - left),
    y: loss => bottom - (loss / top) * (bottom - TOP),
    rateAt: px => Math.min(high, Math.max(high / 200, low + ((px - left) / (right - left)) * (high - low))),
  }
}

/** Draws it. `marks`: [{ colour, before, after, values }], the curves and their two points. */
export function draw(ctx, { rates, top, rate, marks, write }, styles, { width, height }) {
  const { of, font, size } = styles
  const at = scales({ rates, top }, { width, height, size })
  ctx.font = font()
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'right'
  for (const loss of ticksWithin(0, top, roundStep(top / (height > 150 ? 4 : 3)))) {
    stroke(ctx, of('line'), 1, [
      [at.left, Math.round(at.y(loss)) + 0.5],
      [at.right, Math.round(at.y(loss)) + 0.5],
    ])
    ctx.fillStyle = of('ink-2')
    ctx.fillText(write.short(loss), at.left - 6, at.y(loss))
  }
  ctx.textBaseline = 'alphabetic'
  ctx.textAlign = 'center'
  for (const r of ticksWithin(0, rates.at(-1), roundStep(rates.at(-1) / 3))) {
    const text = r ? spelledRate(r, write) : '0'
    ctx.fillText(text, Math.min(at.x(r), width - ctx.measureText(text).width / 2), height - 3)
  }
  ctx.save()
  ctx.beginPath()
  ctx.rect(at.left, 0, at.right - at.left, at.bottom + 2)
  ctx.clip()
  for (const { colour, values } of marks) stroke(ctx, of(colour), 2, monotoneCurve([...rates].map((r, i) => [at.x(r), at.y(values[i])])))
  ctx.restore()
  const line = Math.round(at.x(rate)) + 0.5
  stroke(ctx, of('ink'), 1, [
    [line, TOP - 6],
    [line, at.bottom],
  ])
  ctx.textAlign = line > width * 0.62 ? 'right' : 'left'
  ctx.font = font(600)
  ctx.fillStyle = of('ink')
  ctx.fillText(`η ${spelledRate(rate, write)}`, line + (line > width * 0.62 ? -6 : 6), TOP + size * 0.6)
  for (const { colour, before, after } of marks) {
    dot(ctx, of('paper'), of(colour), at.x(0), at.y(before))
    dot(ctx, of(colour), of(colour), at.x(rate), at.y(after))
  }
}

function stroke(ctx, colour, width, points) {
  ctx.strokeStyle = colour
  ctx.lineWidth = width
  ctx.beginPath()
  points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)))
  ctx.stroke()
}

function dot(ctx, fill, edge, x, y) {
  ctx.beginPath()
  ctx.arc(x, y, 4, 0, 7)
  ctx.fillStyle = fill
  ctx.strokeStyle = edge
  ctx.lineWidth = 1.5
  ctx.fill()
  ctx.stroke()
}
