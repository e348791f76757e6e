// The staircase: errors by year above, below each year the network that won, all at one scale. A pure function of data and size.
import { createSvgElement, createSvgText } from '../../kit/element.js'
import { YEARS } from '../settings.js'
import { fillTemplate } from '../../kit/numbers.js'
import { bars, columns, createPlot, level, levels, lineThrough, showPlot, stroke } from '../../kit/plot.js'
import { wrapText } from '../../kit/plot_text.js'

const TOP = 30 // %: where the axis ends
const TICKS = [0, 10, 20, 30]
const LARGEST = 'vgg16'
/** What stands under a year instead of a network. */
const INSTEAD = { 2011: 'no_network', 2013: 'no_build', 2016: 'averaged', 2017: 'not_here' }

/** The plot of the errors, a year a column, and where the networks stand below it: { …, w, middle(column), floor, side }. */
export function place({ width, height, size, row }) {
  const left = 2.4 * size
  const w = (width - left) / YEARS.length
  const narrow = w < 4.6 * size // then names stand beside the figure only
  const below = narrow ? 0.4 * row : 5.2 * row // names under the networks
  const top = 3.6 * row
  const base = top + (height - top - below) * 0.62
  const above = (narrow ? 3.8 : 2.2) * row // the heading over the networks
  const margin = { left, right: 0, top, bottom: height - base }
  const plot = createPlot({ width, height, size, margin, x: { low: 0, high: YEARS.length }, y: { low: 0, high: TOP } })
  return {
    ...plot,
    w,
    narrow,
    middle: i => plot.x(i + 0.5),
    floor: height - below,
    side: Math.min(1.08 * w, height - below - base - above),
  }
}

const rect = (x, y, width, height, className) =>
  createSvgElement('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), class: className })

export function paint(svg, { entries, networks, year, t, write, styles, width, height, measure }) {
  const at = place({ width, height, size: styles.size, row: styles.line })
  const given = { at, t, write, styles, measure, year, entries, networks }
  const marks = [chosen(given, height), axes(given), stairs(given), person(given), labels(given), second(given), built(given)]
  showPlot(svg, at, marks.flat())
  return at
}

const column = year => YEARS.indexOf(year)
const winners = entries => entries.filter(entry => entry.role === 'winner')

function chosen({ at, year }, height) {
  const x = at.x(column(year))
  return [rect(x, 2, at.w, height - 2, 'wash'), rect(x, 2, at.w, 2, 'accent')]
}

function axes({ at, t, write, styles, year, measure }) {
  const made = levels(at, TICKS, write.count)
  const axis = at.narrow ? [t.axis] : wrapText(t.axis, at.w - 8, measure)
  made.push(
    ...axis.map((said, i) =>
      createSvgText(at.left + (at.narrow ? 0 : 4), at.narrow ? styles.line : at.y(TOP) + styles.line * (i + 1.1), said),
    ),
  )
  made.push(createSvgElement('path', { class: 'break', d: `M${at.x(1) - 5} ${at.bottom - 6}l4 12m2 -12l4 12` }))
  const short = at.w < 2.6 * styles.size
  const said = middle => (short ? `’${String(YEARS[middle - 0.5]).slice(2)}` : String(YEARS[middle - 0.5]))
  const middles = YEARS.map((_, i) => i + 0.5)
  return [...made, ...columns(at, middles, said, column(year) + 0.5)]
}

function stairs({ at, entries, t, styles }) {
  const made = []
  let before = null
  for (const { year, error, method } of winners(entries)) {
    const i = column(year)
    made.push(...bars(at, [[i, i + 1, error]], () => `under ${method}`))
    made.push(...lineThrough(at, [[i, before ?? error], [i, error], [i + 1, error]], `stair ${method}`)) // prettier-ignore
    before = error
  }
  if (at.narrow) {
    const end = at.x(YEARS.length)
    return [
      ...made,
      createSvgText(end, styles.line, t.hand, 'quiet bold', 'end'),
      createSvgText(end, 2 * styles.line, t.deep, 'bold deep', 'end'),
    ]
  }
  made.push(createSvgText(at.x(1) + 6, at.y(25.8) + styles.line * 1.1, t.hand, 'bold'))
  made.push(createSvgText(at.x(3) + 6, at.y(15.3) + styles.line * 1.1, t.deep, 'bold deep'))
  return made
}

function person({ at, entries, t, write }) {
  const one = entries.find(entry => entry.role === 'person')
  if (!one) return []
  const y = at.y(one.error)
  const label = createSvgElement(
    'text',
    { x: at.left + 4, y: y - 6, 'text-anchor': 'start' },
    createSvgElement('tspan', { class: 'bold' }, write.fixed(one.error, 1)),
    ` ${t.person}`,
  )
  if (at.narrow) label.lastChild?.remove()
  return [level(at, one.error, 'dashed'), label]
}

/** Where the figure over a step stands: above the human line where it would lie on it. */
const foot = (error, at, styles, human) =>
  (error < human && at.y(error) - 1.8 * styles.size < at.y(human) + 4 ? at.y(human) : at.y(error)) - 7

/** Who, and how many errors, over each step. */
function labels({ at, entries, write, styles, measure }) {
  const made = []
  const { narrow } = at
  const human = entries.find(entry => entry.role === 'person')?.error
  for (const { year, error, team, system } of winners(entries)) {
    const y = foot(error, at, styles, human)
    made.push(createSvgText(at.middle(column(year)), y, write.fixed(error, 1), narrow ? 'bold' : 'error', 'middle'))
    if (narrow) continue
    const said = year >= 2014 && system && !team.includes(system) ? `${team} ${system}` : team
    const lines = wrapText(said.replace('-S', '- S'), at.w - 2, measure)
    made.push(
      ...lines.map((word, i) =>
        createSvgText(at.middle(column(year)), y - styles.size * 1.45 - styles.line * (lines.length - 1 - i), word, 'quiet', 'middle'),
      ),
    )
  }
  return made
}

/** The second places: 2012 as a line of its own, with how far the winner stood below it; 2014 in words. */
function second({ at, entries, t, write, styles }) {
  const made = []
  const { narrow } = at
  for (const { year, team, error } of entries.filter(entry => entry.role === 'second')) {
    const first = winners(entries).find(entry => entry.year === year).error
    const i = column(year)
    const x = at.middle(i)
    const y = at.y(error)
    if (error - first < 3) {
      if (!narrow)
        made.push(
          createSvgText(
            x,
            at.y(first) - 7 - styles.size * 1.45 - styles.line,
            `${fillTemplate(t.second, { team })} ${write.fixed(error, 1)}`,
            'quiet',
            'middle',
          ),
        )
      continue
    }
    made.push(stroke(at, [i + 0.12, error], [i + 0.88, error], 'dotted'), createSvgText(x, y - 6, write.fixed(error, 1), '', 'middle'))
    if (!narrow) made.push(createSvgText(x, y - 6 - styles.line, fillTemplate(t.second, { team }), 'quiet', 'middle'))
    const end = at.y(first) - (narrow ? 1.5 : 3) * styles.line
    if (end - y > 1.4 * styles.line)
      made.push(createSvgElement('path', { class: 'arrow', d: `M${x} ${y + styles.line * 1.35}V${end}m-4 -6l4 6l4 -6` }))
    made.push(createSvgText(x, y + styles.line * 1.1, write.fixed(first - error, 1), 'bold deep', 'middle'))
  }
  return made
}

// The networks

function built({ at, t, write, styles, measure, entries, networks }) {
  /** @type {SVGElement[]} */
  const made = heading({ at, t, styles })
  const { narrow } = at
  const largest = networks.find(one => one.key === LARGEST)?.parameters
  const side = one => at.side * Math.sqrt(one.parameters / largest)
  const named = (i, one, from) => {
    const share = `${write.fixed((100 * one.dense_parameters) / one.parameters, 0)} %`
    const whole = fillTemplate(t.dense_share, { share: share.slice(0, -2) })
    const words = [
      [one.title, 'bold'],
      [short(one.parameters, write), ''],
      [measure(whole) < at.w - 2 ? whole : share, 'quiet'],
    ]
    return words.map(([said, className], k) =>
      createSvgText(at.middle(i), at.floor + styles.line * (from + k + 1), said, className, 'middle'),
    )
  }
  for (const [i, of] of YEARS.entries()) {
    const keys =
      of === 1998
        ? ['lenet5_1998']
        : of === 2014
          ? ['vgg16', 'googlenet']
          : entries.filter(e => e.year === of && e.role === 'winner').flatMap(e => e.networks.slice(0, 1))
    const ones = keys.map(key => networks.find(one => one.key === key)).filter(Boolean)
    for (const [k, one] of ones.entries()) made.push(...figure(at, i, one, side(one), k > 0 ? side(ones[0]) : 0))
    if (narrow) continue
    if (ones.length) made.push(...named(i, ones[0], 0))
    if (ones[1])
      made.push(
        createSvgText(at.middle(i), at.floor + styles.line * 4, ones[1].title, 'bold', 'middle'),
        createSvgText(
          at.middle(i),
          at.floor + styles.line * 5,
          `${short(ones[1].parameters, write)}, ${write.fixed((100 * ones[1].dense_parameters) / ones[1].parameters, 0)} %`,
          'quiet',
          'middle',
        ),
      )
    if (!keys.length && INSTEAD[of]) {
      const wide = of === 2011 ? 2 * at.w : at.w
      const lines = wrapText(t[INSTEAD[of]], wide - 6, measure)
      const x = of === 2011 ? at.x(i) : at.middle(i)
      made.push(...lines.map((said, k) => createSvgText(x, at.floor - styles.line * (lines.length - 1 - k) - 4, said, 'quiet', 'middle')))
    }
  }
  return made
}

function heading({ at, t, styles }) {
  const y = at.bottom + styles.line * 2.6
  const low = at.narrow ? y + styles.line : y
  const swatch = (x, className, said) => [
    rect(x, low - styles.size * 0.8, styles.size * 0.8, styles.size * 0.8, className),
    createSvgText(x + styles.size * 1.2, low, said),
  ]
  const right = at.x(YEARS.length) - 4.5 * styles.size
  return [
    createSvgText(0, y, t.scale, 'bold'),
    ...(at.narrow ? [] : [createSvgText(0, y + styles.line, t.area, 'quiet')]),
    ...swatch(right - 8.4 * styles.size, 'convolution', t.convolution),
    ...swatch(right, 'dense', t.dense),
  ]
}

/** A square whose area is the parameters, the convolutions' share at its foot; one in the corner of another; a dot in a ring if tiny. */
function figure(at, i, one, side, outer) {
  const share = one.dense_parameters / one.parameters
  const x = outer ? at.middle(i) + outer / 2 - side : at.middle(i) - side / 2
  const y = at.floor - side
  const convolution = side * (1 - share)
  /** @type {SVGElement[]} */
  const made = [rect(x, y, side, side, 'dense'), rect(x, at.floor - convolution, side, convolution, 'convolution')]
  if (outer) made.push(createSvgElement('rect', { x: x - 0.5, y: y - 0.5, width: side + 0.5, height: side + 0.5, class: 'corner' }))
  if (side < 6) made.push(createSvgElement('circle', { cx: at.middle(i), cy: at.floor - side / 2, r: 8, class: 'ring' }))
  return made
}

/** 61.1 M, 60 000. */
export const short = (n, write) => (n >= 1e9 ? `${write.short(n / 1e9)} G` : n >= 1e6 ? `${write.fixed(n / 1e6, 1)} M` : write.count(n))
