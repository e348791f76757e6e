// The loss over the probability of the label: −ln p, and where the network stands on it.

const LEAST = 4 // loss that the plot reaches at least

export function surprise(g, { p, loss, label, write, known }, { of, font, size }, { width, height }) {
  const top = Math.max(LEAST, known && Number.isFinite(loss) ? 1.15 * loss : 0)
  const [left, right, bottom] = [2.6 * size, width - 0.8 * size, height - 1.5 * size]
  const x = v => left + v * (right - left)
  const y = v => bottom - (v / top) * (bottom - 8)
  g.font = font()
  for (const v of [0, 0.5, 1]) {
    g.textAlign = 'center'
    g.fillStyle = of('ink-2')
    g.fillText(v ? write.short(v) : '0', x(v), height - 3)
  }
  g.textAlign = 'right'
  for (const v of [0, top / 2, top].map(Math.floor)) {
    line(g, of('line'), 1, [[left, Math.round(y(v)) + 0.5], [right, Math.round(y(v)) + 0.5]])
    g.fillStyle = of('ink-2')
    g.fillText(write.short(v), left - 6, y(v) + size / 3)
  }
  const from = Math.exp(-top) // the curve leaves the plot there
  line(g, of('ink'), 2, Array.from({ length: 121 }, (_, i) => from ** (1 - i / 120)).map(v => [x(v), y(-Math.log(v))]))
  if (!known) return
  g.fillStyle = of('accent')
  g.beginPath()
  g.arc(x(p), y(loss), 5, 0, 7)
  g.fill()
  g.font = font(600)
  const late = p > 0.6
  g.textAlign = late ? 'right' : 'left'
  const says = `p(${label}) = ${write.number(p, 2)},  L = ${write.number(loss, 4)}`
  g.fillText(says, x(p) + (late ? 0 : 12), y(loss) + (late ? -12 : size / 3))
}

function line(g, colour, width, points) {
  g.strokeStyle = colour
  g.lineWidth = width
  g.beginPath()
  points.forEach(([x, y], i) => (i ? g.lineTo(x, y) : g.moveTo(x, y)))
  g.stroke()
}
