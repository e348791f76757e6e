// A function of one value: its graph with this value on it, and the formula with the number in it.
import { createElement, createSvgElement, createSvgText } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { createPlot, dots, lineThrough, showPlot, stroke } from '../../kit/plot.js'
import { textButton } from './elements.js'

const WIDE = 330
const MARGIN = { left: 34, right: 12, top: 16, bottom: 24 }

/** The curve [2 · point] with axes, and dashed lines to (x, y); `tall` px. */
export function graph({ receipt, shown }, x, tall = 178) {
  const { curve } = receipt
  const count = curve.length / 2
  if (!count) return null
  const xs = curve.subarray(0, count)
  const ys = curve.subarray(count)
  const finite = ys.filter(Number.isFinite)
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b), 0), finite.reduce((a, b) => Math.max(a, b), 0)]
  const y = receipt.torch_value
  const axes = { x: { low: xs[0], high: xs.at(-1) }, y: { low, high } }
  const plot = createPlot({ width: WIDE, height: tall, size: 14, margin: MARGIN, ...axes })
  const name = receipt.formula ? receipt.formula.replaceAll('{x}', 'x') : 'y(x)'
  const svg = createSvgElement('svg', { class: 'graph', role: 'img', 'aria-label': name, width: WIDE, height: tall })
  const there = Number.isFinite(x) && Number.isFinite(y)
  const marks = [
    stroke(plot, [xs[0], 0], [xs.at(-1), 0], 'axis'),
    stroke(plot, [0, low], [0, high], 'axis'),
    ...lineThrough(plot, Array.from(xs, (v, i) => [v, ys[i]]), ''), // prettier-ignore
    ...(there ? readings(plot, [x, y], shown) : []),
  ]
  showPlot(svg, plot, marks, there ? `x = ${shown.plain(x)}, y = ${shown.plain(y)}` : '')
  return svg
}

/** The point, the ways to it from both axes, and its numbers there. */
function readings(plot, [x, y], shown) {
  const [across, zero] = [Math.min(WIDE - 28, Math.max(28, plot.x(x))), plot.y(0)]
  const half = 0.35 * plot.size // from the middle of words to the line that they stand on
  const apart = Math.abs(plot.y(y) - zero) > 14
  return [
    ...lineThrough(plot, [[x, 0], [x, y], [0, y]], 'ways'), // prettier-ignore
    ...dots(plot, [[x, y]], 5, 'dot accented'),
    createSvgText(across, zero + half + (y < 0 ? -13 : 13), shown.plain(x), '', 'middle'),
    ...(apart ? [createSvgText(plot.x(0) + (x < 0 ? 8 : -8), plot.y(y) + half, shown.plain(y), '', x < 0 ? 'start' : 'end')] : []),
  ]
}

/** max(0, 3.759) = 3.759, its value a link to where it came from. */
function written(context, text) {
  const { receipt, shown, walk, t } = context
  const [term] = receipt.terms
  const parts = text.split('{x}')
  const number = () =>
    term.cell
      ? textButton(shown.plain(term.value), () => walk(term, receipt.groups[0].layer), t.walk)
      : createElement('span', '', shown.plain(term.value))
  return createElement(
    'p',
    'formula inline',
    ...parts.flatMap((words, i) => (i ? [number(), words] : [words])),
    ' = ',
    createElement('b', '', shown.plain(receipt.torch_value)),
  )
}

/** → { nodes, mark } */
export function graphOf(context) {
  const { receipt, t } = context
  const [term] = receipt.terms
  const rectified = receipt.formula === 'max(0, {x})'
  const say = rectified
    ? term.value > 0
      ? t.passes
      : t.stopped
    : fillTemplate(t.function_of, { kind: receipt.formula.replaceAll('{x}', 'x') })
  return { nodes: [graph(context, term.value), written(context, receipt.formula)], aside: say, mark() {} }
}
