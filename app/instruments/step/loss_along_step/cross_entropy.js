// The loss over the probability of the label: −ln p, and where the network stands on it. A pure function of data and size.
import { createSvgText } from '../../kit/element.js'
import { columns, createPlot, dots, levels, lineThrough, showPlot } from '../../kit/plot.js'

const LEAST = 4 // loss that the plot reaches at least

export function paintCrossEntropy(svg, { p, loss, label, write, known }, { width, height, size }) {
  const there = known && Number.isFinite(loss)
  const top = Math.max(LEAST, there ? 1.15 * loss : 0)
  const margin = { left: 2.6 * size, right: 0.8 * size, top: 8, bottom: 1.5 * size }
  const plot = createPlot({ width, height, size, margin, x: { low: 0, high: 1 }, y: { low: 0, high: top } })
  const from = Math.exp(-top) // the curve leaves the plot there
  const curve = Array.from({ length: 121 }, (_, i) => from ** (1 - i / 120)).map(v => [v, -Math.log(v)])
  const caption = `p(${label}) = ${write.number(p, 2)},  L = ${write.number(loss, 4)}`
  const late = p > 0.6
  const [x, y] = [plot.x(p) + (late ? 0 : 12), plot.y(loss) + (late ? -12 : size / 3)]
  const marks = [
    ...levels(plot, [0, top / 2, top].map(Math.floor), write.short),
    ...columns(plot, [0, 0.5, 1], write.short),
    ...lineThrough(plot, curve, ''),
    ...(there ? [...dots(plot, [[p, loss]], 5, 'dot accented'), createSvgText(x, y, caption, 'accented', late ? 'end' : 'start')] : []),
  ]
  showPlot(svg, plot, marks, there ? caption : '')
}
