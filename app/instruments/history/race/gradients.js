// A picture's edges as strokes: in every cell one along the edge for each direction, as long as its share times the root of its strength.

const LEAST = 0.25 // of the strongest of a cell: what is less is not drawn
const BINS = 9

/** The strokes of cells [rows, columns, 9]: [{ row, column, angle (of the edge, degrees), length 0 … 1, weight 0 … 1 }]. Pure. */
export function orientedStrokes({ values, shape: [rows, columns, bins] }) {
  const found = []
  const sums = Array.from({ length: rows * columns }, (_, i) => values.subarray(i * bins, (i + 1) * bins).reduce((a, b) => a + b, 0))
  const most = Math.max(...sums, 1e-9)
  for (const [i, sum] of sums.entries()) {
    if (sum <= most * 0.02) continue
    const own = values.subarray(i * bins, (i + 1) * bins)
    const largest = Math.max(...own)
    for (let b = 0; b < bins; b++) {
      if (own[b] < LEAST * largest) continue
      const share = own[b] / largest
      found.push({
        row: Math.floor(i / columns),
        column: i % columns,
        angle: (b + 0.5) * (180 / BINS) + 90,
        length: share * Math.sqrt(sum / most),
        weight: share,
      })
    }
  }
  return found
}

/** Paints picture, grid and strokes into a square of `side` px. */
export function paint(ctx, side, { image, cells, cell, styles }) {
  const [rows, columns] = cells.shape
  const k = side / (columns * cell)
  ctx.imageSmoothingEnabled = false
  ctx.globalAlpha = 0.3
  ctx.drawImage(image, 0, 0, image.width * k, image.height * k)
  ctx.globalAlpha = 1
  ctx.strokeStyle = styles.of('line')
  ctx.lineWidth = 1
  for (let i = 1; i < Math.max(rows, columns); i++) {
    const at = Math.round(i * cell * k) + 0.5
    ctx.strokeRect(-1, at, side + 2, 1e-3)
    ctx.strokeRect(at, -1, 1e-3, side + 2)
  }
  ctx.strokeStyle = styles.of('accent')
  ctx.lineWidth = Math.max(1.5, side / columns / 12)
  ctx.lineCap = 'round'
  for (const { row, column, angle, length, weight } of orientedStrokes(cells)) {
    const [x, y] = [(column + 0.5) * cell * k, (row + 0.5) * cell * k]
    const reach = (length * cell * k) / 2
    const [dx, dy] = [Math.cos((angle * Math.PI) / 180) * reach, Math.sin((angle * Math.PI) / 180) * reach]
    ctx.globalAlpha = 0.35 + 0.65 * weight
    ctx.beginPath()
    ctx.moveTo(x - dx, y - dy)
    ctx.lineTo(x + dx, y + dy)
    ctx.stroke()
  }
  ctx.globalAlpha = 1
}
