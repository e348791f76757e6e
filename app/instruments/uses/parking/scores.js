// How often each reader is right in each weather, as bars with their intervals.
import { styleOf } from '../../kit/canvas.js'
import { createSvgText } from '../../kit/element.js'
import { bars, createPlot, errorBars, levels, showPlot } from '../../kit/plot.js'
import { write } from '../../kit/language.js'
import { READERS } from './request.js'

const TICKS = [0, 50, 100] // %
const WIDE = 0.27 // of a weather's place: one bar

/**
 * @param {SVGSVGElement} svg
 * @param {import('./request.js').Score[]} scores those that are known
 * @param {import('../../kit/types.js').Words} t
 */
export function paintScores(svg, scores, t) {
  if (!svg.clientWidth) return
  const { size } = styleOf(svg)
  const weathers = Object.keys(t.weather_names)
  const plot = createPlot({
    width: svg.clientWidth,
    height: svg.clientHeight,
    size,
    margin: { left: 3.4 * size, right: 4, top: 2.2 * size, bottom: 2.9 * size },
    x: { low: 0, high: weathers.length },
    y: { low: 0, high: 100 },
  })
  const known = weathers.map(key => scores.find(({ weather }) => weather === key))
  const marks = READERS.flatMap((reader, r) => {
    const left = (/** @type {number} */ i) => i + 0.1 + r * WIDE
    const shown = known.flatMap((score, i) => (score ? [{ x: left(i), score }] : []))
    const tops = shown.map(({ x, score }) => /** @type {const} */ ([x, x + 0.9 * WIDE, (100 * score.right[reader]) / score.asked]))
    const ranges = shown.map(({ x, score }) => {
      const [low, high] = score.intervals[reader]
      return /** @type {const} */ ([x + 0.45 * WIDE, 100 * low, 100 * high])
    })
    return [...bars(plot, tops, () => `bar ${reader}`), ...errorBars(plot, ranges, 'interval')]
  })
  const below = weathers.map((key, i) =>
    createSvgText(plot.x(i + 0.5), plot.bottom + (i % 2 ? 2.6 : 1.3) * size, t.weather_names[key], 'quiet', 'middle'),
  )
  const names = READERS.map((reader, r) =>
    createSvgText(plot.left + (r + 0.5) * ((plot.right - plot.left) / 3), 0.9 * size, t[reader], `key ${reader}`, 'middle'),
  )
  showPlot(svg, plot, [levels(plot, TICKS, v => `${write.short(v)} %`), marks, ...below, ...names], scoresText(weathers, known, t))
}

/**
 * The same in words.
 * @param {string[]} weathers
 * @param {(import('./request.js').Score | undefined)[]} known
 * @param {import('../../kit/types.js').Words} t
 */
const scoresText = (weathers, known, t) => weathers.flatMap((_, i) => (known[i] ? [scoreText(known[i], t)] : [])).join('; ')

/**
 * What share of the spaces each reader is right about in one weather.
 * @param {import('./request.js').Score} score
 * @param {import('../../kit/types.js').Words} t
 */
export function scoreText({ weather, right, asked }, t) {
  const parts = READERS.map(reader => `${t[reader]} ${write.short((100 * right[reader]) / asked, 3)} %`)
  return `${t.weather_names[weather]}: ${parts.join(', ')}`
}
