// The canvas: which of its four ways of showing is used, and what stands where on it.
//   tiles   all channels        pinned  one channel, enlarged
//   rows    many units          list    few units, or one unit's neighbours
import { tileLayout, barAt, cellAt, tileCorner } from '../../kit/geometry.js'
import { lineAt, lineBox, listLayout, neighbours, paintList, paintNeighbours, paintRows, rowsLayout } from './bars.js'
import { layout, paintSingleChannel } from './single_channel.js'
import { paintTiles } from './tiles.js'

function tiles(ctx, d, reading, { width, height, ratio, styles }) {
  const view = tileLayout({
    count: d.count,
    height: d.height,
    width: d.width,
    roomWidth: width,
    roomHeight: height,
    line: styles.line,
    ratio,
  })
  paintTiles(ctx, { maps: d.maps, called: d.called, view, ends: channel => reading.scale(d, channel).end, ratio, styles })
  return { mode: 'tiles', ...view }
}

function pinned(ctx, d, reading, { width, height, ratio, styles, t }) {
  const { view, panel } = layout({ height: d.height, width: d.width, roomWidth: width, roomHeight: height, styles, ratio })
  const { values, exact } = reading.plane(d)
  paintSingleChannel(ctx, { view, panel, values, exact, channel: d.called(d.pin), end: reading.scale(d, d.pin).end, styles, ratio, t })
  return { mode: 'pinned', ...view }
}

function vector(ctx, d, reading, { width, height, ratio, styles, t }) {
  const { values } = reading.vector(d)
  const given = { values, names: d.names, scale: reading.scale(d, null), styles }
  if (d.pin !== null) {
    const list = neighbours(d.pin, d.count, width, height, styles)
    paintNeighbours(ctx, { list, ...given, unit: d.pin, t })
    return { mode: 'list', list }
  }
  const list = listLayout(d.count, width, height, styles)
  if (list) {
    paintList(ctx, { list, ...given })
    return { mode: 'list', list }
  }
  const view = rowsLayout(d.count, width, height, styles, ratio)
  paintRows(ctx, { view, ...given })
  return { mode: 'rows', ...view }
}

/** Paints a subject and says how it is laid out. `place`: { width, height, ratio, look, t }. */
export const paintView = (ctx, d, reading, place) => (d.vector ? vector : d.pin !== null ? pinned : tiles)(ctx, d, reading, place)

/** The cell under a point: { channel, row, col } (of a vector, the unit as channel), or null. */
export function cellAtPoint(view, d, x, y) {
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
  const { x, y } = tileCorner(view, view.mode === 'pinned' ? 0 : channel)
  const k = view.cell
  return { x: x + col * k, y: y + row * k, width: k, height: k }
}
