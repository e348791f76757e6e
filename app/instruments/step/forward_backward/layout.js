// How large the cells of each column are: whole pixels, all columns beside each other in the width that there is. Pure.

export const BETWEEN = 2 // px between tiles
const LEAST = 40 // px: how narrow a column may become, where nobody says otherwise
const SHARE = 0.18 // of the width: how wide one may be
const APART = 6 // px between the kernels of a layer
const CLEAR = 4 // px of a kernel's cell that can still be told apart
const CLASSES = 12 // classes at most that get a bar each

/** So many tiles of height × width cells in a box: the largest cells; of equal ones the narrowest arrangement. */
export function arrange([count, height, width], roomWidth, roomHeight) {
  /** @type {{ columns: number, rows: number, cell: number } | null} */
  let best = null
  for (let rows = 1; rows <= count; rows++) {
    const columns = Math.ceil(count / rows)
    const across = (roomWidth - BETWEEN * (columns - 1)) / columns / width
    const down = (roomHeight - BETWEEN * (rows - 1)) / rows / height
    const cell = Math.min(across, down) >= 1 ? Math.floor(Math.min(across, down)) : Math.min(across, down)
    if (cell <= 0 || columns * (rows - 1) >= count) continue
    if (!best || cell > best.cell || (cell === best.cell && columns < best.columns)) best = { columns, rows, cell }
  }
  const { columns, rows, cell } = best ?? { columns: count, rows: 1, cell: 0 }
  const side = (tiles, cells) => tiles * cells * cell + BETWEEN * (tiles - 1)
  return { ...best, width: Math.ceil(side(columns, width)), height: Math.ceil(side(rows, height)) }
}

/** Whether a column is the answer of a network of few classes, which is drawn as bars. */
export const isBars = (column, last) => last && column.size[0] === 1 && column.size[1] === 1 && column.numbers <= CLASSES

/**
 * The columns' widths where `total` px are there: values as large as the height allows, then those smaller that stay widest, until
 * all fit with `gap` between them. → [{ width, values }]
 */
export function layout(columns, { total, height, gap, bars, share = SHARE, least = LEAST }) {
  const most = Math.max(least, total * share)
  const of = (column, room) => {
    const values = arrange(column.size, room, height)
    return { width: Math.max(least, values.width), values }
  }
  const placed = columns.map((column, i) => (isBars(column, i === columns.length - 1) ? { width: bars, values: null } : of(column, most)))
  const wide = () => placed.reduce((sum, { width }) => sum + width, gap * (placed.length - 1))
  while (wide() > total) {
    const smaller = placed.map(({ values }, i) => (values && values.width > least ? of(columns[i], values.width - 1) : null))
    const next = smaller.reduce((best, one, i) => (one && (best < 0 || one.width > smaller[best].width) ? i : best), -1)
    if (next < 0) break
    placed[next] = smaller[next]
  }
  return placed
}

/** The weights under each column: they may use the room of those columns behind it that have none. → [arrangement or null] */
export function weightsLayout(columns, placed, { height, gap }) {
  return columns.map(({ weights }, i) => {
    if (!weights) return null
    let room = placed[i].width
    for (let j = i + 1; j < columns.length && !columns[j].weights; j++) room += gap + placed[j].width
    if (!weights.tiled) return { ...cells(weights.size, placed[i].width, height), count: 1 }
    const [tiles, rows, across] = weights.size
    const all = Math.floor((room - (tiles - 1) * APART) / tiles / across)
    const cell = Math.max(1, Math.min(Math.floor(height / rows), all >= CLEAR ? all : Infinity))
    const pitch = cell * across + APART
    const count = Math.max(1, Math.min(tiles, Math.floor((room + APART) / pitch)))
    return { count, cell: [cell, cell], pitch, width: pitch * (count - 1) + cell * across, height: cell * rows }
  })
}

/** One sheet: as many whole pixels a cell as fit, across and down; at least one. */
function cells([, rows, across], width, height) {
  const cell = [Math.max(1, Math.floor(height / rows)), Math.max(1, Math.floor(width / across))]
  const even = rows > 3 && cell[0] > 3 * cell[1] ? [3 * cell[1], cell[1]] : cell
  return { cell: even, width: even[1] * across, height: even[0] * rows }
}

/** The unit whose weights are under a point of what stands under a column: a tile's, a row's of a matrix, a kernel's column. */
export function unitAt(weights, place, x, y) {
  if (weights.tiled) {
    const unit = Math.floor(x / place.pitch)
    return unit < place.count ? unit : null
  }
  const [, rows, across] = weights.size
  const [row, column] = [Math.floor(y / place.cell[0]), Math.floor(x / place.cell[1])]
  if (row < 0 || column < 0 || row >= rows || column >= across) return null
  if (weights.shape.length === 2) return Math.min(weights.shape[0] - 1, row * weights.factor[0])
  return Math.min(weights.shape[0] - 1, Math.floor((column * weights.factor[1]) / weights.shape[3]))
}
