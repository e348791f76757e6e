// The terms as stairs, each beginning where the one before ends; the last level runs into the cell. And the graph of ReLU. Pure functions of
// data and size.
import { roundStep } from '../../kit/ticks.js'
import { css, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { createSvgElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { bars, columns, createPlot, dots, lineThrough, showPlot, stroke } from '../../kit/plot.js'

const STEP = 11 // px from one step to the next, where there is room
const BEFORE = 5 // px on the left
const REST = 22 // px on the right for the level's way into the cell
const DOT = 5 // px, the value on ReLU's graph
const EDGE = 8 // px above and below

const toneOf = v => css(theme(), scaleIndex(v < 0 ? -0.5 : 0.5, 1))

/** `list` of steps; `shown`: how many have been added; `marked`: the one pointed at. */
export function paintWaterfall(svg, { width, height, size }, list, { shown, marked }) {
  const levels = list.reduce((so, { value }) => [...so, so.at(-1) + value], [0])
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const y = high > low ? { low, high } : { low: low - 1, high: high + 1 }
  const step = Math.min(STEP * (height / 180), (width - REST - BEFORE) / list.length)
  const margin = { left: BEFORE, right: width - BEFORE - step * list.length, top: EDGE, bottom: EDGE }
  const plot = createPlot({ width, height, size, margin, x: { low: 0, high: list.length }, y })
  const wide = 1 - 1 / step // of a step: a px stays free
  const steps = list.slice(0, shown).flatMap(({ value }, i) => {
    const made = value ? bars(plot, [[i, i + wide, levels[i + 1]]], () => 'term', levels[i]) : []
    for (const bar of made) bar.setAttribute('fill', toneOf(value))
    if (i === marked) made.push(...bars(plot, [[i, i + wide, levels[i + 1]]], () => 'marked', levels[i]))
    return [...made, stroke(plot, [i, levels[i + 1]], [i + 1 + wide, levels[i + 1]], 'reached')]
  })
  showPlot(svg, plot, [
    stroke(plot, [-3 / step, 0], [(width - REST - BEFORE) / step, 0], 'base'),
    ...steps,
    arrow(plot.x(shown), width, plot.y(levels[shown]), height / 2),
  ])
}

/** From the level that is reached into the cell beside it. */
const arrow = (from, to, level, middle) =>
  createSvgElement('path', { class: 'arrow', d: `M${from} ${level}H${to - 10.5}V${middle}H${to - 1}m-5 -5l5 5l-5 5` })

/** The next of 1, 2, 3, 5 times a power of ten that is no less. */
export const roundUp = v => (v > 0 ? roundStep(v, [1, 2, 3, 5]) : 1)

/** ReLU's graph from −end to +end with `value` on it. */
export function paintRelu(svg, { width, height, size }, value, end) {
  const reach = roundUp(end)
  const room = height - size - 6
  const half = Math.min(width / 2, room / 2) - DOT - 1
  const margin = { left: width / 2 - half, right: width / 2 - half, top: room / 2 - half, bottom: height - room / 2 - half }
  const axis = { low: -reach, high: reach, held: true }
  const plot = createPlot({ width, height, size, margin, x: axis, y: axis })
  showPlot(svg, plot, [
    stroke(plot, [-reach, 0], [reach, 0], 'axis'),
    stroke(plot, [0, -reach], [0, reach], 'axis'),
    ...lineThrough(plot, [[-reach, 0], [0, 0], [reach, reach]], ''), // prettier-ignore
    ...dots(plot, [[value, Math.max(0, value)]], DOT, 'dot accented'),
    ...columns(plot, [-reach, reach], v => write.short(v)),
  ])
}
