// What a channel's values look like together: histogram, minimum, maximum, mean, exact zeros.
import { css, place } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { statistics } from '../../kit/geometry.js'
import { write } from '../../kit/language.js'

const HIGHEST = 150

function histogram(g, box, s, end, look) {
  const step = box.width / s.histogram.length
  const most = Math.max(...s.histogram)
  const high = box.high
  s.histogram.forEach((n, i) => {
    const middle = s.minimum + ((i + 0.5) / s.histogram.length) * (s.maximum - s.minimum)
    const h = n ? Math.max(1, (n / most) * high) : 0
    if (!h) return
    g.fillStyle = css(theme(), place(middle, end))
    g.fillRect(box.x + i * step, box.y + high - h, step - 1, h)
    g.strokeStyle = look.of('edge')
    g.strokeRect(box.x + i * step + 0.5, box.y + high - h + 0.5, Math.max(0, step - 2), Math.max(0, h - 1))
  })
  g.fillStyle = look.of('line')
  g.fillRect(box.x, box.y + high, box.width, 1)
}

/** Paints into `box` { x, y, width, height }; `end` is where the colours end. */
export function paintPanel(g, box, values, end, look, t) {
  const s = statistics(values)
  const line = look.line + 6
  const rows = [
    [t.minimum, write.number(s.minimum)],
    [t.maximum, write.number(s.maximum)],
    [t.mean, write.number(s.mean)],
    [t.zeros, `${write.fixed((100 * s.zeros) / s.count, 0)} %`],
  ]
  if (s.finite < s.count) rows.push([t.not_finite, write.count(s.count - s.finite)])
  const high = Math.min(HIGHEST, box.height - (look.line + 2) - look.line - 16 - rows.length * line)
  g.font = look.font()
  g.textBaseline = 'middle'
  g.lineWidth = 1
  let y = box.y
  const text = (word, x, align, colour) => {
    g.textAlign = align
    g.fillStyle = look.of(colour)
    g.fillText(word, x, y + look.line / 2)
  }
  if (high > 24 && s.finite) {
    text(t.histogram, box.x, 'left', 'ink-2')
    histogram(g, { x: box.x, y: y + look.line + 2, width: box.width, high }, s, end, look)
    y += look.line + high + 6
    text(write.number(s.minimum), box.x, 'left', 'ink-2')
    text(write.number(s.maximum), box.x + box.width, 'right', 'ink-2')
    y += look.line + 10
  }
  for (const [word, value] of rows) {
    text(word, box.x, 'left', 'ink-2')
    text(value, box.x + box.width, 'right', 'ink')
    y += line
  }
  g.textAlign = 'left'
}
