// One heat: over the picture, with its line, its legend and its twin of the untrained network.
import { css, LAST, ZERO } from '../../kit/colour.js'
import { fitted, theme } from '../../kit/canvas.js'
import { endOf, inside, levelLine, likeness } from '../explain.js'
import { CUT, paintOver } from '../../kit/overlay.js'
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { term } from '../../kit/term.js'

const FINE = 64 // px: smaller pictures are shown pixel by pixel
const LARGE_GAP = 0.05 // of what should be explained
const LINE_WIDTHS = [3, 1.25]

export const named = (tag, className, ...inside) => {
  const made = Object.assign(document.createElement(tag), { className })
  made.append(...inside)
  return made
}

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
    small.getContext('2d').putImageData(new ImageData(rgba, columns, rows), 0, 0)
    const g = new OffscreenCanvas(width, height).getContext('2d')
    g.imageSmoothingQuality = 'high'
    g.drawImage(small, 0, 0, width, height)
    const { data } = g.getImageData(0, 0, width, height)
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
function lines(g, width, height, { segments, size, square }) {
  const style = getComputedStyle(g.canvas)
  const inks = ['--paper', '--ink'].map(token => style.getPropertyValue(token))
  const [ky, kx] = [height / size[0], width / size[1]]
  LINE_WIDTHS.forEach((wide, i) => {
    Object.assign(g, { lineWidth: wide, strokeStyle: inks[i], lineCap: 'round' })
    g.beginPath()
    for (const [x0, y0, x1, y1] of segments) {
      g.moveTo(x0 * kx, y0 * ky)
      g.lineTo(x1 * kx, y1 * ky)
    }
    g.stroke()
    if (!square) return
    const { top, left, size: side } = inside(square, size)
    g.strokeRect(left * kx, top * ky, side * kx, side * ky)
  })
}

function markup(which, t) {
  const [heat, marks, small, bar] = Array.from({ length: 4 }, () => document.createElement('canvas'))
  const tick = named('i', 'tick')
  tick.hidden = true
  const parts = {
    heat, marks, small, bar, tick,
    name: named('span', 'name'), z: named('span', 'logit'), p: named('span', ''), none: named('div', 'none'), note: named('div', 'note'),
    ends: named('div', 'ends', named('span', ''), named('span', ''), named('span', '')),
    says: named('p', ''),
  } // prettier-ignore
  const caption = named('figcaption', '', named('span', 'chip', which.toUpperCase()), parts.name, named('span', 'z', parts.z, parts.p))
  const scale = named('div', 'scale', bar, tick)
  parts.label = named('span', '', t.heat)
  const legend = named('div', 'legend', parts.label, scale, parts.ends)
  const text = named('div', '', named('b', '', t.untrained), parts.says)
  parts.untrained = named('div', 'untrained', small, text)
  parts.figure = named('figure', '', caption, named('div', 'box', heat, marks, parts.none), named('div', 'foot', parts.note, legend), parts.untrained)
  heat.setAttribute('role', 'img')
  small.setAttribute('role', 'img')
  return parts
}

/** What stands left of the legend: what is hovered, the completeness of integrated gradients, or what the lines are. */
function noteOf({ facts, fine, hovered, square, which }, t) {
  if (hovered !== null) return [fill(t.value, { v: write.number(hovered) })]
  if (facts.completeness_gap !== undefined) {
    const { sum, logit_rise: rise, completeness_gap: gap } = facts
    const bold = named('b', Math.abs(gap) > LARGE_GAP * Math.abs(rise) ? 'bad' : '', rise ? `${write.percent(Math.abs(gap / rise))} %` : write.short(gap))
    bold.title = write.short(gap)
    const word = named('span', '', t.gap)
    term(word, t.gap_help)
    return [fill(t.complete, { sum: write.short(sum), rise: write.short(rise) }), document.createElement('br'), word, ' ', bold]
  }
  if (facts.maps !== undefined && facts.maps < facts.maps_of_layer) {
    const word = named('span', '', fill(t.maps, { n: facts.maps, all: write.count(facts.maps_of_layer) }))
    term(word, t.maps_help)
    return [word]
  }
  if (facts.relus === 0) return [t.no_relu]
  if (fine) return [t.extremes]
  return [square && which === 'b' ? t.frame : t.line]
}

/** Whether a method's ReLU left nothing of a heat that was there before. */
const against = ({ maximum, sums }) => maximum === 0 && sums !== null && sums.some(v => v < 0)

/** How alike the heats of the trained and of the untrained network are. */
function sayLikeness(line, twin, { r, sums }, t) {
  if (Number.isNaN(r)) return (line.textContent = t.same_method_alike)
  const word = named('span', '', t.rank)
  term(word, sums ? t.rank_sums_help : t.rank_help)
  line.replaceChildren(`${against(twin) ? t.all_against : t.same_method} `, word, ' ', named('b', '', write.fixed(r)))
}

function paintScale(g, { width, height, ratio }, signed) {
  const steps = Math.round(width * ratio)
  for (let i = 0; i < steps; i++) {
    const part = (i / (steps - 1)) * (signed ? 2 : 1) - (signed ? 1 : 0)
    g.fillStyle = css(theme(), Math.max(0, Math.min(LAST, ZERO + Math.round(part * ZERO * CUT[theme()]))))
    g.fillRect(i / ratio, 0, 1 / ratio + 0.01, height)
  }
}

function paintLegend(parts, now, { hovered, which }, t) {
  const far = write.number(now.end)
  const [left, middle, right] = parts.ends.children
  left.textContent = now.signed ? `−${far}` : '0'
  middle.textContent = now.signed ? '0' : ''
  right.textContent = now.signed ? `+${far}` : far
  parts.tick.hidden = hovered === null || !(now.end > 0)
  const part = Math.max(-1, Math.min(1, (hovered ?? 0) / now.end))
  parts.tick.style.left = `${now.signed ? 50 + 50 * part : 100 * Math.max(0, part)}%`
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

/** → { figure, show(state) }; state: { picture, heat, twin, end, signed, fine, opacity, inked, square, name, z, p, unit, stale, trained } */
export function figure(which, t) {
  const parts = markup(which, t)
  const enlarge = enlarger()
  const enlargeSmall = enlarger()
  let now = null
  let hovered = null
  let drawn = {}
  const paintMarks = fitted(parts.marks, (g, width, height) => {
    if (now?.heat) lines(g, width, height, { segments: drawn.segments ?? [], size: now.picture.shape, square: now.square })
  })
  const paintBar = fitted(parts.bar, (g, width, height, ratio) => {
    if (!now) return
    paintScale(g, { width, height, ratio }, now.signed)
  })
  const paintHeat = fitted(parts.heat, () => {
    if (now?.heat) over(parts.heat, enlarge, now.picture, now.heat, now.end, now.opacity, now.inked)
  })
  const paintSmall = fitted(parts.small, () => {
    if (!now?.twin) return
    const shown = against(now.twin) ? { ...now.twin, cells: now.twin.sums } : now.twin // what a ReLU left nothing of, as it was before
    over(parts.small, enlargeSmall, now.picture, shown, endOf(shown.cells, now.fine), now.opacity, now.inked)
  })
  const legend = () => paintLegend(parts, now, { hovered, which }, t)
  function twin() {
    parts.untrained.hidden = !now.trained
    parts.untrained.classList.toggle('waits', !now.twin)
    if (!now.twin || !now.heat.map || !now.twin.map) return
    if (drawn.first !== now.heat.map || drawn.second !== now.twin.map)
      Object.assign(drawn, { first: now.heat.map, second: now.twin.map, like: likeness(now.heat, now.twin) })
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
    if (drawn.of !== heat) drawn = { ...drawn, of: heat, segments: !state.fine && heat.map && heat.maximum > 0 ? levelLine(heat.map, state.picture.shape, heat.maximum / 2) : [] }
    parts.none.textContent = heat.minimum === 0 && heat.maximum === 0 ? (against(heat) ? t.nothing_against : t.nothing) : ''
    parts.label.title = state.unit
    parts.heat.ariaLabel = fill(t.map, { name: state.name, end: write.number(state.end) })
    parts.small.ariaLabel = fill(t.map_untrained, { name: state.name })
    legend()
    twin()
    for (const paint of [paintHeat, paintMarks, paintBar, paintSmall]) paint()
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
