// What a channel's values look like together: histogram, minimum, maximum, mean, exact zeros.
import { css, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { statistics } from '../../kit/geometry.js'
import { write } from '../../kit/language.js'
import { scaleOf } from '../../kit/plot_scale.js'

const HIGHEST = 150

/** On the canvas of the map, so that both are one picture: a plot's scales, and bars painted by hand. */
function histogram(ctx, box, s, end, styles) {
  const count = s.histogram.length
  const x = scaleOf({ low: 0, high: count }, box.x, box.x + box.width)
  const y = scaleOf({ low: 0, high: Math.max(...s.histogram) }, box.y + box.high, box.y)
  const middleOf = scaleOf({ low: 0, high: count }, s.minimum, s.maximum)
  s.histogram.forEach((n, i) => {
    if (!n) return
    const top = Math.min(y(n), y(0) - 1)
    const [wide, high] = [x(i + 1) - x(i) - 1, y(0) - top]
    ctx.fillStyle = css(theme(), scaleIndex(middleOf(i + 0.5), end))
    ctx.fillRect(x(i), top, wide, high)
    ctx.strokeStyle = styles.of('edge')
    ctx.strokeRect(x(i) + 0.5, top + 0.5, Math.max(0, wide - 1), Math.max(0, high - 1))
  })
  ctx.fillStyle = styles.of('line')
  ctx.fillRect(box.x, y(0), box.width, 1)
}

/** Paints into `box` { x, y, width, height }; `end` is where the colours end. */
export function paintHistogramPanel(ctx, box, values, end, styles, t) {
  const s = statistics(values)
  const line = styles.line + 6
  const rows = [
    [t.minimum, write.number(s.minimum)],
    [t.maximum, write.number(s.maximum)],
    [t.mean, write.number(s.mean)],
    [t.zeros, `${write.fixed((100 * s.zeros) / s.count, 0)} %`],
  ]
  if (s.finite < s.count) rows.push([t.not_finite, write.count(s.count - s.finite)])
  const high = Math.min(HIGHEST, box.height - (styles.line + 2) - styles.line - 16 - rows.length * line)
  ctx.font = styles.font()
  ctx.textBaseline = 'middle'
  ctx.lineWidth = 1
  let y = box.y
  const text = (word, x, align, colour) => {
    ctx.textAlign = align
    ctx.fillStyle = styles.of(colour)
    ctx.fillText(word, x, y + styles.line / 2)
  }
  if (high > 24 && s.finite) {
    text(t.histogram, box.x, 'left', 'ink-2')
    histogram(ctx, { x: box.x, y: y + styles.line + 2, width: box.width, high }, s, end, styles)
    y += styles.line + high + 6
    text(write.number(s.minimum), box.x, 'left', 'ink-2')
    text(write.number(s.maximum), box.x + box.width, 'right', 'ink-2')
    y += styles.line + 10
  }
  for (const [word, value] of rows) {
    text(word, box.x, 'left', 'ink-2')
    text(value, box.x + box.width, 'right', 'ink')
    y += line
  }
  ctx.textAlign = 'left'
}
