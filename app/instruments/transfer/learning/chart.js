// One chart of a run: two lines, the gap between them, their ends named. Geometry is pure; painting makes SVG.
import { createSvgElement, createSvgText } from '../../kit/element.js'
import { roundStep, ticksWithin } from '../../kit/ticks.js'
import { spreadApart } from '../settings.js'

/** Places of epochs and values in a box. */
export function frame({ width, height, size, epochs, most }) {
  const [left, right, top, bottom] = [size * 2.3, width - size * 3.5, size * 0.6, height - size * 1.5]
  return {
    left,
    right,
    top,
    bottom,
    x: epoch => left + ((right - left) * epoch) / Math.max(1, epochs),
    y: value => bottom - ((bottom - top) * Math.min(value, most)) / most,
    epochAt: x => Math.max(0, Math.min(epochs, Math.round(((x - left) / (right - left)) * epochs))),
  }
}

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

/** Paints points [{ epoch, train, validation }]; `over`: the epoch that is pointed at, or null. */
export function chart(svg, { points, measure, epochs, chance, over, write, size, width, height, epochsWord, chanceWord }) {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const most = topOf(points, measure)
  const at = frame({ width, height, size, epochs, most })
  const lanes = ['train', 'validation'].map(lane => ({
    lane,
    line: points.map(point => [at.x(point.epoch), at.y(value(point, lane, measure))]).filter(([, y]) => Number.isFinite(y)),
  }))
  const path = line => `M${line.map(p => p.map(v => v.toFixed(1)).join(' ')).join('L')}`
  /** @type {SVGElement[]} */
  const inside = [...axes({ at, measure, most, epochs, chance, write, size, epochsWord, chanceWord })]
  if (lanes.every(({ line }) => line.length > 1))
    inside.push(createSvgElement('path', { class: 'between', d: `${path(lanes[0].line)}L${path([...lanes[1].line].reverse()).slice(1)}Z` }))
  for (const { lane, line } of lanes) {
    if (line.length > 1) inside.push(createSvgElement('path', { class: `lane ${lane}`, d: path(line) }))
    else if (line.length) inside.push(createSvgElement('circle', { class: `dot ${lane}`, cx: line[0][0], cy: line[0][1], r: 3 }))
  }
  inside.push(...ends({ at, lanes, points, measure, write, size }))
  if (over !== null && points.length)
    inside.push(createSvgElement('line', { class: 'over', x1: at.x(over), x2: at.x(over), y1: at.top, y2: at.bottom }))
  svg.replaceChildren(...inside)
  return at
}

function axes({ at, measure, most, epochs, chance, write, size, epochsWord, chanceWord }) {
  const rows = measure === 'accuracy' ? [0, 50, 100] : ticksWithin(0, most, roundStep(most / 2))
  const made = rows.flatMap(v => [
    createSvgElement('line', { class: 'rule', x1: at.left, x2: at.right, y1: at.y(v), y2: at.y(v) }),
    createSvgText(at.left - size * 0.5, at.y(v) + size * 0.35, write.short(v), 'quiet', 'end'),
  ])
  if (measure === 'accuracy' && chance) {
    made.push(createSvgElement('line', { class: 'chance', x1: at.left, x2: at.right, y1: at.y(chance), y2: at.y(chance) }))
    made.push(createSvgText(at.right - size * 0.3, at.y(chance) - size * 0.3, `${chanceWord} ${write.short(chance)}`, 'quiet', 'end'))
  }
  const below = at.bottom + size * 1.25
  const half = Math.round(epochs / 2)
  for (const [epoch, anchor] of [[0, 'middle'], ...(half > 0 && half < epochs ? [[half, 'middle']] : []), [epochs, 'middle']])
    made.push(createSvgText(at.x(epoch), below, write.count(epoch), 'quiet', anchor))
  if (measure === 'loss') made.push(createSvgText(at.right + size * 1.1, below, epochsWord, 'quiet'))
  return made
}

function ends({ at, lanes, points, measure, write, size }) {
  const shown = lanes.filter(({ line }) => line.length)
  const places = spreadApart(
    shown.map(({ line }) => line.at(-1)[1]),
    size * 1.2,
    [at.top, at.bottom],
  )
  return shown.map(({ lane, line }, i) => {
    const last = points
      .map(point => value(point, lane, measure))
      .filter(Number.isFinite)
      .at(-1)
    return createSvgText(
      line.at(-1)[0] + size * 0.5,
      places[i] + size * 0.35,
      measure === 'accuracy' ? write.fixed(last, 1) : write.fixed(last, 2),
      `end ${lane}`,
    )
  })
}
