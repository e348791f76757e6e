// One dot a seed and lane at the last epoch's validation value, the same seed joined, mean ± half of its 95 % interval at the right. Pure.
import { createSvgElement, createSvgText } from '../../kit/element.js'
import { columns, createPlot, dots, rules, showPlot, stroke } from '../../kit/plot.js'
import { scaleOf } from '../../kit/plot_scale.js'
import { roundStep, ticksAround } from '../../kit/ticks.js'
import { spread } from '../run_events.js'

const FINEST = 0.01 // of a step: values have no more digits

/** Round ticks around values: { low, high, ticks }. */
export function around(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const room = Math.max(most - least, 0.02 * Math.abs(most), 1e-6) * 1.3
  const ticks = ticksAround(least - 0.1 * room, most + 0.1 * room, roundStep(Math.max(room / 5, FINEST)))
  return { low: ticks[0], high: ticks[ticks.length - 1], ticks }
}

const LETTER = 0.56 // of the size of a letter, about
const LEAST = 11 // letters of a plot that can be read

/**
 * Where the plot lies: names and values beside it, or over each row where there is no room beside. `letters`: of the title, which stands at its
 * left; `lane(i)`, `said(i)`: the heights of a lane's dots and words; `under`: that of the title.
 */
export function place({ width, styles: { size, line }, lanes, letters }) {
  const [left, right] = [Math.max(6.9, LETTER * letters + 1.2) * size, width - 15.5 * size]
  const narrow = right - left < LEAST * size
  const lane = narrow ? i => (2.25 + 2.7 * i) * line : i => (0.95 + 1.75 * i) * line
  const base = lane(lanes - 1) + 1.35 * line
  if (!narrow) return { narrow, left, right, lane, said: lane, base, under: base }
  return { narrow, left: size, right: width - size, lane, said: i => lane(i) - 1.3 * line, base, under: base + 1.3 * line }
}

/** The plot: values across, lanes one under the other. */
function plotIn(places, { low, high }, { width, height, styles: { size } }) {
  const margin = { left: places.left, right: width - places.right, top: 2, bottom: height - places.base + size }
  const plot = createPlot({ width, height, size, margin, x: { low, high, held: true }, y: { low: 0, high: 1 } })
  return { ...plot, y: scaleOf({ low: 0, high: 1 }, places.lane(0), places.lane(1)) }
}

/**
 * `seeds`: [{ seed, values: [one a lane] }]; `said`: a value as words; `about`: what ± says. Returns the heights of the lanes' words.
 * @param {SVGSVGElement} svg
 * @param {Record<string, any>} given
 */
export function paint(svg, { seeds, names, first, title, said, signed, note, about, styles, width, height }) {
  const places = place({ width, styles, lanes: names.length, letters: title.length })
  const { low, high, ticks } = around(seeds.flatMap(one => one.values))
  const plot = plotIn(places, { low, high }, { width, height, styles })
  const pairs = names.length < 2 ? null : differenceOf(seeds, { said, signed, note })
  const free = pairs && !places.narrow ? width - LETTER * styles.size * (pairs.mean.length + pairs.apart.length + 3) : width // left of it in words
  const longest = Math.max(...ticks.map(v => said(v, true).length))
  const every = Math.ceil((0.62 * styles.size * (longest + 1)) / (plot.x(ticks[1]) - plot.x(ticks[0]))) // a number wider than its step stands at each second tick
  const numbered = ticks.filter((v, i) => i % every === 0 && plot.x(v) <= free)
  const lanes = names.map((name, i) => lane(plot, places, { name, i, seeds, first, said }))
  const under = places.under + 0.3 * styles.size
  const marks = [
    ...rules(plot, ticks),
    ...columns(plot, numbered, v => said(v, true)),
    ...lanes.flatMap(one => one.under),
    ...(pairs ? seeds.map(({ values }) => stroke(plot, [values[0], 0], [values[1], 1], 'joined')) : []),
    ...lanes.flatMap(one => one.over),
    createSvgText(0, under, title, 'quiet'),
    ...(pairs ? [inWords(pairs, width, under)] : []),
  ]
  showPlot(svg, plot, marks, about)
  return names.map((_, i) => places.said(i))
}

/** The mean difference of the two lanes, and how sure it is. */
function differenceOf(seeds, { said, signed, note }) {
  const { mean, half } = spread(seeds.map(({ values }) => values[1] - values[0]))
  return { mean: signed(mean), apart: Number.isFinite(half) ? ` ± ${said(half)}${note}` : '' }
}

const inWords = ({ mean, apart }, x, y) =>
  createSvgElement('text', { x, y, 'text-anchor': 'end' }, createSvgElement('tspan', { class: 'bold' }, mean), apart)

/** A lane: its interval lies under what joins the seeds; its dots, its mean, its name and its value lie over it. */
function lane(plot, places, { name, i, seeds, first, said }) {
  const { size, width, y } = plot
  const { mean, half } = spread(seeds.map(one => one.values[i]))
  const kind = i ? 'yours' : 'plain'
  const high = (0.65 * size) / (y(1) - y(0))
  const words = places.said(i) + 0.35 * size
  const [x, anchor] = places.narrow ? [LETTER * (name.length + 2) * size, 'start'] : [width, 'end']
  const value = Number.isFinite(half) ? `${said(mean)} ± ${said(half)}` : said(mean)
  return {
    under: Number.isFinite(half) ? [stroke(plot, [mean - half, i], [mean + half, i], `band ${kind}`)] : [],
    over: [
      ...seeds.flatMap(one => dots(plot, [[one.values[i], i]], 0.32 * size, `dot ${kind} ${one.seed === first ? 'first' : ''}`)),
      ...(seeds.length > 1 ? [stroke(plot, [mean, i - high], [mean, i + high], `mean ${kind}`)] : []),
      createSvgText(0, words, name, kind),
      createSvgText(x, words, value, `bold ${kind}`, anchor),
    ],
  }
}
