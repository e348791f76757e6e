// Where the planes of a filter stand in a square, and which weight lies under a point. Pure.

const GAP = 4

/**
 * Where the planes stand in a square: { boxes: [{ x, y, w, h, plane }], rows, columns, cell }
 * @param {number[]} shape
 * @param {number} side
 */
export function layout([planes, rows, columns], side) {
  if (rows * columns === 1) {
    const wide = Math.ceil(Math.sqrt(planes))
    const cell = side / wide
    const boxes = Array.from({ length: planes }, (_, plane) => ({
      x: (plane % wide) * cell,
      y: Math.floor(plane / wide) * cell,
      w: cell,
      h: cell,
      plane,
    }))
    return { boxes, cell }
  }
  const shown = planes === 3 ? 4 : planes
  const wide = Math.ceil(Math.sqrt(shown))
  const gap = wide > 4 ? Math.max(1, GAP - 2) : wide > 1 ? 2 * GAP : 0
  const room = (side - gap * (wide - 1)) / wide
  const cell = room / Math.max(rows, columns)
  const boxes = Array.from({ length: shown }, (_, i) => {
    const x = (i % wide) * (room + gap)
    const y = Math.floor(i / wide) * (room + gap)
    return { x, y, w: cell * columns, h: cell * rows, plane: i < planes ? i : null }
  })
  return { boxes, cell }
}

/** The weight under a point: { plane, row, col }, or null. */
export function weightAt({ boxes, cell }, [, rows, columns], x, y) {
  const box = boxes.find(b => b.plane !== null && x >= b.x && x < b.x + b.w && y >= b.y && y < b.y + b.h)
  if (!box) return null
  return {
    plane: box.plane,
    row: Math.min(rows - 1, Math.floor((y - box.y) / cell)),
    col: Math.min(columns - 1, Math.floor((x - box.x) / cell)),
  }
}
