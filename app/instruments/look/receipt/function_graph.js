// A function of one value: its graph with this value on it, and the formula with the number in it.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { createCanvas, textButton } from './elements.js'

const WIDE = 330
const MARGIN = { left: 34, right: 12, top: 16, bottom: 24 }

/** The curve [2 · point] with axes, and dashed lines to (x, y); `tall` px. */
export function graph({ receipt, element, shown }, x, tall = 178) {
  const { curve } = receipt
  const count = curve.length / 2
  if (!count) return null
  const xs = curve.subarray(0, count)
  const ys = curve.subarray(count)
  const finite = ys.filter(Number.isFinite)
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b), 0), finite.reduce((a, b) => Math.max(a, b), 0)]
  const span = high - low || 1
  const y = receipt.torch_value
  const token = name => getComputedStyle(element).getPropertyValue(`--${name}`).trim()
  return createCanvas('graph', WIDE, tall, ctx => {
    const left = v => MARGIN.left + ((v - xs[0]) / (xs.at(-1) - xs[0])) * (WIDE - MARGIN.left - MARGIN.right)
    const top = v => tall - MARGIN.bottom - ((v - low) / span) * (tall - MARGIN.top - MARGIN.bottom)
    const line = (colour, width, dash, ...points) => {
      ctx.strokeStyle = colour
      ctx.lineWidth = width
      ctx.setLineDash(dash)
      ctx.beginPath()
      for (const [px, py] of points) ctx.lineTo(px, py)
      ctx.stroke()
    }
    line(token('edge'), 1, [], [left(xs[0]), top(0)], [left(xs.at(-1)), top(0)])
    line(token('edge'), 1, [], [left(0), top(low)], [left(0), top(high)])
    line(token('ink'), 2, [], ...Array.from(xs, (v, i) => [left(v), top(ys[i])]))
    if (!Number.isFinite(x) || !Number.isFinite(y)) return
    line(token('accent'), 1, [3, 3], [left(x), top(0)], [left(x), top(y)], [left(0), top(y)])
    ctx.setLineDash([])
    ctx.fillStyle = token('accent')
    ctx.beginPath()
    ctx.arc(left(x), top(y), 5, 0, 7)
    ctx.fill()
    ctx.fillStyle = token('ink')
    ctx.font = `14px ${getComputedStyle(element).fontFamily}`
    ctx.textBaseline = 'middle'
    ctx.textAlign = 'center'
    const under = y < 0 ? -13 : 13
    ctx.fillText(shown.plain(x), Math.min(WIDE - 28, Math.max(28, left(x))), top(0) + under)
    ctx.textAlign = x < 0 ? 'left' : 'right'
    if (Math.abs(top(y) - top(0)) > 14) ctx.fillText(shown.plain(y), left(0) + (x < 0 ? 8 : -8), top(y))
  })
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
