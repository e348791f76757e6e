// All filters of a convolution as pictures; one of them is chosen.
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { radioGroup } from '../../kit/radio_group.js'
import { startFilters, currentSubject } from '../controller.js'
import { editOf, order } from '../settings.js'
import { tileLayout, cellAt, tileCorner } from '../../kit/geometry.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { scaleBar } from '../color_legend.js'
import { tooltip } from '../../kit/tooltip.js'
import { drawFilter, planesOfTile } from '../filter_picture.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const LARGEST = 18 // px of a cell: a tile is looked at, not into
const APART = 24 // px at most between tiles that could be larger
const RIM = 3 // px around all tiles, for the frame of the chosen one
const BAR = 20 // px of the longest norm

/** Where the tiles stand: as large as they fit, but no larger than is of use. */
function placeTiles({ size: [count, , height, width] }, roomWidth, roomHeight, line, ratio) {
  const view = tileLayout({ count, height, width, roomWidth, roomHeight, line, ratio, above: 1 })
  if (view.cell <= LARGEST) return view
  const saved = view.cell - LARGEST
  return { ...view, cell: LARGEST, across: Math.min(view.across, LARGEST * width + APART), down: view.down - saved * height }
}

function strike(ctx, x, y, w, h, styles) {
  for (const [width, colour] of [
    [4, styles.of('paper')],
    [1.5, styles.of('accent')],
  ]) {
    Object.assign(ctx, { lineWidth: width, strokeStyle: colour })
    ctx.beginPath()
    ctx.moveTo(x, y + h)
    ctx.lineTo(x + w, y)
    ctx.stroke()
  }
}

function frame(ctx, x, y, w, h, styles, grow, weight, colour) {
  Object.assign(ctx, { lineWidth: weight, strokeStyle: styles.of(colour) })
  ctx.strokeRect(x - grow, y - grow, w + 2 * grow, h + 2 * grow)
}

/** Number, and a bar as long as the norm is large. */
function label(ctx, { unit, norm, most, chosen, x, y, w, styles }) {
  ctx.fillStyle = styles.of(chosen ? 'accent' : 'ink-2')
  ctx.font = styles.font(chosen ? 600 : 400)
  ctx.textBaseline = 'alphabetic'
  ctx.fillText(String(unit), x, y - 5)
  const long = Math.max(1, Math.min(BAR, w * 0.45) * (most > 0 ? norm / most : 0))
  ctx.fillStyle = styles.of(chosen ? 'accent' : 'edge')
  ctx.fillRect(x + w - long, y - 12, long, 4)
}

function painter(element, now) {
  let view = null
  const draw = (ctx, width, height, ratio) => {
    const d = now()
    if (!d) return
    const styles = styleOf(element)
    view = placeTiles(d.tiles, width - 2 * RIM, height - 2 * RIM, styles.line, ratio)
    ctx.translate(RIM, RIM)
    const most = Math.max(...d.tiles.norms)
    const layerEnd = Math.max(...d.tiles.largest)
    d.order.forEach((unit, slot) => {
      const { x, y } = tileCorner(view, slot)
      const [w, h] = [view.cell * view.width, view.cell * view.height]
      const end = d.scale === 'layer' ? layerEnd : d.tiles.largest[unit]
      drawFilter(ctx, planesOfTile(d.tiles, unit), [view.height, view.width], end, x, y, w, h)
      frame(ctx, x, y, w, h, styles, 0, 1, 'line')
      const chosen = unit === d.unit
      if (view.label) label(ctx, { unit, norm: d.tiles.norms[unit], most, chosen, x, y, w, styles })
      if (d.changed(unit)) strike(ctx, x, y, w, h, styles)
      if (unit === d.over) frame(ctx, x, y, w, h, styles, 1, 1, 'ink')
      if (chosen) frame(ctx, x, y, w, h, styles, 2, 2, 'accent')
    })
  }
  return {
    draw,
    at: (x, y) => view && cellAt({ ...view, count: now()?.tiles.shape[0] ?? 0 }, x - RIM, y - RIM),
    columns: () => view?.columns ?? 1,
  }
}

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  const page = startFilters(bus)
  const canvas = $('.stage canvas')
  const now = () => {
    const d = currentSubject(bus)
    if (!d) return null
    const sort = bus.get('filters.sort')
    const changed = unit => bus.get('filters.edits').some(edit => edit.layer === d.layer.name && edit.unit === unit)
    const list = order(sort, d.tiles.norms, d.strengths?.untouched)
    return { ...d, order: list, scale: bus.get('filters.scale'), over: bus.get('filters.hovered') ?? null, changed }
  }
  const { draw, at, columns } = painter(element, now)
  const paint = fitCanvas(canvas, draw)
  const bar = scaleBar($('.legend'))

  const sort = radioGroup($('.sort'), value => bus.set('filters.sort', value))
  const scale = radioGroup($('.scale'), value => bus.set('filters.scale', value))
  bus.on('filters.sort', value => sort(value))
  bus.on('filters.scale', value => scale(value))
  tooltip($('.by .word'), t.norm_help)

  function say() {
    const d = now()
    if (!d) return
    const [out, inputs, rows, cols] = d.tiles.shape
    $('.name').textContent = d.layer.name
    $('.about').textContent = fillTemplate(t.about, {
      title: d.layer.title,
      out: write.count(out),
      shape: [inputs, rows, cols].join(' × '),
    })
    const unit = d.over ?? d.unit
    const parts = [fillTemplate(t.read, { n: unit, norm: write.number(d.tiles.norms[unit]) })]
    if (d.tiles.slices[unit] >= 0 && d.tiles.shape[1] > 1) parts.push(fillTemplate(t.slice, { slice: d.tiles.slices[unit] }))
    if (d.strengths) parts.push(fillTemplate(t.here, { value: write.number(d.strengths.highest[unit]) }))
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
  bus.on(
    ['filters.tiles', 'filters.strengths', 'filters.unit', 'filters.edits', 'filters.sort', 'filters.scale', 'filters.hovered', 'network'],
    renew,
  )
  bindPointer({ canvas, at, columns, now, bus, page })
}

/** @param {Pick<Instrument, 'bus'> & Record<string, any>} parts */
function bindPointer({ canvas, at, columns, now, bus, page }) {
  const under = event => {
    const box = canvas.getBoundingClientRect()
    const cell = at(event.clientX - box.left, event.clientY - box.top)
    return cell ? now().order[cell.slot] : null
  }
  canvas.addEventListener('pointermove', event => {
    const unit = under(event)
    canvas.style.cursor = unit === null ? '' : 'pointer'
    bus.set('filters.hovered', unit)
  })
  canvas.addEventListener('pointerleave', () => bus.set('filters.hovered', null))
  canvas.addEventListener('click', event => {
    const unit = under(event)
    if (unit !== null) page.choose(unit)
  })
  canvas.addEventListener('keydown', event => {
    const d = now()
    if (!d || event.ctrlKey || event.metaKey || event.altKey) return
    const slot = d.order.indexOf(d.unit)
    const last = d.order.length - 1
    const to = { ArrowLeft: slot - 1, ArrowRight: slot + 1, ArrowUp: slot - columns(), ArrowDown: slot + columns(), Home: 0, End: last }[
      event.key
    ]
    const own = editOf(bus.get('filters.edits'), d.layer.name, d.unit)
    const factor = { 0: 0, '-': -1 }[event.key]
    if (to !== undefined) page.choose(d.order[Math.min(last, Math.max(0, to))])
    else if (factor !== undefined) page.edit({ ...own, factor })
    else if (event.key === 'Backspace') page.edit({ ...own, factor: 1, kernel: null })
    else return
    event.preventDefault()
  })
}
