// Two lanes of points with intervals, pictures per class growing by factors. Geometry and sentence are pure; painting makes SVG.
import { createSvgElement, createSvgText } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { spreadApart } from '../settings.js'

export const LANES = ['transfer', 'scratch']

const LETTER = 0.64 // of the font's size, in bold
/** Places of counts and accuracies in a box; `letters`: of the longest name at a line's end. */
export function frame({ width, height, size, counts, letters = 12 }) {
  const [left, right, top, bottom] = [size * 2.3, width - size * (0.8 + LETTER * letters), size * 0.6, height - size * 2.9]
  const [first, last] = [Math.log(counts[0] ?? 1), Math.log(counts.at(-1) ?? 2)]
  return {
    left,
    right,
    top,
    bottom,
    x: count => left + 8 + ((right - left - 8) * (Math.log(count) - first)) / Math.max(last - first, 1e-9),
    y: percent => bottom - ((bottom - top) * percent) / 100,
  }
}

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

export function paint(svg, { points, counts, chance, width, height, size, write, t }) {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const at = frame({ width, height, size, counts, letters: Math.max(t.transfer.length, t.zero.length) })
  const rows = [0, 50, 100].flatMap(v => [
    createSvgElement('line', { class: 'rule', x1: at.left, x2: at.right, y1: at.y(v), y2: at.y(v) }),
    createSvgText(at.left - size * 0.5, at.y(v) + size * 0.35, String(v), 'quiet', 'end'),
  ])
  if (chance) rows.push(createSvgElement('line', { class: 'chance', x1: at.left, x2: at.right, y1: at.y(chance), y2: at.y(chance) }))
  const columns = counts.map(count => createSvgText(at.x(count), at.bottom + size * 1.3, write.count(count), 'quiet', 'middle'))
  columns.push(createSvgText((at.left + at.right) / 2, at.bottom + size * 2.6, t.axis, 'quiet', 'middle'))
  const lanes = LANES.map(lane => ({ lane, own: points.filter(point => point.lane === lane) })).filter(({ own }) => own.length)
  svg.replaceChildren(
    ...rows,
    ...columns,
    ...lanes.flatMap(({ lane, own }) => drawn(lane, own, at, write, t)),
    ...names(lanes, at, size, t),
  )
}

function drawn(lane, own, at, write, t) {
  const kind = lane === 'transfer' ? 'validation' : 'train'
  const rate = ({ right, of }) => (100 * right) / of
  const made = own.map(point =>
    createSvgElement('line', {
      class: `reach ${kind}`,
      x1: at.x(point.count),
      x2: at.x(point.count),
      y1: at.y(100 * point.interval[0]),
      y2: at.y(100 * point.interval[1]),
    }),
  )
  made.push(
    createSvgElement('path', { class: `lane ${kind}`, d: `M${own.map(point => `${at.x(point.count)} ${at.y(rate(point))}`).join('L')}` }),
  )
  return [
    ...made,
    ...own.map(point =>
      createSvgElement(
        'circle',
        { class: `dot ${kind}`, cx: at.x(point.count), cy: at.y(rate(point)), r: 4 },
        createSvgElement('title', {}, describePoint(point, write, t)),
      ),
    ),
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

function names(lanes, at, size, t) {
  const wanted = lanes.map(({ own }) => at.y((100 * own.at(-1).right) / own.at(-1).of))
  const places = spreadApart(wanted, size * 1.3, [at.top, at.bottom])
  return lanes.map(({ lane, own }, i) =>
    createSvgText(
      at.x(own.at(-1).count) + size * 0.7,
      places[i] + size * 0.35,
      lane === 'transfer' ? t.transfer : t.zero,
      `end ${lane === 'transfer' ? 'validation' : 'train'}`,
    ),
  )
}
