// One chart of a run: two lines, the gap between them, their ends named. Geometry is pure; painting makes SVG.
import {
  areaBetween,
  columns,
  createPlot,
  dots,
  endNames,
  level,
  levelName,
  levels,
  lineThrough,
  showPlot,
  upright,
} from '../../kit/plot.js'
import { roundStep, ticksToEnd, ticksWithin } from '../../kit/ticks.js'

const LANES = ['train', 'validation']

/** The plot of a run, whose axes end at `epochs` and at the value `most`. */
export const frame = ({ width, height, size, epochs, most }) =>
  createPlot({
    width,
    height,
    size,
    margin: { left: size * 2.3, right: size * 3.5, top: size * 0.6, bottom: size * 1.5 },
    x: { low: 0, high: Math.max(1, epochs) },
    y: { low: 0, high: most, held: true },
  })

export const value = (point, lane, measure) => {
  const score = point[lane]
  return score ? (measure === 'accuracy' ? 100 * score.accuracy : (score.loss ?? NaN)) : NaN
}

/** The end of the loss axis: what both lines reach, without the few highest of a wild beginning. */
export function topOf(points, measure) {
  if (measure === 'accuracy') return 100
  const all = points.flatMap(point => ['train', 'validation'].map(lane => value(point, lane, measure))).filter(Number.isFinite)
  return Math.max(0.5, ...all.sort((a, b) => a - b).slice(0, Math.max(2, Math.ceil(all.length * 0.98)))) * 1.05
}

/** Paints points [{ epoch, train, validation }]; `over`: the epoch that is pointed at, or null. Returns the plot. */
export function chart(svg, { points, measure, epochs, chance, over, write, size, width, height, chanceWord }) {
  const most = topOf(points, measure)
  const plot = frame({ width, height, size, epochs, most })
  const [train, validation] = LANES.map(lane =>
    points.map(point => [point.epoch, value(point, lane, measure)]).filter(([, v]) => Number.isFinite(v)),
  )
  const lanes = [{ lane: 'train', line: train }, { lane: 'validation', line: validation }] // prettier-ignore
  showPlot(svg, plot, [
    ...levels(plot, measure === 'accuracy' ? [0, 50, 100] : ticksWithin(0, most, roundStep(most / 2)), write.short),
    ...(measure === 'accuracy' && chance
      ? [level(plot, chance, 'chance'), levelName(plot, chance, `${chanceWord} ${write.short(chance)}`)]
      : []),
    ...columns(plot, ticksToEnd(Math.max(1, epochs), 2), write.count),
    ...(train.length > 1 ? areaBetween(plot, train, validation, 'between') : []),
    ...lanes.flatMap(({ lane, line }) => (line.length > 1 ? lineThrough(plot, line, `lane ${lane}`) : dots(plot, line, 3, `dot ${lane}`))),
    ...endNames(plot, ends(plot, lanes, measure, write), size * 1.2),
    ...(over !== null && points.length ? [upright(plot, over, 'over')] : []),
  ])
  return plot
}

/** The last value of each lane, beside its end. */
const ends = (plot, lanes, measure, write) =>
  lanes
    .filter(({ line }) => line.length)
    .map(({ lane, line }) => {
      const [epoch, v] = line.at(-1)
      return { x: plot.x(epoch) + plot.size * 0.5, y: plot.y(v), words: write.fixed(v, measure === 'accuracy' ? 1 : 2), className: lane }
    })
