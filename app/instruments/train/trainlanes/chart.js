// A lane's curves as SVG: training, validation, the gap between them with its number, other seeds faintly. A pure function of data and size.
import { createSvgElement, createSvgText } from '../../kit/element.js'
import { areaBetween, columns, createPlot, dots, endNames, level, levels, lineThrough, showPlot, stroke, upright } from '../../kit/plot.js'
import { ticksToEnd } from '../../kit/ticks.js'
import { at, axis, chanceLevel, gapOf, valueOf } from '../run_events.js'

const CURVES = ['train', 'validation']
const NAMES = { train: 'training', validation: 'validation' }

/** The plot of a lane, whose axes end at `epochs` and at the value `top`. */
export const place = ({ width, height, size, row, epochs, top }) =>
  createPlot({
    width,
    height,
    size,
    margin: { left: 2.45 * size, right: 9.2 * size, top: Math.max(6, 0.55 * size), bottom: 1.5 * row },
    x: { low: 0, high: epochs },
    y: { low: 0, high: top, held: true },
  })

/** The epoch nearest to a place. */
export const epochAt = (x, plot) => Math.round(plot.x.valueAt(x))

/**
 * Every second tick where their numbers would lie over each other.
 * @param {number[]} ticks
 * @param {{ top: number, bottom: number }} plot px
 * @param {number} size of type, px
 */
export const fitting = (ticks, { top, bottom }, size) =>
  (bottom - top) / (ticks.length - 1) >= size ? ticks : ticks.filter((_, i) => (ticks.length - 1 - i) % 2 === 0)

/** `others`: [other seeds' validation values]; `cut`: that the lane was stopped, in words, or ''. Puts everything into `svg`, returns the plot. */
export function paint(svg, { lane, cut, others, measure, classes, epochs, highest, epoch, live, t, write, styles, width, height }) {
  const { top, ticks } = axis(measure, highest)
  const plot = place({ width, height, size: styles.size, row: styles.line, epochs, top })
  const guess = chanceLevel(classes, measure)
  const said = v => (measure === 'loss' ? write.fixed(v, 2) : write.fixed(v, 1))
  /** @type {any} */
  const values = Object.fromEntries(CURVES.map(name => [name, lane.standings.map(one => valueOf(one[name], measure))]))
  const now = lane.standings.length ? at(lane, epoch) : null
  showPlot(svg, plot, [
    ...levels(plot, fitting(ticks, plot, styles.size), v => (measure === 'loss' ? write.short(v) : write.count(v))),
    level(plot, guess, 'guess'),
    ...columns(plot, ticksToEnd(epochs, 4), write.count),
    ...(now ? areas(plot, values, now.epoch) : []),
    ...others.flatMap(one => lineThrough(plot, pointsOf(one), 'other')),
    ...CURVES.flatMap(name => lineThrough(plot, pointsOf(values[name]), `curve ${name}`)),
    ...(lane.ended?.how === 'diverged' ? end(plot, values) : []),
    ...(cut ? stopped(plot, lane.standings.length - 1, cut, { measure, guess }) : []),
    ...(now ? cursor({ plot, values, now, measure, live, t, said }) : []),
    ...labels({ plot, values, now, guess, t, said, styles }),
  ])
  return plot
}

const pointsOf = values => Array.from(values, (v, epoch) => [epoch, v])

/** The gap, stronger up to the epoch that is looked at. */
function areas(plot, { train, validation }, epoch) {
  const area = (from, to, className) => {
    const both = pointsOf(train).filter(([e, v]) => e >= from && e <= to && Number.isFinite(v) && Number.isFinite(validation[e]))
    const below = both.map(([e]) => [e, validation[e]])
    return areaBetween(plot, both, below, className)
  }
  return [...area(0, epoch, 'gap'), ...area(epoch, train.length - 1, 'gap after')]
}

/** A cross at the last value that was a number. */
function end(plot, values) {
  const epoch = values.train.findLastIndex(Number.isFinite)
  if (epoch < 0) return []
  const [x, y, r] = [plot.x(epoch), plot.y(values.train[epoch]), 0.4 * plot.size]
  return [createSvgElement('path', { class: 'diverged', d: `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}` })]
}

/**
 * The height of words at the end of a lane: where such curves are not, and off the line of chance: at the bottom of accuracies, or over that line
 * where it lies there; at the top of losses, or under it.
 */
export function wordsAt(plot, guess, measure, size) {
  const chance = plot.y(guess)
  const usual = measure === 'loss' ? plot.top + 0.9 * size : plot.bottom - 0.4 * size
  const crossed = chance > usual - 1.1 * size && chance < usual + 0.4 * size
  return !crossed ? usual : measure === 'loss' ? chance + 1.2 * size : chance - 0.5 * size
}

/** Where a lane was stopped: its last epoch, which is not the last of the axis. */
function stopped(plot, epoch, words, { measure, guess }) {
  const x = plot.x(epoch)
  const left = x + 0.6 * plot.size * words.length + 8 > plot.right
  const y = wordsAt(plot, guess, measure, plot.size)
  return [upright(plot, epoch, 'cut'), createSvgText(left ? x - 6 : x + 6, y, words, 'cut-words', left ? 'end' : 'start')]
}

/** The upright line of an epoch, both values on it, and how far they are apart. */
function cursor({ plot, values, now, measure, live, t, said }) {
  const points = CURVES.map(name => [now.epoch, valueOf(now[name], measure)])
  const gap = gapOf(now, measure)
  const words = t.gap.replace('{n}', said(gap))
  const room = 0.62 * 1.22 * plot.size * words.length + 12
  const where = spot({ plot, values, epoch: now.epoch, room, need: 1.85 * plot.size, live })
  return [
    upright(plot, now.epoch, 'now', 4),
    ...(Number.isFinite(gap) ? [stroke(plot, points[0], points[1], 'bar')] : []),
    ...CURVES.flatMap((name, i) => dots(plot, [points[i]], 0.32 * plot.size, `point ${name}`)),
    ...(Number.isFinite(gap) ? [createSvgText(where.x, where.y + 0.42 * plot.size, words, 'number', where.anchor)] : []),
  ]
}

/**
 * Where the gap's number stands: left of the line (right of it while the race runs, or where there is no room), between the curves
 * where it fits between them over its whole length, else just under both. { x, y, anchor }
 */
export function spot({ plot, values, epoch, room, need, live }) {
  const x = plot.x(epoch)
  const toRight = live ? x + 12 + room < plot.right : x - room < plot.left
  const [from, to] = toRight ? [x, x + room] : [x - room, x]
  const inside = values.train.map((_, e) => e).filter(e => plot.x(e) >= from - 4 && plot.x(e) <= to + 4 && Number.isFinite(values.train[e]))
  const ys = e => CURVES.map(name => plot.y(values[name][e]))
  const high = Math.max(...inside.map(e => Math.min(...ys(e))))
  const low = Math.min(...inside.map(e => Math.max(...ys(e))))
  const beyond = toRight && values.train.length - 1 <= epoch // nothing is drawn there yet
  const [top, bottom] = [Math.min(...ys(epoch)), Math.max(...ys(epoch))]
  const anchor = { x: toRight ? x + 10 : x - 10, anchor: toRight ? 'start' : 'end' }
  if (beyond && bottom - top >= need) return { ...anchor, y: (top + bottom) / 2 }
  if (!beyond && low - high >= need) return { ...anchor, y: (low + high) / 2 }
  const under = Math.max(...inside.map(e => Math.max(...ys(e))), bottom) + 0.7 * need
  const over = Math.min(...inside.map(e => Math.min(...ys(e))), top) - 0.7 * need
  return { ...anchor, y: under + 0.5 * need < plot.bottom ? under : Math.max(plot.top + 0.5 * need, over) }
}

/** Names and values at the right, moved apart where two would lie on each other. */
function labels({ plot, values, now, guess, t, said, styles }) {
  const x = plot.right + 10
  const list = [{ x, y: plot.y(guess), words: t.chance.replace('{n}', said(guess).replace(/[.,]0$/, '')), className: 'quiet' }]
  if (now) {
    for (const name of CURVES) {
      const last = values[name].findLast(Number.isFinite)
      list.push({ x, y: plot.y(last), words: `${t[NAMES[name]]} ${said(values[name][now.epoch])}`, className: name })
    }
  }
  return endNames(plot, list, styles.line)
}
