// A vector: every unit a bar about zero. Few units have lines of their own with name and number; many stand in rows.
import { css, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { barLayout } from '../../kit/geometry.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { paintHistogramPanel } from './histogram.js'

const GAP = 24
const OUTLINED = 4
const PANEL = 9 // px, px, text lines
const highest = styles => 3 * styles.size + 2

// One line per unit

/** Lines in one or two columns if all units fit so, else null. */
export function listLayout(count, roomWidth, roomHeight, styles) {
  const least = styles.line + 2
  const most = Math.floor(roomHeight / least)
  const columns = count <= most ? 1 : count <= 2 * most && roomWidth > 36 * styles.size ? 2 : 0
  if (!columns) return null
  const rows = Math.ceil(count / columns)
  return {
    first: 0,
    count,
    columns,
    rows,
    down: Math.min(highest(styles), roomHeight / rows),
    across: (roomWidth + GAP) / columns,
    width: (roomWidth - GAP * (columns - 1)) / columns,
  }
}

/** The lines around one unit, as many as fit, with room for a panel beside them. */
export function neighbours(unit, count, roomWidth, roomHeight, styles) {
  const label = styles.line + 2
  const rows = Math.min(count, Math.max(1, Math.floor((roomHeight - label) / (styles.line + 6))))
  const left = roomWidth - GAP - PANEL * styles.line
  const beside = left >= roomWidth / 2
  const width = beside ? left : roomWidth
  const shown = beside ? rows : Math.max(1, rows - 11)
  const first = Math.min(count - shown, Math.max(0, unit - (shown >> 1)))
  const down = Math.min(highest(styles), (beside ? roomHeight - label : shown * (styles.line + 6)) / shown)
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

function clipped(ctx, text, width) {
  if (ctx.measureText(text).width <= width) return text
  let n = text.length
  while (n > 1 && ctx.measureText(`${text.slice(0, n)}…`).width > width) n--
  return `${text.slice(0, n)}…`
}

/** A bar from zero to `value` in a box whose width stands for the scale. */
function barIn(ctx, { x, y, width, height }, value, { end, signed }, styles) {
  const zero = signed ? x + width / 2 : x
  const reach = signed ? width / 2 : width
  const long =
    Number.isFinite(value) && end > 0 ? Math.max(-1, Math.min(1, value / end)) * reach : value > 0 ? reach : value < 0 ? -reach : 0
  ctx.fillStyle = css(theme(), scaleIndex(value, end))
  ctx.strokeStyle = styles.of('edge')
  if (long) {
    ctx.fillRect(Math.min(zero, zero + long), y, Math.abs(long), height)
    ctx.strokeRect(Math.min(zero, zero + long) + 0.5, y + 0.5, Math.max(0, Math.abs(long) - 1), height - 1)
  }
  ctx.fillStyle = styles.of('edge')
  ctx.fillRect(zero - 0.5, y - 2, 1, height + 4)
}

export function paintList(ctx, { list, values, names, scale, styles, pin = null }) {
  ctx.font = styles.font()
  ctx.textBaseline = 'middle'
  ctx.lineWidth = 1
  const units = Array.from({ length: list.count }, (_, i) => list.first + i)
  const wide = text => ctx.measureText(text).width
  const index = Math.max(...units.map(u => wide(write.count(u)))) + 8
  const name = names ? Math.min(list.width * 0.3, Math.max(...units.map(u => wide(names[u] ?? '')))) + 12 : 0
  const number = Math.max(...units.map(u => wide(write.number(values[u])))) + 8
  for (const unit of units) {
    const { x, y, width, height } = lineBox(list, unit)
    const middle = y + height / 2
    const thick = Math.min(styles.size, height - 4)
    if (unit === pin) {
      ctx.fillStyle = styles.of('wash')
      ctx.fillRect(x, y, width, height)
    }
    ctx.fillStyle = styles.of('ink-2')
    ctx.textAlign = 'left'
    ctx.fillText(write.count(unit), x + 2, middle)
    ctx.fillStyle = styles.of('ink')
    if (name) ctx.fillText(clipped(ctx, names[unit] ?? '', name - 10), x + index, middle)
    barIn(
      ctx,
      { x: x + index + name, y: middle - thick / 2, width: width - index - name - number - 2, height: thick },
      values[unit],
      scale,
      styles,
    )
    ctx.fillStyle = styles.of('ink')
    ctx.textAlign = 'right'
    ctx.fillText(write.number(values[unit]), x + width - 2, middle)
  }
  ctx.textAlign = 'left'
}

/** One unit among its neighbours, and all units' values beside them. */
export function paintNeighbours(ctx, { list, values, names, scale, styles, unit, t }) {
  ctx.font = styles.font()
  ctx.textBaseline = 'middle'
  ctx.fillStyle = styles.of('ink-2')
  ctx.fillText(fillTemplate(t.unit, { c: write.count(unit) }), 0, styles.line / 2)
  paintList(ctx, { list, values, names, scale, styles, pin: unit })
  if (list.panel.width > 5 * styles.line) paintHistogramPanel(ctx, list.panel, values, scale.end, styles, t)
}

// Rows of bars

/** Rows with the number of their first unit at the left. */
export function rowsLayout(count, roomWidth, roomHeight, styles, ratio) {
  const gutter = Math.ceil(styles.size * 0.62 * write.count(count - 1).length) + 10
  return { ...barLayout({ count, roomWidth: roomWidth - gutter, roomHeight, ratio }), gutter }
}

export function paintRows(ctx, { view, values, scale, styles }) {
  const every = Math.ceil(styles.line / view.down)
  const pad = view.down > 30 ? 4 : view.down > 12 ? 1 : 0
  ctx.font = styles.font()
  ctx.textBaseline = 'middle'
  ctx.lineWidth = 1
  for (let row = 0; row < view.rows; row++) {
    const top = row * view.down + pad
    const high = view.down - 2 * pad
    const zero = scale.signed ? top + high / 2 : top + high
    const from = row * view.columns
    if (from >= view.count) break
    const many = Math.min(view.columns, view.count - from)
    ctx.fillStyle = styles.of('ink-2')
    ctx.textAlign = 'right'
    if (row % every === 0) ctx.fillText(write.count(from), view.gutter - 8, Math.max(styles.line / 2, row * view.down + view.down / 2))
    ctx.textAlign = 'left'
    ctx.fillStyle = styles.of('line')
    ctx.fillRect(view.gutter, Math.round(zero) - (scale.signed ? 0 : 1), many * view.bar, 1)
    for (let i = 0; i < many; i++)
      upright(ctx, view.gutter + i * view.bar, view.bar, zero, scale.signed ? high / 2 : high, values[from + i], scale.end, styles)
  }
}

function upright(ctx, x, wide, zero, reach, value, end, styles) {
  const part = Number.isFinite(value) && end > 0 ? Math.max(-1, Math.min(1, value / end)) : Math.sign(value) || 0
  const high = Math.abs(part) * reach
  const gap = wide > 3 ? 1 : 0
  ctx.fillStyle = css(theme(), scaleIndex(value, end))
  if (Number.isNaN(value)) return ctx.fillRect(x, zero - reach, wide - gap, reach)
  if (high < 0.5) return
  const top = part > 0 ? zero - high : zero
  ctx.fillRect(x, top, wide - gap, high)
  if (wide > OUTLINED && high > 2) {
    ctx.strokeStyle = styles.of('edge')
    ctx.strokeRect(x + 0.5, top + 0.5, wide - gap - 1, high - 1)
  } else {
    ctx.fillStyle = styles.of('edge')
    ctx.fillRect(x, part > 0 ? top : top + high - 1, wide - gap, 1)
  }
}
