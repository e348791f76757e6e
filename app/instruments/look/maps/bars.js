// A vector: every unit a bar about zero. Few units have lines of their own with name and number; many stand in rows.
import { css, place } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { arrangeBars } from '../../kit/geometry.js'
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { paintPanel } from './panel.js'

const GAP = 24
const OUTLINED = 4
const PANEL = 9 // px, px, text lines
const highest = look => 3 * look.size + 2

// One line per unit

/** Lines in one or two columns if all units fit so, else null. */
export function listLayout(count, roomWidth, roomHeight, look) {
  const least = look.line + 2
  const most = Math.floor(roomHeight / least)
  const columns = count <= most ? 1 : count <= 2 * most && roomWidth > 36 * look.size ? 2 : 0
  if (!columns) return null
  const rows = Math.ceil(count / columns)
  return {
    first: 0,
    count,
    columns,
    rows,
    down: Math.min(highest(look), roomHeight / rows),
    across: (roomWidth + GAP) / columns,
    width: (roomWidth - GAP * (columns - 1)) / columns,
  }
}

/** The lines around one unit, as many as fit, with room for a panel beside them. */
export function neighbours(unit, count, roomWidth, roomHeight, look) {
  const label = look.line + 2
  const rows = Math.min(count, Math.max(1, Math.floor((roomHeight - label) / (look.line + 6))))
  const left = roomWidth - GAP - PANEL * look.line
  const beside = left >= roomWidth / 2
  const width = beside ? left : roomWidth
  const shown = beside ? rows : Math.max(1, rows - 11)
  const first = Math.min(count - shown, Math.max(0, unit - (shown >> 1)))
  const down = Math.min(highest(look), (beside ? roomHeight - label : shown * (look.line + 6)) / shown)
  const x = beside ? width + GAP : 0
  const y = beside ? 0 : label + shown * down + 12
  return {
    first,
    count: shown,
    columns: 1,
    rows: shown,
    down,
    across: roomWidth + 1,
    width,
    label,
    panel: { x, y, width: roomWidth - x, height: roomHeight - y - 48 },
  }
}

export const lineAt = (list, x, y) => {
  const row = Math.floor((y - (list.label ?? 0)) / list.down)
  const column = Math.floor(x / list.across)
  const at = column * list.rows + row
  return row < 0 || row >= list.rows || x > column * list.across + list.width || at >= list.count ? null : list.first + at
}
export const lineBox = (list, unit) => {
  const at = unit - list.first
  const column = Math.floor(at / list.rows)
  return { x: column * list.across, y: (list.label ?? 0) + (at % list.rows) * list.down, width: list.width, height: list.down }
}

function clipped(g, text, width) {
  if (g.measureText(text).width <= width) return text
  let n = text.length
  while (n > 1 && g.measureText(`${text.slice(0, n)}…`).width > width) n--
  return `${text.slice(0, n)}…`
}

/** A bar from zero to `value` in a box whose width stands for the scale. */
function barIn(g, { x, y, width, height }, value, { end, signed }, look) {
  const zero = signed ? x + width / 2 : x
  const reach = signed ? width / 2 : width
  const long =
    Number.isFinite(value) && end > 0 ? Math.max(-1, Math.min(1, value / end)) * reach : value > 0 ? reach : value < 0 ? -reach : 0
  g.fillStyle = css(theme(), place(value, end))
  g.strokeStyle = look.of('edge')
  if (long) {
    g.fillRect(Math.min(zero, zero + long), y, Math.abs(long), height)
    g.strokeRect(Math.min(zero, zero + long) + 0.5, y + 0.5, Math.max(0, Math.abs(long) - 1), height - 1)
  }
  g.fillStyle = look.of('edge')
  g.fillRect(zero - 0.5, y - 2, 1, height + 4)
}

export function paintList(g, { list, values, names, scale, look, pin = null }) {
  g.font = look.font()
  g.textBaseline = 'middle'
  g.lineWidth = 1
  const units = Array.from({ length: list.count }, (_, i) => list.first + i)
  const wide = text => g.measureText(text).width
  const index = Math.max(...units.map(u => wide(write.count(u)))) + 8
  const name = names ? Math.min(list.width * 0.3, Math.max(...units.map(u => wide(names[u] ?? '')))) + 12 : 0
  const number = Math.max(...units.map(u => wide(write.number(values[u])))) + 8
  for (const unit of units) {
    const { x, y, width, height } = lineBox(list, unit)
    const middle = y + height / 2
    const thick = Math.min(look.size, height - 4)
    if (unit === pin) {
      g.fillStyle = look.of('wash')
      g.fillRect(x, y, width, height)
    }
    g.fillStyle = look.of('ink-2')
    g.textAlign = 'left'
    g.fillText(write.count(unit), x + 2, middle)
    g.fillStyle = look.of('ink')
    if (name) g.fillText(clipped(g, names[unit] ?? '', name - 10), x + index, middle)
    barIn(
      g,
      { x: x + index + name, y: middle - thick / 2, width: width - index - name - number - 2, height: thick },
      values[unit],
      scale,
      look,
    )
    g.fillStyle = look.of('ink')
    g.textAlign = 'right'
    g.fillText(write.number(values[unit]), x + width - 2, middle)
  }
  g.textAlign = 'left'
}

/** One unit among its neighbours, and all units' values beside them. */
export function paintNeighbours(g, { list, values, names, scale, look, unit, t }) {
  g.font = look.font()
  g.textBaseline = 'middle'
  g.fillStyle = look.of('ink-2')
  g.fillText(fill(t.unit, { c: write.count(unit) }), 0, look.line / 2)
  paintList(g, { list, values, names, scale, look, pin: unit })
  if (list.panel.width > 5 * look.line) paintPanel(g, list.panel, values, scale.end, look, t)
}

// Rows of bars

/** Rows with the number of their first unit at the left. */
export function rowsLayout(count, roomWidth, roomHeight, look, ratio) {
  const gutter = Math.ceil(look.size * 0.62 * write.count(count - 1).length) + 10
  return { ...arrangeBars({ count, roomWidth: roomWidth - gutter, roomHeight, ratio }), gutter }
}

export function paintRows(g, { view, values, scale, look }) {
  const every = Math.ceil(look.line / view.down)
  const pad = view.down > 30 ? 4 : view.down > 12 ? 1 : 0
  g.font = look.font()
  g.textBaseline = 'middle'
  g.lineWidth = 1
  for (let row = 0; row < view.rows; row++) {
    const top = row * view.down + pad
    const high = view.down - 2 * pad
    const zero = scale.signed ? top + high / 2 : top + high
    const from = row * view.columns
    if (from >= view.count) break
    const many = Math.min(view.columns, view.count - from)
    g.fillStyle = look.of('ink-2')
    g.textAlign = 'right'
    if (row % every === 0) g.fillText(write.count(from), view.gutter - 8, Math.max(look.line / 2, row * view.down + view.down / 2))
    g.textAlign = 'left'
    g.fillStyle = look.of('line')
    g.fillRect(view.gutter, Math.round(zero) - (scale.signed ? 0 : 1), many * view.bar, 1)
    for (let i = 0; i < many; i++)
      upright(g, view.gutter + i * view.bar, view.bar, zero, scale.signed ? high / 2 : high, values[from + i], scale.end, look)
  }
}

function upright(g, x, wide, zero, reach, value, end, look) {
  const part = Number.isFinite(value) && end > 0 ? Math.max(-1, Math.min(1, value / end)) : Math.sign(value) || 0
  const high = Math.abs(part) * reach
  const gap = wide > 3 ? 1 : 0
  g.fillStyle = css(theme(), place(value, end))
  if (Number.isNaN(value)) return g.fillRect(x, zero - reach, wide - gap, reach)
  if (high < 0.5) return
  const top = part > 0 ? zero - high : zero
  g.fillRect(x, top, wide - gap, high)
  if (wide > OUTLINED && high > 2) {
    g.strokeStyle = look.of('edge')
    g.strokeRect(x + 0.5, top + 0.5, wide - gap - 1, high - 1)
  } else {
    g.fillStyle = look.of('edge')
    g.fillRect(x, part > 0 ? top : top + high - 1, wide - gap, 1)
  }
}
