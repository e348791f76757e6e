// The loss along a line: where a learning rate lies in px, and both curves. A pure function of data and size.
import { createSvgText } from '../../kit/element.js'
import { monotoneCurve } from '../../kit/line_path.js'
import { clipped, columns, createPlot, dots, levels, lineThrough, showPlot, upright } from '../../kit/plot.js'
import { roundStep, ticksWithin } from '../../kit/ticks.js'
import { interpolate } from '../parse.js'
import { spelledRate } from '../settings.js'

/** The largest loss that is drawn: that of the curves where the network stands and before it, not of what lies far behind. */
export function highest({ rates, losses, others }) {
  const ahead = [...rates].map((rate, i) => (rate >= 0 ? Math.max(losses[i], others[i] ?? 0) : 0)).filter(Number.isFinite)
  const here = Math.max(interpolate([...rates], losses, 0), others.length ? interpolate([...rates], others, 0) : 0)
  return Math.min(Math.max(...ahead, 1e-6), 2.5 * Math.max(here, 0.05)) * 1.08
}

/** Two significant digits: what a hand can mean. */
export const rounded = rate => Number(rate.toPrecision(2))

/** The plot: rates across, losses upwards. */
export const place = ({ rates, top }, { width, height, size }) =>
  createPlot({
    width,
    height,
    size,
    margin: { left: 2.6 * size, right: 0.6 * size, top: 8, bottom: 1.5 * size },
    x: { low: rates[0], high: rates.at(-1) },
    y: { low: 0, high: top },
  })

/** The rate under a place: none that goes back, and none beyond the end. */
export const rateAt = ({ x }, px) => Math.max(x.high / 200, x.valueAt(px))

/** Draws it. `marks`: [{ kind, before, after, values }], the curves and their two points. */
export function draw(svg, { rates, top, rate, marks, write }, room) {
  const plot = place({ rates, top }, room)
  const { size } = plot
  const x = plot.x(rate)
  const late = x > room.width * 0.62
  const curveOf = ({ values }) => monotoneCurve([...rates].map((r, i) => [r, values[i]]))
  showPlot(svg, plot, [
    ...levels(plot, ticksWithin(0, top, roundStep(top / (room.height > 150 ? 4 : 3))), write.short),
    ...columns(plot, ticksWithin(0, plot.x.high, roundStep(plot.x.high / 3)), r => (r ? spelledRate(r, write) : '0')),
    clipped(plot, marks.flatMap(one => lineThrough(plot, curveOf(one), one.kind))), // prettier-ignore
    upright(plot, rate, 'reading'),
    createSvgText(late ? x - 6 : x + 6, plot.top + 0.95 * size, `η ${spelledRate(rate, write)}`, 'bold', late ? 'end' : 'start'),
    ...marks.flatMap(({ kind, before, after }) => [
      ...dots(plot, [[0, before]], 4, `dot before ${kind}`),
      ...dots(plot, [[rate, after]], 4, `dot ${kind}`),
    ]),
  ])
}
