// The gradients as bars: the norm of the gradient at each column, as far as it has come. A pure function of data and size.
import { createSvgText } from '../../kit/element.js'
import { bars, columns, createPlot, showPlot, stroke } from '../../kit/plot.js'
import { shortened } from '../../kit/plot_text.js'

export function paintGradientNorms(svg, { columns: layers, upTo, chosen, write }, { width, height, size }, widthOf) {
  const each = width / layers.length
  const most = Math.max(...layers.map(({ norm }) => norm)) || 1
  const margin = { left: 0, right: 0, top: 1.5 * size, bottom: 1.5 * size }
  const plot = createPlot({ width, height, size, margin, x: { low: 0, high: layers.length }, y: { low: 0, high: most } })
  const [apart, gap] = [3 / each, 6 / each] // of a column: what keeps it from the next one
  const reached = layers.map(({ layer, norm }, i) => ({ layer, norm, i })).filter(({ i }) => i >= upTo)
  const middles = layers.map((_, i) => i + 0.5)
  const said = norm => write.number(norm, each > 44 ? 3 : 2)
  const marks = [
    ...layers.map((_, i) => stroke(plot, [i + apart, 0], [i + 1 - apart, 0], 'base')),
    ...columns(plot, middles, middle => shortened(layers[middle - 0.5].layer, each - 2, widthOf), chosen + 0.5),
    ...reached.flatMap(({ norm, i }) => bars(plot, [[i + gap, i + 1 - gap, norm]], () => (i === chosen ? 'bar accented' : 'bar'))),
    ...reached.map(({ norm, i }) => createSvgText(plot.x(i + 0.5), plot.y(norm) - 5, said(norm), i === chosen ? 'bold' : '', 'middle')),
  ]
  showPlot(svg, plot, marks, reached.map(({ layer, norm }) => `${layer}: ${said(norm)}`).join('; '))
}
