// Cells as squares of colour with their figures in them: the patch, the products, a single cell, the window of the pooling.
import { css, inkOn, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'

export const SIZE = 20 // px of a figure where a cell is 60
const NARROW = 0.97 // of a cell's width for its figure
const KEPT = 4000 // figures and their fits that are remembered
const CLOSE = -0.04 // em between the letters of a figure that would be too wide

/** The colour of a level 0 … 1, and what is read on it. */
export const grey = v => {
  const level = Math.round(255 * Math.min(1, Math.max(0, v)))
  return { fill: `rgb(${level} ${level} ${level})`, ink: level > 118 ? '#000000' : '#ffffff' }
}

/** The same for a number on the scale that ends at ±end. */
export const signed = end => v => {
  const at = scaleIndex(v, end)
  return { fill: css(theme(), at), ink: inkOn(theme(), at) }
}

const written = new Map()
/** A figure as a cell holds it: two decimals, fewer where it is large. The same few come again and again while something is dragged. */
export function figure(v) {
  if (v === 0) return '0'
  const decimals = Math.abs(v) >= 100 ? 0 : Math.abs(v) >= 10 ? 1 : 2
  const rounded = Math.round(v * 10 ** decimals) / 10 ** decimals
  if (!written.has(rounded)) {
    if (written.size > KEPT) written.clear()
    written.set(rounded, write.fixed(rounded, decimals))
  }
  return written.get(rounded)
}

/** A figure in a small cell: one decimal. */
export const brief = v => (v === 0 ? '0' : write.fixed(v, Math.abs(v) >= 10 ? 0 : 1))

/**
 * Paints values [rows · columns] over the whole canvas. `ink(value)` gives { fill, ink }; `marked`: the cell with a frame, `all`: each
 * has one; `text(value)`: its figure, null for none; `size`: px of it.
 */
export function paintCells(
  ctx,
  { width, height },
  values,
  [rows, columns],
  { ink, marked = null, all = false, text = figure, size, styles },
) {
  const edge = (i, count, whole) => Math.round((i * whole) / count) // whole px: no seams between cells
  const box = at => {
    const [row, column] = [Math.floor(at / columns), at % columns]
    const [x, y] = [edge(column, columns, width), edge(row, rows, height)]
    return [x, y, edge(column + 1, columns, width) - x, edge(row + 1, rows, height) - y]
  }
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  for (let at = 0; at < values.length; at++) {
    const [x, y, w, h] = box(at)
    const { fill, ink: over } = ink(values[at])
    ctx.fillStyle = fill
    ctx.fillRect(x, y, w, h)
    if (!text) continue
    ctx.fillStyle = over
    const figures = text(values[at])
    fit(ctx, figures, w * NARROW - (all ? 2 * lineOf(w) : 0), size, styles)
    ctx.fillText(figures, x + w / 2, y + h / 2 + size / 20)
  }
  ctx.strokeStyle = styles.of('line')
  ctx.lineWidth = 1
  ctx.strokeRect(0.5, 0.5, width - 1, height - 1)
  for (let at = 0; at < values.length; at++) if (all || at === marked) frame(ctx, box(at), styles)
}

const lineOf = width => Math.min(3, width / 6) // px of a frame in a cell

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number[]} box
 * @param {any} styles
 */
function frame(ctx, [x, y, w, h], styles) {
  const line = lineOf(w)
  ctx.strokeStyle = styles.of('accent')
  ctx.lineWidth = line
  ctx.strokeRect(x + line / 2, y + line / 2, w - line, h - line)
}

const fits = new Map()
/** Sets the type so that a figure fits: closer letters first, then smaller ones, 14 px at least. */
function fit(ctx, text, width, size, styles) {
  const key = `${text} ${width} ${size} ${styles.family}`
  if (!fits.has(key)) {
    if (fits.size > KEPT) fits.clear()
    fits.set(key, fitted(ctx, text, width, size, styles))
  }
  const { font, letterSpacing } = fits.get(key)
  if (ctx.font !== font) ctx.font = font
  if (ctx.letterSpacing !== letterSpacing) ctx.letterSpacing = letterSpacing
}

function fitted(ctx, text, width, size, styles) {
  ctx.font = `400 ${size}px ${styles.family}`
  ctx.letterSpacing = '0px'
  if (ctx.measureText(text).width > width) ctx.letterSpacing = `${CLOSE * size}px`
  const wide = ctx.measureText(text).width
  if (wide > width) ctx.font = `400 ${Math.max(14, Math.floor((size * width) / wide))}px ${styles.family}`
  return { font: ctx.font, letterSpacing: ctx.letterSpacing }
}

/** The cell under a pointer over an element of rows × columns cells, or null. */
export function cellUnder(element, event, [rows, columns]) {
  const box = element.getBoundingClientRect()
  const row = Math.floor(((event.clientY - box.top) / box.height) * rows)
  const column = Math.floor(((event.clientX - box.left) / box.width) * columns)
  return row >= 0 && row < rows && column >= 0 && column < columns ? row * columns + column : null
}
