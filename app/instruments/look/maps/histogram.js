// What a channel's values look like together: histogram, minimum, maximum, mean, exact zeros.
import { css, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { statistics } from '../../kit/geometry.js'
import { write } from '../../kit/language.js'

const HIGHEST = 150

function histogram(ctx, box, s, end, styles) {
  const step = box.width / s.histogram.length
  const most = Math.max(...s.histogram)
  const high = box.high
  s.histogram.forEach((n, i) => {
    const middle = s.minimum + ((i + 0.5) / s.histogram.length) * (s.maximum - s.minimum)
    const h = n ? Math.max(1, (n / most) * high) : 0
    if (!h) return
    ctx.fillStyle = css(theme(), scaleIndex(middle, end))
    ctx.fillRect(box.x + i * step, box.y + high - h, step - 1, h)
    ctx.strokeStyle = styles.of('edge')
    ctx.strokeRect(box.x + i * step + 0.5, box.y + high - h + 0.5, Math.max(0, step - 2), Math.max(0, h - 1))
  })
  ctx.fillStyle = styles.of('line')
  ctx.fillRect(box.x, box.y + high, box.width, 1)
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
