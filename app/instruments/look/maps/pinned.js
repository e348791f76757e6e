// One channel, enlarged: its numbers where they fit, its values as a histogram beside it.
import { colours, inkOn, place } from '../../kit/colour.js'
import { picture, theme } from '../../kit/canvas.js'
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { paintPanel } from './panel.js'

const GAP = 24
const PANEL = 9
const LINES = 11 // the panel is at least so many text lines wide, or high where it stands below

/** A number for a cell: two decimals, fewer where the whole part is long. */
export const inCell = v =>
  Number.isFinite(v) && Math.abs(v) < 1e5 ? write.fixed(v, Math.abs(v) < 100 ? 2 : Math.abs(v) < 1000 ? 1 : 0) : write.number(v, 2)

/** Where map and panel stand: beside each other or below, whichever leaves the map larger. */
export function layout({ height, width, roomWidth, roomHeight, look, ratio }) {
  const label = look.line + 2
  const right = Math.min((roomWidth - GAP - PANEL * look.line) / width, (roomHeight - label) / height)
  const below = Math.min(roomWidth / width, (roomHeight - label - LINES * look.line) / height)
  const beside = right >= below
  const fit = Math.max(right, below, 1 / width)
  const cell = fit * ratio >= 4 ? Math.floor(fit * ratio * 4) / 4 / ratio : fit
  const view = { count: 1, columns: 1, rows: 1, height, width, cell, label, across: roomWidth + 1, down: roomHeight + 1 }
  const x = beside ? width * cell + GAP : 0
  const y = beside ? 0 : label + height * cell + 12
  return { view, panel: { x, y, width: roomWidth - x, height: roomHeight - y - 48 } }
}

function numbersIn(g, values, view, end, look) {
  g.font = look.font()
  const widest = values.reduce((most, v) => Math.max(most, g.measureText(inCell(v)).width), 0)
  if (widest + 6 > view.cell || look.line > view.cell) return
  g.textAlign = 'center'
  g.textBaseline = 'middle'
  values.forEach((v, i) => {
    g.fillStyle = inkOn(theme(), place(v, end))
    g.fillText(inCell(v), ((i % view.width) + 0.5) * view.cell, view.label + (Math.floor(i / view.width) + 0.5) * view.cell)
  })
  g.textAlign = 'left'
}

/** Paints `values` [height, width] of a channel, `channel` its name; numbers only where they are exact. */
export function paintPinned(g, { view, panel, values, exact, channel, end, look, ratio, t }) {
  const { height, width, cell, label } = view
  const table = colours(theme())
  g.font = look.font()
  g.textBaseline = 'middle'
  g.fillStyle = look.of('ink-2')
  g.fillText(fill(t.channel, { c: channel }), 0, look.line / 2)
  g.imageSmoothingEnabled = cell * ratio < 1
  g.drawImage(
    picture(
      Uint32Array.from(values, v => table[place(v, end)]),
      width,
      height,
    ),
    0,
    label,
    width * cell,
    height * cell,
  )
  g.strokeStyle = look.of('line')
  g.strokeRect(0.5, label + 0.5, width * cell - 1, height * cell - 1)
  if (exact && cell > 2 * look.size) numbersIn(g, values, view, end, look)
  if (panel.width > 5 * look.line) paintPanel(g, panel, values, end, look, t)
}
