// The canvas: which of its four ways of showing is used, and what stands where on it.
//   tiles   all channels        pinned  one channel, enlarged
//   rows    many units          list    few units, or one unit's neighbours
import { arrange, barAt, cellAt, corner } from '../../kit/geometry.js'
import { lineAt, lineBox, listLayout, neighbours, paintList, paintNeighbours, paintRows, rowsLayout } from './bars.js'
import { layout, paintPinned } from './pinned.js'
import { paintTiles } from './tiles.js'

function tiles(g, d, reading, { width, height, ratio, look }) {
  const view = arrange({ count: d.count, height: d.height, width: d.width, roomWidth: width, roomHeight: height, line: look.line, ratio })
  paintTiles(g, { maps: d.maps, called: d.called, view, ends: channel => reading.scale(d, channel).end, ratio, look })
  return { mode: 'tiles', ...view }
}

function pinned(g, d, reading, { width, height, ratio, look, t }) {
  const { view, panel } = layout({ height: d.height, width: d.width, roomWidth: width, roomHeight: height, look, ratio })
  const { values, exact } = reading.plane(d)
  paintPinned(g, { view, panel, values, exact, channel: d.called(d.pin), end: reading.scale(d, d.pin).end, look, ratio, t })
  return { mode: 'pinned', ...view }
}

function vector(g, d, reading, { width, height, ratio, look, t }) {
  const { values } = reading.vector(d)
  const given = { values, names: d.names, scale: reading.scale(d, null), look }
  if (d.pin !== null) {
    const list = neighbours(d.pin, d.count, width, height, look)
    paintNeighbours(g, { list, ...given, unit: d.pin, t })
    return { mode: 'list', list }
  }
  const list = listLayout(d.count, width, height, look)
  if (list) {
    paintList(g, { list, ...given })
    return { mode: 'list', list }
  }
  const view = rowsLayout(d.count, width, height, look, ratio)
  paintRows(g, { view, ...given })
  return { mode: 'rows', ...view }
}

/** Paints a subject and says how it is laid out. `place`: { width, height, ratio, look, t }. */
export const paintStage = (g, d, reading, place) => (d.vector ? vector : d.pin !== null ? pinned : tiles)(g, d, reading, place)

/** The cell under a point: { channel, row, col } (of a vector, the unit as channel), or null. */
export function find(view, d, x, y) {
  if (view.mode === 'tiles' || view.mode === 'pinned') {
    const at = cellAt(view, x, y)
    return at && { channel: d.pin ?? at.slot, row: at.row, col: at.col }
  }
  const unit = view.mode === 'rows' ? barAt(view, x - view.gutter, y) : lineAt(view.list, x, y)
  return unit === null ? null : { channel: unit, row: 0, col: 0 }
}

/** Where that cell stands: { x, y, width, height }, or null where it is not shown. */
export function boxOf(view, { channel, row, col }) {
  if (view.mode === 'list') {
    const { first, count } = view.list
    if (channel < first || channel >= first + count) return null
    const { x, y, width, height } = lineBox(view.list, channel)
    return { x: x + 2, y: y + 2, width: width - 4, height: height - 4 } // its outline lies around it
  }
  if (view.mode === 'rows') {
    const { gutter, columns, bar, down } = view
    return { x: gutter + (channel % columns) * bar, y: Math.floor(channel / columns) * down, width: bar, height: down }
  }
  const { x, y } = corner(view, view.mode === 'pinned' ? 0 : channel)
  const k = view.cell
  return { x: x + col * k, y: y + row * k, width: k, height: k }
}
