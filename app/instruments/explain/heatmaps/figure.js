// One heat: over the picture, with its line, its legend and its twin of the untrained network.
import { paintColourBar, placeAlong } from '../../kit/colour_bar.js'
import { createElement } from '../../kit/element.js'
import { fitCanvas, theme, contextOf } from '../../kit/canvas.js'
import { endOf, clampSquare, contour, compareHeatmaps } from '../settings.js'
import { CUT, paintOver } from '../../kit/overlay.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { tooltip } from '../../kit/tooltip.js'

const FINE = 64 // px: smaller pictures are shown pixel by pixel
const LARGE_GAP = 0.05 // of what should be explained
const LINE_WIDTHS = [3, 1.25]

/** The picture enlarged to a canvas, so that the photograph is smooth under the map; a drawing keeps its pixels. Kept while nothing changes. */
function enlarger() {
  let kept = null
  return (picture, width, height) => {
    const [rows, columns, depth] = picture.shape
    if (Math.max(rows, columns) <= FINE) return picture
    if (kept?.of === picture && kept.width === width && kept.height === height) return kept.made
    const small = new OffscreenCanvas(columns, rows)
    const rgba = new Uint8ClampedArray(4 * rows * columns).fill(255)
    for (let i = 0; i < rows * columns; i++) for (let c = 0; c < 3; c++) rgba[4 * i + c] = picture.values[i * depth + (depth === 1 ? 0 : c)]
    contextOf(small).putImageData(new ImageData(rgba, columns, rows), 0, 0)
    const ctx = contextOf(new OffscreenCanvas(width, height))
    ctx.imageSmoothingQuality = 'high'
    ctx.drawImage(small, 0, 0, width, height)
    const { data } = ctx.getImageData(0, 0, width, height)
    const values = new Uint8Array(3 * width * height)
    for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) values[3 * i + c] = data[4 * i + c]
    kept = { of: picture, width, height, made: { values, shape: [height, width, 3] } }
    return kept.made
  }
}

/** Paints cells over a picture; cells lie on it centre on centre. */
function over(canvas, enlarge, picture, { cells, shape }, end, opacity, inked) {
  const ratio = devicePixelRatio || 1
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map(v => Math.round(v * ratio))
  if (!width || !height) return
  const ground = enlarge(picture, width, height)
  const cell = [0, 1].map(axis => ground.shape[axis] / shape[axis])
  const field = { size: cell, stride: cell, offset: [0, 0], whole: false }
  paintOver(canvas, { picture: ground, map: { values: cells, shape }, field, end, opacity, theme: theme(), inked }, width, height)
}

/** The line at half of the maximum, and the frame of the square, on a canvas of their own. */
function lines(ctx, width, height, { segments, size, square }) {
  const style = getComputedStyle(ctx.canvas)
  const inks = ['--paper', '--ink'].map(token => style.getPropertyValue(token))
  const [ky, kx] = [height / size[0], width / size[1]]
  LINE_WIDTHS.forEach((wide, i) => {
    Object.assign(ctx, { lineWidth: wide, strokeStyle: inks[i], lineCap: 'round' })
    ctx.beginPath()
    for (const [x0, y0, x1, y1] of segments) {
      ctx.moveTo(x0 * kx, y0 * ky)
      ctx.lineTo(x1 * kx, y1 * ky)
    }
    ctx.stroke()
    if (!square) return
    const { top, left, size: side } = clampSquare(square, size)
    ctx.strokeRect(left * kx, top * ky, side * kx, side * ky)
  })
}

function markup(which, t) {
  const [heat, marks, small, bar] = Array.from({ length: 4 }, () => createElement('canvas'))
  const tick = createElement('i', 'tick')
  tick.hidden = true
  const parts = {
    heat, marks, small, bar, tick,
    name: createElement('span', 'name'), z: createElement('span', 'logit'), p: createElement('span'), none: createElement('div', 'none'), note: createElement('div', 'note'),
    ends: createElement('div', 'ends', createElement('span'), createElement('span'), createElement('span')),
    says: createElement('p'),
  } // prettier-ignore
  const caption = createElement(
    'figcaption',
    '',
    createElement('span', 'chip', which.toUpperCase()),
    parts.name,
    createElement('span', 'z', parts.z, parts.p),
  )
  const scale = createElement('div', 'scale', bar, tick)
  parts.label = createElement('span', '', t.heat)
  const legend = createElement('div', 'legend', parts.label, scale, parts.ends)
  const text = createElement('div', '', createElement('b', '', t.untrained), parts.says)
  parts.untrained = createElement('div', 'untrained', small, text)
  parts.figure = createElement(
    'figure',
    '',
    caption,
    createElement('div', 'box', heat, marks, parts.none),
    createElement('div', 'foot', parts.note, legend),
    parts.untrained,
  )
  heat.setAttribute('role', 'img')
  small.setAttribute('role', 'img')
  return parts
}

/** What stands left of the legend: what is hovered, the completeness of integrated gradients, or what the lines are. */
function noteOf({ facts, fine, hovered, square, which }, t) {
  if (hovered !== null) return [fillTemplate(t.value, { v: write.number(hovered) })]
  if (facts.completeness_gap !== undefined) {
    const { sum, logit_rise: rise, completeness_gap: gap } = facts
    const bold = createElement(
      'b',
      Math.abs(gap) > LARGE_GAP * Math.abs(rise) ? 'bad' : '',
      rise ? `${write.percent(Math.abs(gap / rise))} %` : write.short(gap),
    )
    bold.title = write.short(gap)
    const word = createElement('span', '', t.gap)
    tooltip(word, t.gap_help)
    return [fillTemplate(t.complete, { sum: write.short(sum), rise: write.short(rise) }), createElement('br'), word, ' ', bold]
  }
  if (facts.maps !== undefined && facts.maps < facts.maps_of_layer) {
    const word = createElement('span', '', fillTemplate(t.maps, { n: facts.maps, all: write.count(facts.maps_of_layer) }))
    tooltip(word, t.maps_help)
    return [word]
  }
  if (facts.relus === 0) return [t.no_relu]
  if (fine) return [t.extremes]
  return [square && which === 'b' ? t.frame : t.line]
}

/** Whether a method's ReLU left nothing of a heat map that was there before. */
const allNegative = ({ maximum, sums }) => maximum === 0 && sums !== null && sums.some(v => v < 0)

/** How alike the heat maps of the trained and of the untrained network are. */
function sayLikeness(line, twin, { r, sums }, t) {
  if (Number.isNaN(r)) return (line.textContent = t.same_method_alike)
  const word = createElement('span', '', t.rank)
  tooltip(word, sums ? t.rank_sums_help : t.rank_help)
  const how = createElement('span', 'how', `${allNegative(twin) ? t.all_against : t.same_method} `)
  line.replaceChildren(how, word, ' ', createElement('b', '', write.fixed(r)))
}

function paintLegend(parts, now, { hovered, which }, t) {
  const far = write.number(now.end)
  const [left, middle, right] = parts.ends.children
  left.textContent = now.signed ? `−${far}` : '0'
  middle.textContent = now.signed ? '0' : ''
  right.textContent = now.signed ? `+${far}` : far
  parts.tick.hidden = hovered === null || !(now.end > 0)
  parts.tick.style.left = placeAlong(hovered ?? 0, now.end, now.signed)
  parts.note.replaceChildren(...noteOf({ facts: now.heat.facts, fine: now.fine, hovered, square: now.square, which }, t))
}

/** The heat where the pointer is. */
function valueUnder(event, canvas, { heat: { map, cells, shape }, picture }) {
  const box = canvas.getBoundingClientRect()
  const [rows, columns] = map ? picture.shape : shape
  const [y, x] = [(event.clientY - box.top) / box.height, (event.clientX - box.left) / box.width]
  const at = (v, count) => Math.min(count - 1, Math.max(0, Math.floor(v * count)))
  return (map ?? cells)[at(y, rows) * columns + at(x, columns)]
}

/** The four canvases of a figure: heat map, lines over it, bar of the scale, the untrained network's heat map. → what paints each once more */
function painters({ heat, marks, bar, small }, state, segments) {
  const enlarge = enlarger()
  const enlargeSmall = enlarger()
  const paintHeat = fitCanvas(heat, () => {
    const now = state()
    if (now?.heat) over(heat, enlarge, now.picture, now.heat, now.end, now.opacity, now.inked)
  })
  const paintMarks = fitCanvas(marks, (ctx, width, height) => {
    const now = state()
    if (now?.heat) lines(ctx, width, height, { segments: segments(), size: now.picture.shape, square: now.square })
  })
  const paintBar = fitCanvas(bar, (ctx, width, height, ratio) => {
    const now = state()
    if (now) paintColourBar(ctx, width, height, ratio, now.signed, CUT[theme()])
  })
  const paintSmall = fitCanvas(small, () => {
    const now = state()
    if (!now?.twin) return
    const shown = allNegative(now.twin) ? { ...now.twin, cells: now.twin.sums } : now.twin // what a ReLU left nothing of, as it was before
    over(small, enlargeSmall, now.picture, shown, endOf(shown.cells, now.fine), now.opacity, now.inked)
  })
  return [paintHeat, paintMarks, paintBar, paintSmall]
}

/** → { figure, show(state) }; state: { picture, heat, twin, end, signed, fine, opacity, inked, square, name, z, p, unit, stale, trained } */
export function figure(which, t) {
  const parts = markup(which, t)
  let now = null
  let hovered = null
  let drawn = {}
  const paints = painters(
    parts,
    () => now,
    () => drawn.segments ?? [],
  )
  const legend = () => paintLegend(parts, now, { hovered, which }, t)
  function twin() {
    parts.untrained.hidden = !now.trained
    parts.untrained.classList.toggle('waits', !now.twin)
    if (!now.twin || !now.heat.map || !now.twin.map) return
    if (drawn.first !== now.heat.map || drawn.second !== now.twin.map)
      Object.assign(drawn, { first: now.heat.map, second: now.twin.map, like: compareHeatmaps(now.heat, now.twin) })
    sayLikeness(parts.says, now.twin, drawn.like, t)
  }
  function show(state) {
    now = state
    parts.name.textContent = parts.name.title = state.name
    parts.z.textContent = `z ${write.fixed(state.z)} · `
    parts.p.textContent = `p ${write.percent(state.p)} %`
    parts.figure.classList.toggle('stale', state.stale)
    if (!state.heat) return
    const { heat } = state
    if (drawn.of !== heat)
      drawn = {
        ...drawn,
        of: heat,
        segments: !state.fine && heat.map && heat.maximum > 0 ? contour(heat.map, state.picture.shape, heat.maximum / 2) : [],
      }
    parts.none.textContent = heat.minimum === 0 && heat.maximum === 0 ? (allNegative(heat) ? t.nothing_against : t.nothing) : ''
    parts.label.title = state.unit
    parts.heat.ariaLabel = fillTemplate(t.map, { name: state.name, end: write.number(state.end) })
    parts.small.ariaLabel = fillTemplate(t.map_untrained, { name: state.name })
    legend()
    twin()
    for (const paint of paints) paint()
  }
  const hover = event => {
    if (!now?.heat) return
    hovered = valueUnder(event, parts.marks, now)
    legend()
  }
  parts.marks.addEventListener('pointermove', hover)
  parts.marks.addEventListener('pointerleave', () => {
    hovered = null
    if (now?.heat) legend()
  })
  return { figure: parts.figure, show }
}
