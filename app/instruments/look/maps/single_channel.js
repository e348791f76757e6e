// One channel, enlarged: its numbers where they fit, its values as a histogram beside it.
import { colours, inkOn, scaleIndex } from '../../kit/colour.js'
import { imageOf, theme } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { paintHistogramPanel } from './histogram.js'

const GAP = 24 // px between map and panel
const PANEL = 9 // lines of text: how wide the panel is at least
const LINES = 11 // how high it is at least where it stands below

/** A number for a cell: two decimals, fewer where the whole part is long. */
export const inCell = v =>
  Number.isFinite(v) && Math.abs(v) < 1e5 ? write.fixed(v, Math.abs(v) < 100 ? 2 : Math.abs(v) < 1000 ? 1 : 0) : write.number(v, 2)

/**
 * Where map and panel stand: beside each other or below, whichever leaves the map larger. [height, width] in cells, the room in CSS px.
 * → { view (as of tileLayout, one tile), panel: { x, y, width, height } in CSS px }
 */
export function layout({ height, width, roomWidth, roomHeight, styles, ratio }) {
  const label = styles.line + 2
  const right = Math.min((roomWidth - GAP - PANEL * styles.line) / width, (roomHeight - label) / height)
  const below = Math.min(roomWidth / width, (roomHeight - label - LINES * styles.line) / height)
  const beside = right >= below
  const fit = Math.max(right, below, 1 / width)
  const cell = fit * ratio >= 4 ? Math.floor(fit * ratio * 4) / 4 / ratio : fit
  const view = { count: 1, columns: 1, rows: 1, height, width, cell, label, across: roomWidth + 1, down: roomHeight + 1 }
  const x = beside ? width * cell + GAP : 0
  const y = beside ? 0 : label + height * cell + 12
  return { view, panel: { x, y, width: roomWidth - x, height: roomHeight - y - 48 } }
}

/** Writes each cell's number into it, where all of them fit. */
function numbersIn(ctx, values, view, end, styles) {
  ctx.font = styles.font()
  const widest = values.reduce((most, v) => Math.max(most, ctx.measureText(inCell(v)).width), 0)
  if (widest + 6 > view.cell || styles.line > view.cell) return
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  values.forEach((v, i) => {
    ctx.fillStyle = inkOn(theme(), scaleIndex(v, end))
    ctx.fillText(inCell(v), ((i % view.width) + 0.5) * view.cell, view.label + (Math.floor(i / view.width) + 0.5) * view.cell)
  })
  ctx.textAlign = 'left'
}

/** Paints `values` [height, width] of a channel, `channel` its name; numbers only where they are exact. */
export function paintSingleChannel(ctx, { view, panel, values, exact, channel, end, styles, ratio, t }) {
  const { height, width, cell, label } = view
  const table = colours(theme())
  ctx.font = styles.font()
  ctx.textBaseline = 'middle'
  ctx.fillStyle = styles.of('ink-2')
  ctx.fillText(fillTemplate(t.channel, { c: channel }), 0, styles.line / 2)
  ctx.imageSmoothingEnabled = cell * ratio < 1
  ctx.drawImage(
    imageOf(
      Uint32Array.from(values, v => table[scaleIndex(v, end)]),
      width,
      height,
    ),
    0,
    label,
    width * cell,
    height * cell,
  )
  ctx.strokeStyle = styles.of('line')
  ctx.strokeRect(0.5, label + 0.5, width * cell - 1, height * cell - 1)
  if (exact && cell > 2 * styles.size) numbersIn(ctx, values, view, end, styles)
  if (panel.width > 5 * styles.line) paintHistogramPanel(ctx, panel, values, end, styles, t)
}
