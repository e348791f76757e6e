// All filters of a convolution as pictures; one of them is chosen.
import { fitted, style } from '../../kit/canvas.js'
import { choices } from '../../kit/choices.js'
import { filtering, present } from '../filtering.js'
import { editOf, order } from '../filters.js'
import { arrange, cellAt, corner } from '../../kit/geometry.js'
import { write } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'
import { scaleBar } from '../scalebar.js'
import { term } from '../../kit/term.js'
import { drawTile, planesOfTile } from '../tile.js'

const LARGEST = 18 // px of a cell: a tile is looked at, not into
const APART = 24 // px at most between tiles that could be larger
const RIM = 3 // px around all tiles, for the frame of the chosen one
const BAR = 20 // px of the longest norm

/** Where the tiles stand: as large as they fit, but no larger than is of use. */
function arranged({ size: [count, , height, width] }, roomWidth, roomHeight, line, ratio) {
  const view = arrange({ count, height, width, roomWidth, roomHeight, line, ratio, above: 1 })
  if (view.cell <= LARGEST) return view
  const saved = view.cell - LARGEST
  return { ...view, cell: LARGEST, across: Math.min(view.across, LARGEST * width + APART), down: view.down - saved * height }
}

function strike(g, x, y, w, h, look) {
  for (const [width, colour] of [[4, look.of('paper')], [1.5, look.of('accent')]]) {
    Object.assign(g, { lineWidth: width, strokeStyle: colour })
    g.beginPath()
    g.moveTo(x, y + h)
    g.lineTo(x + w, y)
    g.stroke()
  }
}

function frame(g, x, y, w, h, look, grow, weight, colour) {
  Object.assign(g, { lineWidth: weight, strokeStyle: look.of(colour) })
  g.strokeRect(x - grow, y - grow, w + 2 * grow, h + 2 * grow)
}

/** Number, and a bar as long as the norm is large. */
function label(g, { unit, norm, most, chosen, x, y, w, look }) {
  g.fillStyle = look.of(chosen ? 'accent' : 'ink-2')
  g.font = look.font(chosen ? 600 : 400)
  g.textBaseline = 'alphabetic'
  g.fillText(String(unit), x, y - 5)
  const long = Math.max(1, Math.min(BAR, w * 0.45) * (most > 0 ? norm / most : 0))
  g.fillStyle = look.of(chosen ? 'accent' : 'edge')
  g.fillRect(x + w - long, y - 12, long, 4)
}

function painter(element, now) {
  let view = null
  const draw = (g, width, height, ratio) => {
    const d = now()
    if (!d) return
    const look = style(element)
    view = arranged(d.tiles, width - 2 * RIM, height - 2 * RIM, look.line, ratio)
    g.translate(RIM, RIM)
    const most = Math.max(...d.tiles.norms)
    const layerEnd = Math.max(...d.tiles.largest)
    d.order.forEach((unit, slot) => {
      const { x, y } = corner(view, slot)
      const [w, h] = [view.cell * view.width, view.cell * view.height]
      const end = d.scale === 'layer' ? layerEnd : d.tiles.largest[unit]
      drawTile(g, planesOfTile(d.tiles, unit), [view.height, view.width], end, x, y, w, h)
      frame(g, x, y, w, h, look, 0, 1, 'line')
      const chosen = unit === d.unit
      if (view.label) label(g, { unit, norm: d.tiles.norms[unit], most, chosen, x, y, w, look })
      if (d.changed(unit)) strike(g, x, y, w, h, look)
      if (unit === d.over) frame(g, x, y, w, h, look, 1, 1, 'ink')
      if (chosen) frame(g, x, y, w, h, look, 2, 2, 'accent')
    })
  }
  return { draw, at: (x, y) => view && cellAt({ ...view, count: now()?.tiles.shape[0] ?? 0 }, x - RIM, y - RIM), columns: () => view?.columns ?? 1 }
}

export function mount({ element, $, t, bus }) {
  const page = filtering(bus)
  const canvas = $('.stage canvas')
  const now = () => {
    const d = present(bus)
    if (!d) return null
    const sort = bus.get('filters.sort')
    const changed = unit => bus.get('filters.edits').some(edit => edit.layer === d.layer.name && edit.unit === unit)
    const list = order(sort, d.tiles.norms, d.strengths?.untouched)
    return { ...d, order: list, scale: bus.get('filters.scale'), over: bus.get('filters.over') ?? null, changed }
  }
  const { draw, at, columns } = painter(element, now)
  const paint = fitted(canvas, draw)
  const bar = scaleBar($('.legend'))

  const sort = choices($('.sort'), value => bus.set('filters.sort', value))
  const scale = choices($('.scale'), value => bus.set('filters.scale', value))
  bus.on('filters.sort', value => sort(value))
  bus.on('filters.scale', value => scale(value))
  term($('.by .word'), t.norm_help)

  function say() {
    const d = now()
    if (!d) return
    const [out, inputs, rows, cols] = d.tiles.shape
    $('.name').textContent = d.layer.name
    $('.about').textContent = fill(t.about, { title: d.layer.title, out: write.count(out), shape: [inputs, rows, cols].join(' × ') })
    const unit = d.over ?? d.unit
    const parts = [fill(t.read, { n: unit, norm: write.number(d.tiles.norms[unit]) })]
    if (d.tiles.slices[unit] >= 0 && d.tiles.shape[1] > 1) parts.push(fill(t.slice, { slice: d.tiles.slices[unit] }))
    if (d.strengths) parts.push(fill(t.here, { value: write.number(d.strengths.highest[unit]) }))
    if (d.changed(unit)) parts.push(t.changed)
    $('.read').textContent = parts.join('')
    $('.read').title = d.tiles.slices[unit] >= 0 ? t.slice_help : t.norm_help
    bar({ end: d.scale === 'layer' ? Math.max(...d.tiles.largest) : d.tiles.largest[unit], signed: true })
    canvas.ariaDescription = $('.read').textContent
  }
  const renew = () => {
    say()
    paint()
  }
  bus.on(['filters.tiles', 'filters.strengths', 'filters.unit', 'filters.edits', 'filters.sort', 'filters.scale', 'filters.over', 'network'], renew)
  hand({ canvas, at, columns, now, bus, page })
}

function hand({ canvas, at, columns, now, bus, page }) {
  const under = event => {
    const box = canvas.getBoundingClientRect()
    const cell = at(event.clientX - box.left, event.clientY - box.top)
    return cell ? now().order[cell.slot] : null
  }
  canvas.addEventListener('pointermove', event => {
    const unit = under(event)
    canvas.style.cursor = unit === null ? '' : 'pointer'
    bus.set('filters.over', unit)
  })
  canvas.addEventListener('pointerleave', () => bus.set('filters.over', null))
  canvas.addEventListener('click', event => {
    const unit = under(event)
    if (unit !== null) page.choose(unit)
  })
  canvas.addEventListener('keydown', event => {
    const d = now()
    if (!d || event.ctrlKey || event.metaKey || event.altKey) return
    const slot = d.order.indexOf(d.unit)
    const last = d.order.length - 1
    const to = { ArrowLeft: slot - 1, ArrowRight: slot + 1, ArrowUp: slot - columns(), ArrowDown: slot + columns(), Home: 0, End: last }[event.key]
    const own = editOf(bus.get('filters.edits'), d.layer.name, d.unit)
    const factor = { 0: 0, '-': -1 }[event.key]
    if (to !== undefined) page.choose(d.order[Math.min(last, Math.max(0, to))])
    else if (factor !== undefined) page.edit({ ...own, factor })
    else if (event.key === 'Backspace') page.edit({ ...own, factor: 1, kernel: null })
    else return
    event.preventDefault()
  })
}
