// Arrow keys on the maps: from channel to channel, enlarged or with Shift from cell to cell, in a vector from unit to unit. Pure but for
// what it is given.
const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }
const LEAVES = { PageUp: -1, PageDown: 1 }
const within = (v, n) => Math.min(n - 1, Math.max(0, v))

/** The cell an arrow leads to. `view` says how many stand in a row. */
export function movedCell({ d, view, hover, key, shift }) {
  const { count, height, width } = d
  const [down, right] = MOVES[key]
  const from = hover ?? { channel: d.pin ?? 0, row: height >> 1, col: width >> 1 }
  if (d.vector) {
    const row = view.mode === 'rows' ? view.columns : 1
    const beside = view.mode === 'rows' || view.list.columns === 1 ? 1 : view.list.rows
    return hover
      ? { channel: within(from.channel + right * (view.mode === 'rows' ? 1 : beside) + down * row, count), row: 0, col: 0 }
      : from
  }
  if (!hover) return from
  if (d.pin !== null || shift) return { channel: from.channel, row: within(from.row + down, height), col: within(from.col + right, width) }
  return { ...from, channel: within(from.channel + right + down * view.columns, count) }
}

/** PageUp and PageDown: one channel back or on. */
function leaf(by, at, { d, point, pin }) {
  const to = within((d.pin ?? at?.channel ?? 0) + by, d.count)
  if (d.pin !== null) pin(to)
  if (at || d.pin === null) point({ row: 0, col: 0, ...at, channel: to })
}

/** One key press on the canvas. */
export function onArrowKey(event, { d, view, hover, point, pin, open }) {
  if (!d || !view || event.ctrlKey || event.metaKey || event.altKey) return
  const { key } = event
  const at = hover && { channel: hover.channel, row: hover.row, col: hover.col }
  if (MOVES[key]) {
    const to = movedCell({ d, view, hover: at, key, shift: event.shiftKey })
    if (d.vector && d.pin !== null) pin(to.channel)
    point(to)
  } else if (LEAVES[key]) leaf(LEAVES[key], at, { d, point, pin })
  else if (key === 'Enter' && d.pin === null) pin(at?.channel ?? 0)
  else if (key === 'Enter' && at?.channel === d.pin) open(at)
  else return
  event.preventDefault()
  event.stopPropagation()
}
