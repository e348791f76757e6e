// Two lanes of points with intervals, pictures per class growing by factors. Geometry and sentence are pure; painting makes SVG.
import { fillTemplate } from '../../kit/numbers.js'
import { axisName, columns, createPlot, dots, endNames, errorBars, level, levels, lineThrough, showPlot, upright } from '../../kit/plot.js'

export const LANES = ['transfer', 'scratch']

const LETTER = 0.64 // of the font's size, in bold
/** The plot: counts by factors across, accuracies upwards; `letters`: of the longest name at a line's end. */
export const frame = ({ width, height, size, counts, letters = 12 }) =>
  createPlot({
    width,
    height,
    size,
    margin: { left: size * 2.3, right: size * (0.8 + LETTER * letters), top: size * 0.6, bottom: size * 2.9 },
    x: { low: counts[0] ?? 1, high: counts.at(-1) ?? 2, log: true, inset: 8 },
    y: { low: 0, high: 100 },
  })

/** At the largest count that both lanes have: { count, of, transfer, scratch (%), p (McNemar's), only: [pictures that one alone had right] }; null before there is one. */
export function verdict(points) {
  const counts = points.filter(({ lane }) => lane === 'scratch').map(({ count }) => count)
  const count = Math.max(...counts)
  const [transfer, scratch] = LANES.map(lane => points.find(point => point.lane === lane && point.count === count))
  if (!transfer || !scratch) return null
  return {
    count,
    of: scratch.of,
    transfer: (100 * transfer.right) / transfer.of,
    scratch: (100 * scratch.right) / scratch.of,
    p: scratch.p,
    only: scratch.only,
  }
}

/** Why it ended before its last size (`time`, `stopped`; '': it did not), and which sizes both lanes have measured. `seconds`: the limit. */
export function ending({ ended, points }, { t, write, seconds }) {
  if (!ended) return ''
  const counts = points.filter(({ lane }) => lane === 'scratch').map(({ count }) => write.count(count))
  return fillTemplate(t.ended[ended][counts.length ? 'some' : 'none'], { seconds: write.count(seconds), counts: counts.join(', ') })
}

const CLEAR = 0.05 // a larger p is no sign of a difference
/** p as one writes it: three digits behind the point, or below the smallest of them. */
export const pOf = (p, write) => (p < 0.001 ? `p < ${write.fixed(0.001, 3)}` : `p = ${write.fixed(p, p < 0.1 ? 3 : 2)}`)
export const tellsApart = ({ p }) => p < CLEAR

const KINDS = { transfer: 'validation', scratch: 'train' } // how a lane looks: as in the curves of a run
const rateOf = ({ right, of }) => (100 * right) / of

/** `read`: the count that is pointed at, or null. Returns the plot. */
export function paint(svg, { points, counts, read, chance, width, height, size, write, t }) {
  const names = { transfer: t.transfer, scratch: t.zero }
  const plot = frame({ width, height, size, counts, letters: Math.max(...LANES.map(lane => names[lane].length)) })
  const lanes = LANES.map(lane => ({ lane, own: points.filter(point => point.lane === lane) })).filter(({ own }) => own.length)
  const ends = lanes.map(({ lane, own }) => {
    const { count } = own.at(-1)
    return { x: plot.x(count) + size * 0.7, y: plot.y(rateOf(own.at(-1))), words: names[lane], className: KINDS[lane] }
  })
  showPlot(svg, plot, [
    ...levels(plot, [0, 50, 100], write.count),
    ...(chance ? [level(plot, chance, 'chance')] : []),
    ...columns(plot, counts, write.count, read),
    axisName(plot, t.axis),
    ...(read === null ? [] : [upright(plot, read, 'over')]),
    ...lanes.flatMap(({ lane, own }) => drawn(plot, own, KINDS[lane], point => describePoint(point, write, t))),
    ...endNames(plot, ends, size * 1.3),
  ])
  return plot
}

function drawn(plot, own, kind, say) {
  const line = own.map(point => [point.count, rateOf(point)])
  const intervals = own.map(({ count, interval: [low, high] }) => [count, 100 * low, 100 * high])
  return [
    ...errorBars(plot, intervals, `reach ${kind}`),
    ...lineThrough(plot, line, `lane ${kind}`),
    ...dots(plot, line, 4, `dot ${kind}`, i => say(own[i])),
  ]
}

/** A point as a sentence. */
export function describePoint({ lane, count, right, of, interval: [low, high] }, write, t) {
  const words = {
    lane: lane === 'transfer' ? t.transfer : t.zero,
    count,
    rate: write.fixed((100 * right) / of, 1),
    low: write.fixed(100 * low, 1),
    high: write.fixed(100 * high, 1),
  }
  return t.point.replace(/\{(\w+)\}/g, (_, name) => words[name])
}
