// The figure of the race: test error against labelled pictures per class, both growing by factors. A pure function of data and size.
import { areaBetween, axisName, columns, createPlot, dots, endNames, levels, lineThrough, showPlot, upright } from '../../kit/plot.js'
import { factorTicks } from '../../kit/ticks.js'
import { markClasses } from './summary.js'

/** The plot of counts and errors. Errors below what one wrong answer is stand on the floor. */
export const place = ({ width, height, size, row, counts, floor, top }) =>
  createPlot({
    width,
    height,
    size,
    margin: { left: 3.2 * size, right: 8.4 * size, top: 8, bottom: 3.2 * row },
    x: { low: counts[0], high: counts.at(-1), log: true, inset: 10 },
    y: { low: floor, high: top, log: true, held: true },
  })

export function paint(svg, { runners, summary, counts, count, running, t, write, styles, width, height, tested }) {
  const means = [...summary.values()].flatMap(of => [...of.values()]).flatMap(one => [one.low, one.high])
  const floor = Math.max(50 / tested, Math.min(2, ...means) * 0.8)
  const top = Math.min(95, Math.max(60, ...means) * 1.05)
  const plot = place({ width, height, size: styles.size, row: styles.line, counts, floor, top })
  const shown = runners.filter(one => summary.get(one.key)?.size)
  showPlot(svg, plot, [
    ...levels(plot, factorTicks(floor, top), v => (v === 50 ? `${v} %` : write.short(v))),
    upright(plot, count, 'upright'),
    ...columns(plot, counts, write.count, count),
    axisName(plot, t.axis),
    ...shown.flatMap(one => band(plot, [...summary.get(one.key)], one)),
    ...shown.flatMap(one => lane(plot, [...summary.get(one.key)], one, running)),
    ...ends(plot, { shown, summary, write, row: styles.line }),
  ])
  return plot
}

const band = (plot, of, one) =>
  areaBetween(
    plot,
    of.map(([n, { low }]) => [n, low]),
    of.map(([n, { high }]) => [n, high]),
    `band ${one.learned ? 'learned' : ''}`,
  )

/** Its line and points: full for the second of a kind, hollow and dotted for the first, so that no two look alike without colour. */
function lane(plot, of, one, running) {
  const kind = markClasses(one)
  const points = of.map(([n, { mean }]) => [n, mean])
  return [
    ...lineThrough(plot, points, `lane ${kind}`),
    ...dots(plot, points, plot.size * 0.32, `point ${kind}`),
    ...(running === one.key ? dots(plot, points.slice(-1), plot.size * 0.7, 'head') : []),
  ]
}

/** Name and last mean at the end of each line. */
function ends(plot, { shown, summary, write, row }) {
  const list = shown.map(one => {
    const [count, { mean }] = [...summary.get(one.key)].at(-1)
    const className = one.learned ? 'deep' : ''
    return { x: plot.x(count) + plot.size, y: plot.y(mean), value: write.fixed(mean, 1), words: ` ${one.short}`, className }
  })
  return endNames(plot, list, row)
}
