// The loss over the probability of the label: −ln p, and where the network stands on it.

const LEAST = 4 // loss that the plot reaches at least

export function paintCrossEntropy(ctx, { p, loss, label, write, known }, { of, font, size }, { width, height }) {
  const top = Math.max(LEAST, known && Number.isFinite(loss) ? 1.15 * loss : 0)
  const [left, right, bottom] = [2.6 * size, width - 0.8 * size, height - 1.5 * size]
  const x = v => left + v * (right - left)
  const y = v => bottom - (v / top) * (bottom - 8)
  ctx.font = font()
  for (const v of [0, 0.5, 1]) {
    ctx.textAlign = 'center'
    ctx.fillStyle = of('ink-2')
    ctx.fillText(v ? write.short(v) : '0', x(v), height - 3)
  }
  ctx.textAlign = 'right'
  for (const v of [0, top / 2, top].map(Math.floor)) {
    line(ctx, of('line'), 1, [
      [left, Math.round(y(v)) + 0.5],
      [right, Math.round(y(v)) + 0.5],
    ])
    ctx.fillStyle = of('ink-2')
    ctx.fillText(write.short(v), left - 6, y(v) + size / 3)
  }
  const from = Math.exp(-top) // the curve leaves the plot there
  line(
    ctx,
    of('ink'),
    2,
    Array.from({ length: 121 }, (_, i) => from ** (1 - i / 120)).map(v => [x(v), y(-Math.log(v))]),
  )
  if (!known) return
  ctx.fillStyle = of('accent')
  ctx.beginPath()
  ctx.arc(x(p), y(loss), 5, 0, 7)
  ctx.fill()
  ctx.font = font(600)
  const late = p > 0.6
  ctx.textAlign = late ? 'right' : 'left'
  const caption = `p(${label}) = ${write.number(p, 2)},  L = ${write.number(loss, 4)}`
  ctx.fillText(caption, x(p) + (late ? 0 : 12), y(loss) + (late ? -12 : size / 3))
}

function line(ctx, colour, width, points) {
  ctx.strokeStyle = colour
  ctx.lineWidth = width
  ctx.beginPath()
  points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)))
  ctx.stroke()
}
