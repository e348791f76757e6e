// The probability along a parameter, for one network or two, and what is read of it. A pure function of data and size.
import { bars, columns, createPlot, dots, levels, lineThrough, showPlot, stroke, upright } from '../../kit/plot.js'
import { write } from '../../kit/language.js'
import { runsOfPoints } from './curve.js'

const AXIS = 6 // px between the plot and its numbers, where the thick bar lies
const MIDDLE = 3.5 // px from the plot to the middle of that bar
const QUARTERS = [0, 0.25, 0.5, 0.75, 1] // of the way through the range
const HALVES = [0, 0.5, 1]

/** `range`: of the plan, or null; `here`: the point that is read; `unit`: a value in words. Returns the plot. */
export function paint(svg, { curve, one: { low, high }, range, here, unit, room: { width, height, size } }) {
  const margin = { left: 2.15 * size, right: 2, top: 6, bottom: 1.7 * size + AXIS }
  const plot = createPlot({ width, height, size, margin, x: { low, high }, y: { low: 0, high: 1 } })
  const parts = width < 13.2 * size + 60 ? HALVES : QUARTERS
  const under = -MIDDLE / (plot.bottom - plot.top)
  const still = runsOfPoints(curve.points, ({ answers }) => answers[0].best === curve.asked[0])
  const lines = curve.of.networks.map((_, i) => curve.points.map(({ value, answers }) => [value, answers[i].probability]))
  showPlot(svg, plot, [
    ...(range ? bars(plot, [[Math.max(low, range[0]), Math.min(high, range[1]), 1]], () => 'range') : []),
    ...levels(plot, HALVES, p => write.short(100 * p)),
    ...columns(plot, parts.map(part => low + part * (high - low)), unit), // prettier-ignore
    ...lines.flatMap((line, i) => lineThrough(plot, line, i ? 'other' : 'accented')).reverse(), // the own line lies on top
    ...still.map(([from, to]) => stroke(plot, [from, under], [to, under], 'same')),
    upright(plot, here.value, 'reading'),
    ...dots(plot, [[here.value, here.answers[0].probability]], MIDDLE, 'point'),
  ])
  return plot
}
