// The terms as stairs, each beginning where the one before ends; the last level runs into the cell. And the graph of ReLU.
import { roundStep } from '../../kit/ticks.js'
import { css, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'

const STEP = 11 // px from one step to the next, where there is room
const REST = 22 // px on the right for the level's way into the cell
const DOT = 5 // px, the value on ReLU's graph
const EDGE = 8 // px above and below

const toneOf = v => css(theme(), scaleIndex(v < 0 ? -0.5 : 0.5, 1))

/** `list` of steps; `shown`: how many have been added; `marked`: the one pointed at. */
export function paintWaterfall(ctx, { width, height }, list, { shown, marked, styles }) {
  const levels = list.reduce((so, { value }) => [...so, so.at(-1) + value], [0])
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const y = v => (high > low ? EDGE + ((high - v) / (high - low)) * (height - 2 * EDGE) : height / 2)
  const step = Math.min(STEP * (height / 180), (width - REST - 5) / list.length)
  const line = (from, to, at, colour) => {
    ctx.fillStyle = colour
    ctx.fillRect(from, Math.round(at) - 0.5, to - from, 1)
  }
  line(2, width - REST, y(0), styles.of('edge'))
  list.slice(0, shown).forEach(({ value }, i) => {
    const x = 5 + i * step
    const [top, bottom] = [y(Math.max(levels[i], levels[i + 1])), y(Math.min(levels[i], levels[i + 1]))]
    if (value) {
      ctx.fillStyle = toneOf(value)
      ctx.fillRect(x, top, step - 1, Math.max(1, bottom - top))
    }
    line(x, x + 2 * step - 1, y(levels[i + 1]), styles.of('ink-2'))
    if (i === marked) {
      ctx.strokeStyle = styles.of('accent')
      ctx.lineWidth = 3
      ctx.strokeRect(x, top - 1, step - 1, bottom - top + 2)
    }
  })
  arrow(ctx, 5 + shown * step, width, y(levels[shown]), height / 2, styles)
}

function arrow(ctx, from, to, level, middle, styles) {
  ctx.strokeStyle = styles.of('ink-2')
  ctx.lineWidth = 1
  ctx.beginPath()
  ctx.moveTo(from, level)
  ctx.lineTo(to - 10.5, level)
  ctx.lineTo(to - 10.5, middle)
  ctx.lineTo(to - 1, middle)
  ctx.moveTo(to - 6, middle - 5)
  ctx.lineTo(to - 1, middle)
  ctx.lineTo(to - 6, middle + 5)
  ctx.stroke()
}

/** The next of 1, 2, 3, 5 times a power of ten that is no less. */
export const roundUp = v => (v > 0 ? roundStep(v, [1, 2, 3, 5]) : 1)

/** ReLU's graph from −end to +end with `value` on it. */
export function paintRelu(ctx, { width, height }, value, end, styles) {
  const reach = roundUp(end)
  const room = height - styles.size - 6
  const [cx, cy] = [width / 2, room / 2]
  const half = Math.min(cx, cy) - DOT - 1
  const line = (points, colour, thick) => {
    ctx.strokeStyle = styles.of(colour)
    ctx.lineWidth = thick
    ctx.beginPath()
    points.forEach(([x, y], i) => ctx[i ? 'lineTo' : 'moveTo'](cx + x * half, cy - y * half))
    ctx.stroke()
  }
  line([[-1, 0], [1, 0]], 'edge', 1) // prettier-ignore
  line([[0, -1], [0, 1]], 'edge', 1) // prettier-ignore
  line([[-1, 0], [0, 0], [1, 1]], 'ink', 2) // prettier-ignore
  const at = Math.max(-1, Math.min(1, value / reach))
  ctx.fillStyle = styles.of('accent')
  ctx.beginPath()
  ctx.arc(cx + at * half, cy - Math.max(0, at) * half, DOT, 0, 7)
  ctx.fill()
  ctx.font = `400 ${styles.size}px ${styles.family}`
  ctx.fillStyle = styles.of('ink-2')
  ctx.textBaseline = 'top'
  ctx.textAlign = 'left'
  ctx.fillText(write.short(-reach), cx - half, room + 2)
  ctx.textAlign = 'right'
  ctx.fillText(write.short(reach), cx + half, room + 2)
}
