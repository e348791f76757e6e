// A lane's curves as SVG: training, validation, the gap between them with its number, other seeds faintly. A pure function of data and size.
import { roundStep, ticksWithin } from '../../kit/ticks.js'
import { createSvgElement, createSvgText } from '../../kit/element.js'
import { at, axis, chanceLevel, gapOf, valueOf } from '../run_events.js'

const CURVES = ['train', 'validation']
const NAMES = { train: 'training', validation: 'validation' }

/** Places: the plot's edges, the value at its top, and where an epoch and a value lie. */
export function place({ width, height, size, row, epochs, top }) {
  const left = 2.45 * size
  const right = width - 9.2 * size
  const first = Math.max(6, 0.55 * size)
  const last = height - 1.5 * row
  const inside = v => Math.min(top, Math.max(0, v))
  return {
    left,
    right,
    first,
    last,
    top,
    x: epoch => left + ((right - left) * epoch) / epochs,
    y: v => last - ((last - first) * inside(v)) / top,
  }
}

/** The epoch nearest to a place. */
export const epochAt = (x, { left, right }, epochs) => Math.round(Math.min(1, Math.max(0, (x - left) / (right - left))) * epochs)

/** Epochs of the horizontal axis that are named. */
export function marks(epochs) {
  const step = roundStep(Math.max(epochs / 4, 1))
  const all = ticksWithin(0, epochs, step)
  return epochs - all[all.length - 1] > 0.4 * step ? [...all, epochs] : [...all.slice(0, -1), epochs]
}

/** `others`: [other seeds' validation values]; `cut`: that the lane was stopped, in words, or ''. Puts everything into `svg`, returns the places. */
export function paint(svg, { lane, cut, others, measure, classes, epochs, highest, epoch, live, t, write, styles, width, height }) {
  const { top, ticks } = axis(measure, highest)
  const places = place({ width, height, size: styles.size, row: styles.line, epochs, top })
  const guess = chanceLevel(classes, measure)
  const said = v => (measure === 'loss' ? write.fixed(v, 2) : write.fixed(v, 1))
  const values = Object.fromEntries(CURVES.map(name => [name, lane.standings.map(one => valueOf(one[name], measure))]))
  const now = lane.standings.length ? at(lane, epoch) : null
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.replaceChildren(
    ...frame({ places, ticks, guess, epochs, styles, write, measure }),
    ...(now ? areas(places, values, now.epoch) : []),
    ...others.map(one => createSvgElement('path', { class: 'other', d: path(places, one) })),
    ...CURVES.map(name => createSvgElement('path', { class: `curve ${name}`, d: path(places, values[name]) })),
    ...(lane.ended?.how === 'diverged' ? end(places, lane, values, styles) : []),
    ...(cut ? stopped(places, lane.standings.length - 1, cut, { measure, guess, styles }) : []),
    ...(now ? cursor({ places, values, now, measure, live, t, said, styles }) : []),
    ...labels({ places, values, now, guess, t, said, styles }),
  )
  return places
}

const path = (places, values) =>
  values
    .map((v, epoch) => [epoch, v])
    .filter(([, v]) => Number.isFinite(v))
    .map(([epoch, v], i) => `${i ? 'L' : 'M'}${places.x(epoch).toFixed(1)} ${places.y(v).toFixed(1)}`)
    .join('')

function frame({ places, ticks, guess, epochs, styles, write, measure }) {
  const { left, right, last } = places
  const rules = ticks.flatMap(v => [
    createSvgElement('line', { x1: left, y1: places.y(v), x2: right, y2: places.y(v), class: 'rule' }),
    createSvgText(left - 8, places.y(v) + 0.35 * styles.size, measure === 'loss' ? write.short(v) : String(v), 'quiet', 'end'),
  ])
  const under = marks(epochs).map(epoch => createSvgText(places.x(epoch), last + 1.25 * styles.line, String(epoch), 'quiet', 'middle'))
  return [...rules, createSvgElement('line', { x1: left, y1: places.y(guess), x2: right, y2: places.y(guess), class: 'guess' }), ...under]
}

/**
 * The gap, stronger up to the epoch that is looked at.
 * @param {any} places
 * @param {any} parts
 * @param {any} epoch
 */
function areas(places, { train, validation }, epoch) {
  const area = (from, to, className) => {
    const range = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(
      e => Number.isFinite(train[e]) && Number.isFinite(validation[e]),
    )
    if (range.length < 2) return []
    const way = (list, values) => list.map(e => `${places.x(e).toFixed(1)} ${places.y(values[e]).toFixed(1)}`)
    return [
      createSvgElement('path', { class: className, d: `M${[...way(range, train), ...way([...range].reverse(), validation)].join('L')}Z` }),
    ]
  }
  return [...area(0, epoch, 'gap'), ...area(epoch, train.length - 1, 'gap after')]
}

function end(places, lane, values, styles) {
  const epoch = lane.standings.length - 1
  const [x, y, r] = [places.x(epoch), places.y(values.train[epoch]), 0.4 * styles.size]
  return [createSvgElement('path', { class: 'end', d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}` })]
}

/**
 * The height of words at the end of a lane: where such curves are not, and off the line of chance: at the bottom of accuracies, or over that line
 * where it lies there; at the top of losses, or under it.
 */
export function wordsAt(places, guess, measure, size) {
  const chance = places.y(guess)
  const usual = measure === 'loss' ? places.first + 0.9 * size : places.last - 0.4 * size
  const crossed = chance > usual - 1.1 * size && chance < usual + 0.4 * size
  return !crossed ? usual : measure === 'loss' ? chance + 1.2 * size : chance - 0.5 * size
}

/** Where a lane was stopped: its last epoch, which is not the last of the axis. */
function stopped(places, epoch, words, { measure, guess, styles }) {
  const x = places.x(epoch)
  const left = x + 0.6 * styles.size * words.length + 8 > places.right
  const y = wordsAt(places, guess, measure, styles.size)
  return [
    createSvgElement('line', { x1: x, y1: places.first, x2: x, y2: places.last, class: 'cut' }),
    createSvgText(left ? x - 6 : x + 6, y, words, 'cut-words', left ? 'end' : 'start'),
  ]
}

/** The upright line of an epoch, both values on it, and how far they are apart. */
function cursor({ places, values, now, measure, live, t, said, styles }) {
  const x = places.x(now.epoch)
  const ys = CURVES.map(name => places.y(valueOf(now[name], measure)))
  const points = CURVES.map((name, i) => createSvgElement('circle', { cx: x, cy: ys[i], r: 0.32 * styles.size, class: `point ${name}` }))
  const gap = gapOf(now, measure)
  const bar = createSvgElement('line', { x1: x, y1: ys[0], x2: x, y2: ys[1], class: 'bar' })
  const words = t.gap.replace('{n}', said(gap))
  const room = 0.62 * 1.22 * styles.size * words.length + 12
  const where = spot({ places, values, epoch: now.epoch, room, need: 1.85 * styles.size, live })
  return [
    createSvgElement('line', { x1: x, y1: places.first - 4, x2: x, y2: places.last + 4, class: 'now' }),
    bar,
    ...points,
    ...(Number.isFinite(gap)
      ? [createSvgText(where.x, where.y + 0.42 * styles.size, words, 'number', /** @type {'start' | 'end'} */ (where.anchor))]
      : []),
  ]
}

/**
 * Where the gap's number stands: left of the line (right of it while the race runs, or where there is no room), between the curves
 * where it fits between them over its whole length, else just under both. { x, y, anchor }
 */
export function spot({ places, values, epoch, room, need, live }) {
  const x = places.x(epoch)
  const toRight = live ? x + 12 + room < places.right : x - room < places.left
  const [from, to] = toRight ? [x, x + room] : [x - room, x]
  const inside = values.train
    .map((_, e) => e)
    .filter(e => places.x(e) >= from - 4 && places.x(e) <= to + 4 && Number.isFinite(values.train[e]))
  const ys = e => CURVES.map(name => places.y(values[name][e]))
  const high = Math.max(...inside.map(e => Math.min(...ys(e))))
  const low = Math.min(...inside.map(e => Math.max(...ys(e))))
  const beyond = toRight && values.train.length - 1 <= epoch // nothing is drawn there yet
  const [top, bottom] = [Math.min(...ys(epoch)), Math.max(...ys(epoch))]
  const anchor = { x: toRight ? x + 10 : x - 10, anchor: toRight ? 'start' : 'end' }
  if (beyond && bottom - top >= need) return { ...anchor, y: (top + bottom) / 2 }
  if (!beyond && low - high >= need) return { ...anchor, y: (low + high) / 2 }
  const under = Math.max(...inside.map(e => Math.max(...ys(e))), bottom) + 0.7 * need
  const over = Math.min(...inside.map(e => Math.min(...ys(e))), top) - 0.7 * need
  return { ...anchor, y: under + 0.5 * need < places.last ? under : Math.max(places.first + 0.5 * need, over) }
}

/** Names and values at the right, moved apart where two would lie on each other. */
function labels({ places, values, now, guess, t, said, styles }) {
  const x = places.right + 10
  const list = [{ y: places.y(guess), words: t.chance.replace('{n}', said(guess).replace(/[.,]0$/, '')), className: 'quiet' }]
  if (now) {
    for (const name of CURVES) {
      const last = values[name].findLast(Number.isFinite)
      list.push({ y: places.y(last), words: `${t[NAMES[name]]} ${said(values[name][now.epoch])}`, className: name })
    }
  }
  return apart(list, styles.line, places.first + 2, places.last).map(({ y, words, className }) =>
    createSvgText(x, y + 0.35 * styles.size, words, className),
  )
}

/** The same with `y` at least a row apart, within the plot. */
export function apart(list, row, first, last) {
  const sorted = [...list].sort((a, b) => a.y - b.y).map(one => ({ ...one, y: Math.max(first, one.y) }))
  for (let i = 1; i < sorted.length; i++) sorted[i].y = Math.max(sorted[i].y, sorted[i - 1].y + row)
  for (let i = sorted.length - 1, most = last; i >= 0; i--, most -= row) sorted[i].y = Math.min(sorted[i].y, most)
  return sorted
}
