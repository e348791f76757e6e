// The loss along a line: where a learning rate lies in px, and both curves. Pure but for the canvas.
import { smooth } from '../../kit/smooth.js'
import { between } from '../answers.js'
import { spelledRate } from '../step.js'

const TOP = 8
/** The largest loss that is drawn: that of the curves where the network stands and before it, not of what lies far behind. */
export function highest({ rates, losses, others }) {
  const ahead = [...rates].map((rate, i) => (rate >= 0 ? Math.max(losses[i], others[i] ?? 0) : 0)).filter(Number.isFinite)
  const here = Math.max(between([...rates], losses, 0), others.length ? between([...rates], others, 0) : 0)
  return Math.min(Math.max(...ahead, 1e-6), 2.5 * Math.max(here, 0.05)) * 1.08
}

/** Marks of an axis from `low` to `high`, at 1, 2 or 5 times a power of ten, at most `most` of them. */
export function ticks(low, high, most) {
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find(n => n * power >= rough * 0.999) * power
  const first = Math.ceil(low / step - 1e-6)
  return Array.from({ length: Math.floor(high / step + 1e-6) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
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
export function draw(g, { rates, top, rate, marks, write }, look, { width, height }) {
  const { of, font, size } = look
  const at = scales({ rates, top }, { width, height, size })
  g.font = font()
  g.textBaseline = 'middle'
  g.textAlign = 'right'
  for (const loss of ticks(0, top, height > 150 ? 4 : 3)) {
    stroke(g, of('line'), 1, [[at.left, Math.round(at.y(loss)) + 0.5], [at.right, Math.round(at.y(loss)) + 0.5]])
    g.fillStyle = of('ink-2')
    g.fillText(write.short(loss), at.left - 6, at.y(loss))
  }
  g.textBaseline = 'alphabetic'
  g.textAlign = 'center'
  for (const r of ticks(0, rates.at(-1), 3)) {
    const text = r ? spelledRate(r, write) : '0'
    g.fillText(text, Math.min(at.x(r), width - g.measureText(text).width / 2), height - 3)
  }
  g.save()
  g.beginPath()
  g.rect(at.left, 0, at.right - at.left, at.bottom + 2)
  g.clip()
  for (const { colour, values } of marks) stroke(g, of(colour), 2, smooth([...rates].map((r, i) => [at.x(r), at.y(values[i])])))
  g.restore()
  const line = Math.round(at.x(rate)) + 0.5
  stroke(g, of('ink'), 1, [[line, TOP - 6], [line, at.bottom]])
  g.textAlign = line > width * 0.62 ? 'right' : 'left'
  g.font = font(600)
  g.fillStyle = of('ink')
  g.fillText(`η ${spelledRate(rate, write)}`, line + (line > width * 0.62 ? -6 : 6), TOP + size * 0.6)
  for (const { colour, before, after } of marks) {
    dot(g, of('paper'), of(colour), at.x(0), at.y(before))
    dot(g, of(colour), of(colour), at.x(rate), at.y(after))
  }
}

function stroke(g, colour, width, points) {
  g.strokeStyle = colour
  g.lineWidth = width
  g.beginPath()
  points.forEach(([x, y], i) => (i ? g.lineTo(x, y) : g.moveTo(x, y)))
  g.stroke()
}

function dot(g, fill, edge, x, y) {
  g.beginPath()
  g.arc(x, y, 4, 0, 7)
  g.fillStyle = fill
  g.strokeStyle = edge
  g.lineWidth = 1.5
  g.fill()
  g.stroke()
}
