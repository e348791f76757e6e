// A picture's edges as strokes: in every cell one along the edge for each direction, as long as its share times the root of its strength.

const LEAST = 0.25 // of the strongest of a cell: what is less is not drawn
const BINS = 9

/** The strokes of cells [rows, columns, 9]: [{ row, column, angle (of the edge, degrees), length 0 … 1, weight 0 … 1 }]. Pure. */
export function strokes({ values, shape: [rows, columns, bins] }) {
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
      found.push({ row: Math.floor(i / columns), column: i % columns, angle: (b + 0.5) * (180 / BINS) + 90, length: share * Math.sqrt(sum / most), weight: share })
    }
  }
  return found
}

/** Paints picture, grid and strokes into a square of `side` px. */
export function paint(g, side, { image, cells, cell, look }) {
  const [rows, columns] = cells.shape
  const k = side / (columns * cell)
  g.imageSmoothingEnabled = false
  g.globalAlpha = 0.3
  g.drawImage(image, 0, 0, image.width * k, image.height * k)
  g.globalAlpha = 1
  g.strokeStyle = look.of('line')
  g.lineWidth = 1
  for (let i = 1; i < Math.max(rows, columns); i++) {
    const at = Math.round(i * cell * k) + 0.5
    g.strokeRect(-1, at, side + 2, 1e-3)
    g.strokeRect(at, -1, 1e-3, side + 2)
  }
  g.strokeStyle = look.of('accent')
  g.lineWidth = Math.max(1.5, side / columns / 12)
  g.lineCap = 'round'
  for (const { row, column, angle, length, weight } of strokes(cells)) {
    const [x, y] = [(column + 0.5) * cell * k, (row + 0.5) * cell * k]
    const reach = (length * cell * k) / 2
    const [dx, dy] = [Math.cos((angle * Math.PI) / 180) * reach, Math.sin((angle * Math.PI) / 180) * reach]
    g.globalAlpha = 0.35 + 0.65 * weight
    g.beginPath()
    g.moveTo(x - dx, y - dy)
    g.lineTo(x + dx, y + dy)
    g.stroke()
  }
  g.globalAlpha = 1
}
