// The map that the cell lies in, its colours by the layer's own scale, the cell framed.
import { paintColourBar } from '../../kit/colour_bar.js'
import { reach } from '../../kit/colour.js'
import { fitCanvas } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { paintCodes, paintValues } from './elements.js'

/** [height, width] of what is painted: maps as they are, units in rows as in the strip. */
export const sizeOf = ({ plane, traceStep }) =>
  plane.shape.length === 2 && plane.values.length > 1 ? plane.shape : traceStep.thumbnail.shape

/** Where the cell lies in that: [row, column]. */
export const placeOf = shown => {
  const { cell, plane } = shown
  if (cell.length === 3 && plane.values.length > 1) return [cell[1], cell[2]]
  const [, columns] = sizeOf(shown)
  return [Math.floor(cell[0] / columns), cell[0] % columns]
}

/**
 * The frame around one of height × width cells in a square of 100 %, as CSS wants it; never smaller than can be seen.
 * @param {CSSStyleDeclaration} style
 * @param {number[]} at
 * @param {number[]} size
 */
export function frame(style, [row, column], [height, width]) {
  const side = Math.max(height, width)
  const [down, across] = [(side - height) / 2, (side - width) / 2]
  const part = v => `${(100 * v) / side}%`
  Object.assign(style, { top: part(row + down), left: part(column + across), height: part(1), width: part(1) })
}

/** → show({ plane, cell, step, minimum, maximum, value }): paints it by the layer's own range. */
export function createCellMap($) {
  let shown = null
  const end = () => reach(shown.minimum, shown.maximum)
  const paint = fitCanvas($('.plane canvas'), (ctx, width, height) => {
    if (!shown) return
    const [rows, columns] = sizeOf(shown)
    const k = width / Math.max(rows, columns)
    const box = { x: (width - columns * k) / 2, y: (height - rows * k) / 2, across: columns * k, down: rows * k }
    const { thumbnail, low, step } = shown.traceStep
    if (sizeOf(shown) === thumbnail.shape) paintCodes(ctx, thumbnail, low, step, end(), box)
    else paintValues(ctx, shown.plane.values, [rows, columns], end(), box)
  })
  const legend = fitCanvas($('.legend canvas'), (ctx, width, height, ratio) => {
    paintColourBar(ctx, width, height, ratio, shown?.minimum < 0)
  })
  return function show(given) {
    shown = given
    paint()
    legend()
    const most = end()
    const signed = given.minimum < 0
    const ends = signed ? [`−${write.number(most)}`, '0', `+${write.number(most)}`] : ['0', '', write.number(most)]
    $('.ends')
      .querySelectorAll('span')
      .forEach((span, i) => (span.textContent = ends[i]))
    const cell = $('.plane .cell')
    cell.hidden = false
    frame(cell.style, placeOf(given), sizeOf(given))
    const part = most > 0 ? Math.max(-1, Math.min(1, given.value / most)) : 0
    $('.tick').hidden = !Number.isFinite(given.value)
    $('.tick').style.left = `${signed ? 50 + 50 * part : 100 * Math.max(0, part)}%`
  }
}
