// Where things stand, in px, and which part of a picture a cell sees. Pure.

/** @typedef {import('./types.js').ReceptiveField} ReceptiveField */

/**
 * Tiles of maps: columns, rows, px of a cell, px of the number above a tile, px from tile to tile.
 * @typedef {{ count: number, height: number, width: number, columns: number, rows: number, cell: number, label: number, across: number, down: number }} TileView
 */
/** @typedef {{ count: number, columns: number, rows: number, bar: number, down: number }} BarView bars in rows; px of a bar, and from row to row */
/** @typedef {{ columns: number, rows: number, cell: number, label: number, between: number }} Fit */

const TIGHT = [
  [600, 2],
  [130, 3],
  [0, 8],
] // from so many channels on, this gap
const LABELLED = 44
const WIDEST_GAP = 28
const FEW = 3 // device pixels of a cell

/**
 * Steps that keep cells alike and sharp: half device pixels where a cell has several, whole pixels of a tile where it has few.
 * @param {number} cell
 * @param {number} width
 * @param {number} ratio
 */
function snapToPixels(cell, width, ratio) {
  if (cell * ratio >= FEW) return Math.floor(cell * ratio * 2) / 2 / ratio
  return Math.max(1, Math.floor(cell * width * ratio)) / ratio / width
}

/**
 * The columns that give `count` tiles of height × width cells the most room in a box. `line`: height of a number above a tile; `above`: px
 * between a row with numbers and the one over it, where less than the gap is enough.
 * → { count, height, width, columns, rows, cell (px), label (px above each tile), across, down (px from tile to tile) }
 * @param {{ count: number, height: number, width: number, roomWidth: number, roomHeight: number, line?: number, ratio?: number, above?: number | null }} box
 * @returns {TileView}
 */
export function tileLayout({ count, height, width, roomWidth, roomHeight, line = 18, ratio = 1, above = null }) {
  const gap = (TIGHT.find(([from]) => count > from) ?? [0, 8])[1]
  /** @param {{ columns: number, rows: number }} grid */
  const empty = ({ columns, rows }) => columns * rows - count
  // The largest cells; among equals those with numbers, then no half empty row, then few rows.
  /**
   * @param {Fit} a
   * @param {Fit} b
   */
  const tidier = (a, b) => a.label > b.label || (a.label === b.label && empty(a) <= empty(b))
  /**
   * @param {Fit} a
   * @param {Fit | null} b
   */
  const better = (a, b) => !b || a.cell > b.cell || (a.cell === b.cell && tidier(a, b))
  /** @type {Fit | null} */
  let best = null
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    for (const label of [line + 2, 0]) {
      const between = label && above !== null ? above : gap
      const fit = Math.min(
        (roomWidth - gap * (columns - 1)) / columns / width,
        (roomHeight - (between + label) * rows + between) / rows / height,
      )
      if (fit <= 0) continue
      const cell = snapToPixels(fit, width, ratio)
      if (label && cell * width < LABELLED) continue
      const found = { columns, rows, cell, label, between }
      if (better(found, best)) best = found
      break // with a label if there is room for one: a number is worth some px
    }
  }
  best ??= { columns: count, rows: 1, cell: Math.max(roomWidth / count / width, 1e-3), label: 0, between: gap }
  const spare = best.columns > 1 ? (roomWidth - best.columns * width * best.cell) / (best.columns - 1) : 0
  const across = width * best.cell + Math.max(0, Math.min(WIDEST_GAP, best.columns > 1 ? spare : 0))
  const { between, ...view } = best
  return { ...view, count, height, width, across: Math.floor(across * ratio) / ratio, down: view.cell * height + view.label + between }
}

/**
 * Left top corner of a tile's cells.
 * @param {TileView} view
 * @param {number} slot
 */
export const tileCorner = (view, slot) => ({
  x: (slot % view.columns) * view.across,
  y: Math.floor(slot / view.columns) * view.down + view.label,
})

/**
 * The tile and the cell under a point, or null.
 * @param {TileView} view
 * @param {number} x
 * @param {number} y
 */
export function cellAt(view, x, y) {
  const column = Math.floor(x / view.across)
  const row = Math.floor(y / view.down)
  const slot = row * view.columns + column
  if (x < 0 || y < 0 || column >= view.columns || slot >= view.count) return null
  const at = tileCorner(view, slot)
  const cell = { slot, row: Math.floor((y - at.y) / view.cell), col: Math.floor((x - at.x) / view.cell) }
  return cell.row >= 0 && cell.row < view.height && cell.col >= 0 && cell.col < view.width ? cell : null
}

const BROADEST = 48
/**
 * Columns of a round number, where that costs hardly any rows: 16 rows of 256 are read more easily than 15 of 274.
 * @param {number} count
 * @param {number} rows
 */
function rounderColumns(count, rows) {
  const columns = Math.ceil(count / rows)
  const round = [64, 50, 32, 20, 10].map(by => Math.floor(columns / by) * by).find(n => n > 0 && Math.ceil(count / n) <= 1.15 * rows)
  return round ? { columns: round, rows: Math.ceil(count / round) } : { columns, rows }
}

/**
 * A vector as bars in rows: few rows of broad bars while they can be pointed at, more rows as they get thinner.
 * → { count, columns, rows, bar (px), down (px from row to row) }
 * @param {{ count: number, roomWidth: number, roomHeight: number, ratio?: number }} box
 * @returns {BarView}
 */
export function barLayout({ count, roomWidth, roomHeight, ratio = 1 }) {
  for (const [bar, high] of [
    [12, 64],
    [6, 44],
    [3, 30],
    [2, 24],
    [1, 16],
    [0, 0],
  ]) {
    for (let rows = 1; rows <= count && roomHeight / rows >= high; rows++) {
      const each = Math.min(BROADEST, roomWidth / Math.ceil(count / rows))
      if (each * ratio < 1 || each < bar) continue
      const round = rounderColumns(count, rows)
      return { count, ...round, bar: Math.floor(each * ratio) / ratio, down: Math.floor(roomHeight / round.rows) }
    }
  }
  return { count, columns: count, rows: 1, bar: roomWidth / count, down: roomHeight }
}

/**
 * The bar under a point, or null.
 * @param {BarView} view
 * @param {number} x
 * @param {number} y
 */
export function barAt(view, x, y) {
  const column = Math.floor(x / view.bar)
  const row = Math.floor(y / view.down)
  const unit = row * view.columns + column
  return x < 0 || y < 0 || column >= view.columns || row >= view.rows || unit >= view.count ? null : unit
}

/**
 * The layer's output as maps: [channels, height, width]; a vector is so many channels of one cell.
 * @param {number[]} shape
 * @returns {[number, number, number]}
 */
export function asMaps(shape) {
  if (shape.length === 3) return [shape[0], shape[1], shape[2]]
  if (shape.length === 2) return [1, shape[0], shape[1]]
  return [shape.reduce((a, b) => a * b, 1), 1, 1]
}
/** @param {number[]} shape */
export const isVector = shape => {
  const [, height, width] = asMaps(shape)
  return height * width === 1
}

const MOST_CODES = 700_000 // bytes of one answer: beyond that the finer of two reductions is not worth its way
/**
 * The largest tile side, in cells, worth asking for: what can be shown, more where it is cheap, so that the browser only shrinks.
 * @param {number[]} shape
 * @param {{ width: number, height: number, line: number, ratio: number }} room
 */
export function sideFor(shape, room) {
  const [count, height, width] = asMaps(shape)
  const longest = Math.max(height, width)
  const { cell } = tileLayout({ count, height, width, roomWidth: room.width, roomHeight: room.height, line: room.line, ratio: room.ratio })
  const shown = Math.max(1, cell * longest * room.ratio)
  const finer = Math.max(1, Math.floor(longest / shown))
  const coarser = Math.ceil(longest / shown)
  const bytes = count * Math.ceil(height / finer) * Math.ceil(width / finer)
  return Math.ceil(longest / (bytes <= MOST_CODES ? finer : coarser))
}

/**
 * [row, col] of a cell [channel, y, x] or [unit], as the layer's field counts: a unit of a flattened map is still a cell of that map.
 * @param {{ receptive_field: ReceptiveField }} layer
 * @param {number[]} cell
 * @returns {[number, number]}
 */
export function fieldCell({ receptive_field: { flattened } }, cell) {
  if (cell.length === 3) return [cell[1], cell[2]]
  if (!flattened) return [0, 0]
  const within = cell[0] % (flattened[0] * flattened[1])
  return [Math.floor(within / flattened[1]), within % flattened[1]]
}

/**
 * What cell (row, col) of a layer sees of a picture of height × width pixels, clipped to it: { top, left, bottom, right, whole }.
 * `field` is the layer's { size, stride, offset: [vertical, horizontal], whole }.
 * @param {ReceptiveField} field
 * @param {number} row
 * @param {number} col
 * @param {number} height
 * @param {number} width
 */
export function receptiveWindow(field, row, col, height, width) {
  /**
   * @param {number} axis
   * @param {number} at
   * @param {number} most
   */
  const span = (axis, at, most) => {
    const from = field.offset[axis] + at * field.stride[axis]
    return [Math.min(most, Math.max(0, from)), Math.max(0, Math.min(most, from + field.size[axis]))]
  }
  const [top, bottom] = field.whole ? [0, height] : span(0, row, height)
  const [left, right] = field.whole ? [0, width] : span(1, col, width)
  return { top, left, bottom, right, whole: top === 0 && left === 0 && bottom === height && right === width }
}

/**
 * A window of a picture of [height, width] as the style of an element that lies over it.
 * @param {{ top: number, left: number, bottom: number, right: number }} window
 * @param {readonly number[]} size
 */
export function percentBox({ top, left, bottom, right }, [height, width]) {
  /**
   * @param {number} v
   * @param {number} whole
   */
  const part = (v, whole) => `${(100 * v) / whole}%`
  return { top: part(top, height), left: part(left, width), height: part(bottom - top, height), width: part(right - left, width) }
}

/**
 * The other way round: the cells of a layer, rows × columns of them, that feel pixel (y, x): { top, left, bottom, right } in cells, or null.
 * Cell i sees the pixels offset + i · stride … + size − 1.
 * @param {ReceptiveField} field
 * @param {number} y
 * @param {number} x
 * @param {number} rows
 * @param {number} columns
 */
export function projectiveField(field, y, x, rows, columns) {
  /**
   * @param {number} axis
   * @param {number} at
   * @param {number} cells
   */
  const span = (axis, at, cells) => {
    const from = Math.ceil((at - field.offset[axis] - field.size[axis] + 1) / field.stride[axis])
    return [Math.max(0, from), Math.min(cells, Math.floor((at - field.offset[axis]) / field.stride[axis]) + 1)]
  }
  const [top, bottom] = field.whole ? [0, rows] : span(0, y, rows)
  const [left, right] = field.whole ? [0, columns] : span(1, x, columns)
  return top < bottom && left < right ? { top, left, bottom, right } : null
}

/**
 * Values in `bins` equal steps between the least and the largest, and what a panel says about them.
 * @param {ArrayLike<number> & Iterable<number>} values
 * @param {number} bins
 */
export function statistics(values, bins = 24) {
  let minimum = Infinity
  let maximum = -Infinity
  let sum = 0
  let zeros = 0
  let finite = 0
  for (const v of values) {
    if (!Number.isFinite(v)) continue
    finite++
    sum += v
    if (v === 0) zeros++
    if (v < minimum) minimum = v
    if (v > maximum) maximum = v
  }
  const histogram = new Array(bins).fill(0)
  const span = maximum - minimum
  for (const v of values) if (Number.isFinite(v)) histogram[span > 0 ? Math.min(bins - 1, Math.floor(((v - minimum) / span) * bins)) : 0]++
  const count = values.length
  return finite
    ? { count, finite, minimum, maximum, mean: sum / finite, zeros, histogram }
    : { count, finite, minimum: NaN, maximum: NaN, mean: NaN, zeros, histogram }
}
