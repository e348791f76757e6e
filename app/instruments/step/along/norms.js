// The pulse as bars: the norm of the gradient at each column, as far as it has come.

export function norms(g, { columns, upTo, chosen, write }, { of, font, size }, { width, height }) {
  const each = width / columns.length
  const base = height - 1.5 * size
  const most = Math.max(...columns.map(({ norm }) => norm)) || 1
  const tall = base - 1.5 * size
  g.textAlign = 'center'
  columns.forEach(({ layer, norm }, i) => {
    const x = i * each
    g.strokeStyle = of('edge')
    g.beginPath()
    g.moveTo(x + 3, base + 0.5)
    g.lineTo(x + each - 3, base + 0.5)
    g.stroke()
    g.font = font()
    g.fillStyle = of(i === chosen ? 'ink' : 'ink-2')
    g.fillText(fitting(g, layer, each - 2), x + each / 2, height - 3)
    if (i < upTo) return
    const high = (norm / most) * tall
    g.fillStyle = of(i === chosen ? 'accent' : 'edge')
    g.fillRect(x + 6, base - high, each - 12, high)
    g.font = font(i === chosen ? 600 : 400)
    g.fillStyle = of('ink')
    g.fillText(write.number(norm, each > 44 ? 3 : 2), x + each / 2, base - high - 5)
  })
}

function fitting(g, text, room) {
  if (g.measureText(text).width <= room) return text
  let short = text
  while (short.length > 1 && g.measureText(`${short}…`).width > room) short = short.slice(0, -1)
  return `${short}…`
}
