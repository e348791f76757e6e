// One dot a seed and lane at the last epoch's validation value, the same seed joined, mean ± half of its 95 % interval at the right. Pure.
import { createSvgElement, createSvgText } from '../../kit/element.js'
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
  const lane = narrow ? i => (2.55 + 3.4 * i) * line : i => (0.95 + 1.75 * i) * line
  const base = lane(lanes - 1) + 1.35 * line
  if (!narrow) return { narrow, left, right, lane, said: lane, base, under: base }
  return { narrow, left: size, right: width - size, lane, said: i => lane(i) - 1.55 * line, base, under: base + 1.3 * line }
}

/** One lane: its 95 % interval, which lies under everything, and its dots, its mean and its words over it. */
function laneOf(i, { seeds, names, first, said, styles, width, places, low, high, x }) {
  const { mean, half } = spread(seeds.map(one => one.values[i]))
  const kind = i ? 'yours' : 'plain'
  const y = places.lane(i)
  const words = places.said(i) + 0.35 * styles.size
  const value = places.narrow ? [LETTER * (names[i].length + 2) * styles.size, 'start'] : [width, 'end']
  const r = 0.32 * styles.size
  const band = Number.isFinite(half)
    ? [
        createSvgElement('rect', {
          x: x(Math.max(low, mean - half)),
          y: y - 0.5 * styles.size,
          width: Math.max(1, x(Math.min(high, mean + half)) - x(Math.max(low, mean - half))),
          height: styles.size,
          class: `band ${kind}`,
        }),
      ]
    : []
  return {
    under: band,
    over: [
      ...seeds.map(one =>
        createSvgElement('circle', { cx: x(one.values[i]), cy: y, r, class: `dot ${kind} ${one.seed === first ? 'first' : ''}` }),
      ),
      ...(seeds.length > 1
        ? [
            createSvgElement('line', {
              x1: x(mean),
              y1: y - 0.65 * styles.size,
              x2: x(mean),
              y2: y + 0.65 * styles.size,
              class: `mean ${kind}`,
            }),
          ]
        : []),
      createSvgText(0, words, names[i], kind),
      createSvgText(value[0], words, Number.isFinite(half) ? `${said(mean)} ± ${said(half)}` : said(mean), `bold ${kind}`, value[1]),
    ],
  }
}

/**
 * `seeds`: [{ seed, values: [one a lane] }]; `said`: a value as words; `about`: what ± says.
 * @param {any} svg
 * @param {any} parts
 */
export function paint(svg, { seeds, names, first, title, said, signed, note, about, styles, width, height }) {
  const lanes = names.length
  const places = place({ width, styles, lanes, letters: title.length })
  const { left, right, base, narrow } = places
  const rows = names.map((_, i) => places.lane(i))
  const { low, high, ticks } = around(seeds.flatMap(one => one.values))
  const x = v => left + ((right - left) * (v - low)) / (high - low)
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const longest = Math.max(...ticks.map(v => said(v, true).length))
  const every = Math.ceil((0.62 * styles.size * (longest + 1)) / (x(ticks[1]) - x(ticks[0]))) // a number wider than its step stands at each second tick
  const pairs = lanes < 2 ? null : spread(seeds.map(({ values }) => values[1] - values[0]))
  const apart = pairs && Number.isFinite(pairs.half) ? ` ± ${said(pairs.half)}${note}` : ''
  const free = pairs && !narrow ? width - LETTER * styles.size * (signed(pairs.mean).length + apart.length + 3) : width // left of the difference in words
  const rules = ticks.flatMap((v, i) => [
    createSvgElement('line', { x1: x(v), y1: 2, x2: x(v), y2: base - 0.9 * styles.line, class: 'rule' }),
    ...(i % every || x(v) > free ? [] : [createSvgText(x(v), base + 0.3 * styles.size, said(v, true), 'quiet', 'middle')]),
  ])
  const joined =
    lanes < 2
      ? []
      : seeds.map(({ values }) =>
          createSvgElement('line', { x1: x(values[0]), y1: rows[0], x2: x(values[1]), y2: rows[1], class: 'joined' }),
        )
  const all = names.map((_, i) => laneOf(i, { seeds, names, first, said, styles, width, places, low, high, x }))
  const under = places.under + 0.3 * styles.size
  const last = [createSvgText(0, under, title, 'quiet')]
  if (pairs)
    last.push(
      createSvgElement(
        'text',
        { x: width, y: under, 'text-anchor': 'end' },
        createSvgElement('tspan', { class: 'bold' }, signed(pairs.mean)),
        apart,
      ),
    )
  svg.replaceChildren(
    createSvgElement('title', {}, about),
    ...rules,
    ...all.flatMap(one => one.under),
    ...joined,
    ...all.flatMap(one => one.over),
    ...last,
  )
  return names.map((_, i) => places.said(i))
}
