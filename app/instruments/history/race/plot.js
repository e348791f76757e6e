// The figure of the race: test error against labelled pictures per class, both growing by factors. A pure function of data and size.
import { createSvgElement, createSvgText } from '../../kit/element.js'
import { markClasses, ticks } from './summary.js'

/** The place of every count and error. Errors below what one wrong answer is stand on the floor. */
export function place({ width, height, size, row, counts, floor, top }) {
  const left = 3.2 * size
  const right = width - 8.4 * size
  const last = Math.max(Math.log(counts.at(-1) / counts[0]), 1e-9)
  const [high, low] = [Math.log(top), Math.log(floor)]
  const [first, end] = [8, height - 3.2 * row]
  return {
    left,
    right,
    first,
    end,
    x: count => left + 10 + ((right - left - 10) * Math.log(count / counts[0])) / last,
    y: error => first + ((end - first) * (high - Math.log(Math.max(error, floor)))) / (high - low),
  }
}

/** The count nearest to a place. */
export const countAt = (x, at, counts) =>
  counts.reduce((best, count) => (Math.abs(at.x(count) - x) < Math.abs(at.x(best) - x) ? count : best))

export function paint(svg, { runners, summary, counts, count, running, t, write, styles, width, height, tested }) {
  const means = [...summary.values()].flatMap(of => [...of.values()]).flatMap(one => [one.low, one.high])
  const floor = Math.max(50 / tested, Math.min(2, ...means) * 0.8)
  const top = Math.min(95, Math.max(60, ...means) * 1.05)
  const at = place({ width, height, size: styles.size, row: styles.line, counts, floor, top })
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const shown = runners.filter(one => summary.get(one.key)?.size)
  svg.replaceChildren(
    ...axes({ at, counts, count, t, styles, floor, top, write }),
    ...shown.map(one => band(at, summary.get(one.key), one)),
    ...shown.flatMap(one => lane(at, summary.get(one.key), one, running, styles)),
    ...ends({ at, shown, summary, styles, write }),
  )
  return at
}

function axes({ at, counts, count, t, styles, floor, top, write }) {
  const made = ticks(floor, top).flatMap(v => [
    createSvgElement('line', { x1: at.left, y1: at.y(v), x2: at.right, y2: at.y(v), class: 'rule' }),
    createSvgText(at.left - 6, at.y(v) + styles.size * 0.35, v === 50 ? `${v} %` : write.short(v), 'quiet', 'end'),
  ])
  made.push(createSvgElement('line', { x1: at.x(count), y1: 0, x2: at.x(count), y2: at.end, class: 'upright' }))
  made.push(...counts.map(n => createSvgText(at.x(n), at.end + styles.line * 1.2, String(n), n === count ? 'bold' : 'quiet', 'middle')))
  made.push(createSvgText((at.left + at.right) / 2, at.end + styles.line * 2.4, t.axis, 'quiet', 'middle'))
  return made
}

const pairs = of => [...of]
function band(at, of, one) {
  const up = pairs(of).map(([n, { low }]) => `${at.x(n)} ${at.y(low)}`)
  const back = pairs(of)
    .reverse()
    .map(([n, { high }]) => `${at.x(n)} ${at.y(high)}`)
  return createSvgElement('path', { class: `band ${one.learned ? 'learned' : ''}`, d: `M${[...up, ...back].join('L')}Z` })
}

/** Its line and points: full for the second of a kind, hollow and dotted for the first, so that no two look alike without colour. */
function lane(at, of, one, running, styles) {
  const kind = markClasses(one)
  const places = pairs(of).map(([n, { mean }]) => [at.x(n), at.y(mean)])
  const made = [createSvgElement('path', { class: `lane ${kind}`, d: `M${places.map(p => p.join(' ')).join('L')}` })]
  made.push(...places.map(([cx, cy]) => createSvgElement('circle', { cx, cy, r: styles.size * 0.32, class: `point ${kind}` })))
  if (running === one.key)
    made.push(
      createSvgElement('circle', {
        cx: places[places.length - 1][0],
        cy: places[places.length - 1][1],
        r: styles.size * 0.7,
        class: 'head',
      }),
    )
  return made
}

/** Name and last mean at the end of each line, moved apart where two would lie on each other. */
function ends({ at, shown, summary, styles, write }) {
  const labels = shown.map(one => {
    const [count, { mean }] = [...summary.get(one.key)].at(-1)
    return { one, mean, x: at.x(count) + styles.size, y: at.y(mean) }
  })
  labels.sort((a, b) => a.y - b.y)
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + styles.line)
  for (let i = labels.length - 1, most = at.end; i >= 0; i--, most -= styles.line) labels[i].y = Math.min(labels[i].y, most)
  return labels.map(({ one, mean, x, y }) =>
    createSvgElement(
      'text',
      { x, y: y + styles.size * 0.35, 'text-anchor': 'start', class: one.learned ? 'deep' : '' },
      createSvgElement('tspan', { class: 'bold' }, write.fixed(mean, 1)),
      ` ${one.short}`,
    ),
  )
}
