// The pass as bars: the norm of the gradient at each column, as far as it has come.

export function paintGradientNorms(ctx, { columns, upTo, chosen, write }, { of, font, size }, { width, height }) {
  const each = width / columns.length
  const base = height - 1.5 * size
  const most = Math.max(...columns.map(({ norm }) => norm)) || 1
  const tall = base - 1.5 * size
  ctx.textAlign = 'center'
  columns.forEach(({ layer, norm }, i) => {
    const x = i * each
    ctx.strokeStyle = of('edge')
    ctx.beginPath()
    ctx.moveTo(x + 3, base + 0.5)
    ctx.lineTo(x + each - 3, base + 0.5)
    ctx.stroke()
    ctx.font = font()
    ctx.fillStyle = of(i === chosen ? 'ink' : 'ink-2')
    ctx.fillText(fitting(ctx, layer, each - 2), x + each / 2, height - 3)
    if (i < upTo) return
    const high = (norm / most) * tall
    ctx.fillStyle = of(i === chosen ? 'accent' : 'edge')
    ctx.fillRect(x + 6, base - high, each - 12, high)
    ctx.font = font(i === chosen ? 600 : 400)
    ctx.fillStyle = of('ink')
    ctx.fillText(write.number(norm, each > 44 ? 3 : 2), x + each / 2, base - high - 5)
  })
}

function fitting(ctx, text, room) {
  if (ctx.measureText(text).width <= room) return text
  let short = text
  while (short.length > 1 && ctx.measureText(`${short}…`).width > room) short = short.slice(0, -1)
  return `${short}…`
}
