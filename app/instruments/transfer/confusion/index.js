// Accuracy, interval, matrix, and the pictures of the opened cell.
import { createElement, createSvgText } from '../../kit/element.js'
import { styleOf, theme } from '../../kit/canvas.js'
import { css, inkOn, scaleIndex, ZERO } from '../../kit/colour.js'
import { fillTemplate } from '../../kit/numbers.js'
import { bars, createPlot, level, showPlot, stroke } from '../../kit/plot.js'
import { write } from '../../kit/language.js'
import { startTransfer } from '../controller.js'
import { thumb } from '../thumbnails.js'
import { calledNow, cellOf, majority, worst } from '../settings.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SHOWN = 6 // pictures of a cell
const MANY = 10 // classes; the numbers of more are smaller

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, bus } = parts
  const own = startTransfer(bus)
  const now = { at: [0, 0], due: 0, of: null }
  const show = () => {
    now.due ||= requestAnimationFrame(() => {
      now.due = 0
      paint(parts, own, now)
    })
  }
  const wanted = /** @type {const} */ ([
    'transfer.run',
    'transfer.classes',
    'transfer.cell',
    'transfer.freezePoints',
    'theme',
    'transfer.line',
    'transfer.head',
    'transfer.views',
    'network',
  ])
  bus.on(wanted, show)
  new ResizeObserver(show).observe($('.interval'))
  const matrix = $('.matrix')
  matrix.onclick = event => {
    const cell = event.target.closest('[role=gridcell]')
    if (cell) open(bus, now, cell.dataset.at.split(' ').map(Number))
  }
  matrix.onkeydown = event => walk(event, parts, now)
}

/**
 * @param {Bus} bus
 * @param {any} now
 * @param {any} at
 */
const open = (bus, now, at) => {
  now.at = at
  bus.set('transfer.cell', at)
}

/**
 * @param {KeyboardEvent} event
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 * @param {any} now
 */
function walk(event, { $, bus }, now) {
  const n = bus.get('transfer.run')?.result?.classes.length ?? bus.get('transfer.run')?.before?.result?.classes.length
  if (!n || event.ctrlKey || event.altKey || event.metaKey) return
  const [row, column] = now.at
  const to = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [row, 0],
    End: [row, n - 1],
  }[event.key]
  if (event.key === 'Enter' || event.key === ' ') open(bus, now, now.at)
  else if (to) {
    now.at = to.map(v => Math.max(0, Math.min(n - 1, v)))
    for (const cell of $('.matrix').querySelectorAll('[role=gridcell]')) cell.tabIndex = cell.dataset.at === now.at.join(' ') ? 0 : -1
    $('.matrix [role=gridcell][tabindex="0"]')?.focus()
  } else return
  event.preventDefault()
  event.stopPropagation()
}

function paint(parts, own, now) {
  const { $, t, bus } = parts
  const run = own.get('run')
  const of = run?.result ? run : run?.before?.result ? run.before : null
  for (const part of ['.interval', '.matrix', '.wrong']) $(part).hidden = !of?.result.of
  const stale = of && !(run.stop && of === run) && of.of !== own.signature()
  for (const part of ['.interval', '.matrix', '.wrong']) $(part).classList.toggle('stale', !!stale)
  if (!of?.result.of) {
    $('.rate').textContent = ''
    $('.right').textContent = of ? t.none : t.empty
    $('.cell').textContent = $('.before').textContent = $('.weak').textContent = ''
    return
  }
  const result = { ...of.result, classes: calledNow(of, own.classes) }
  const rate = (100 * result.right) / result.of
  $('.rate').textContent = `${write.fixed(rate, 1)} %`
  rightOf(parts, of)
  interval(parts, result, rate)
  const cell = legalCell(bus.get('transfer.cell'), result) ?? worst(result.confusion)
  matrix(parts, result, cell, now, of)
  opened(parts, result, cell, of)
  const { untouched } = result
  $('.before').textContent = untouched
    ? fillTemplate(t.untouched, {
        of: untouched.of,
        rate: write.fixed((100 * untouched.right) / untouched.of, 1),
        ...ends(untouched.interval),
      })
    : ''
}

/** How many are right, and whether that is more than naming the largest class each time. */
function rightOf({ $, t }, { result, stop }) {
  const most = majority(result)
  const counts = { right: write.count(result.right), of: write.count(result.of), balanced: write.fixed(100 * (result.balanced ?? NaN), 1) }
  $('.right').textContent = fillTemplate(most.uneven && Number.isFinite(result.balanced) ? t.right_balanced : t.right, counts)
  $('.right').title = most.uneven ? t.balanced_help : ''
  $('.weak').textContent =
    stop || result.right > most.right
      ? ''
      : fillTemplate(t.majority, { name: most.name, rate: write.fixed((100 * most.right) / most.of, 1) })
}

const legalCell = (at, { classes }) => (at && at.every(v => v < classes.length) ? at : null)
const ends = ([low, high]) => ({ low: write.fixed(100 * low, 1), high: write.fixed(100 * high, 1) })

/** A line from 0 to 100 with chance, the interval and the rate on it. */
function interval({ element, $, t }, { interval: [low, high], classes }, rate) {
  const svg = $('.interval')
  const { clientWidth: width, clientHeight: height } = svg
  if (!width) return
  const { size } = styleOf(element)
  const margin = { left: 0, right: 0, top: 0, bottom: height - 18 }
  const plot = createPlot({ width, height, size, margin, x: { low: 0, high: 100 }, y: { low: -9, high: 9 } }) // px about the middle
  const { x } = plot
  const chance = 100 / classes.length
  const wide = said => size * 0.53 * said.length
  const whole = fillTemplate(t.interval, ends([low, high]))
  const said = wide(whole) < width ? whole : `${ends([low, high]).low} – ${ends([low, high]).high}`
  const about = wide(said)
  const chanceSaid = fillTemplate(t.chance, { n: write.short(chance, 2) })
  const chanceWide = wide(chanceSaid)
  const chanceAt = Math.max(0, x(chance) - chanceWide / 2)
  const free = chanceAt + chanceWide + size
  const left = Math.min(width - about, Math.max(free, x(50 * (low + high)) - about / 2))
  showPlot(svg, plot, [
    level(plot, 0, 'rule'),
    stroke(plot, [chance, -7], [chance, 7], 'chance-at'),
    ...bars(plot, [[100 * low, 100 * high, 5]], () => 'range', -5),
    stroke(plot, [rate, -9], [rate, 9], 'at'),
    ...(left >= free ? [createSvgText(chanceAt, 18 + size, chanceSaid, 'quiet')] : []),
    createSvgText(left, 18 + size, said),
  ])
  svg.setAttribute(
    'aria-label',
    fillTemplate(t.interval_label, { rate: write.fixed(rate, 1), ...ends([low, high]), chance: write.short(chance, 2) }),
  )
}

/** Rows are true classes; the colour of a cell is its share of the row, on the scale of everything positive. */
function matrix({ $, t }, result, cell, now, run) {
  const { classes, confusion } = result
  const grid = $('.matrix')
  const held = grid.contains(document.activeElement)
  grid.style.setProperty('--classes', classes.length)
  grid.classList.toggle('many', classes.length > MANY)
  const faces = facesOf(run)
  const head = createElement('div', 'row head')
  head.setAttribute('role', 'row')
  head.append(
    role(createElement('span', 'quiet name', t.axes), 'columnheader'),
    ...classes.map((name, j) => column(name, faces[j])),
    role(createElement('span', 'quiet share', t.percent), 'columnheader'),
  )
  const rows = confusion.map((row, k) => {
    const total = row.reduce((a, b) => a + b, 0)
    const made = role(createElement('div', 'row'), 'row')
    const title = Object.assign(role(createElement('span', 'name', classes[k]), 'rowheader'), { title: classes[k] })
    const share = createElement('b', 'share', total ? write.count((100 * row[k]) / total) : '–')
    made.append(title, ...row.map((n, j) => cellFor(n, total, [k, j], cell, now, classes, t)), share)
    return made
  })
  grid.replaceChildren(head, ...rows)
  if (held) grid.querySelector('[role=gridcell][tabindex="0"]')?.focus({ preventScroll: true })
}
const role = (element, name) => {
  element.setAttribute('role', name)
  return element
}
/** One example of each class of the run, for the columns' heads. */
const facesOf = run => run.result.classes.map(name => run.classes.find(one => one.name === name)?.examples[0] ?? null)
function column(name, face) {
  const made = Object.assign(role(createElement('span', 'face'), 'columnheader'), { title: name })
  made.append(createElement('span', 'unseen', name))
  if (face !== null) made.append(thumb(face))
  return made
}
function cellFor(n, total, at, cell, now, classes, t) {
  const index = scaleIndex(total ? n / total : 0, 1)
  const made = role(createElement('span', `at ${cell && String(cell) === String(at) ? 'open' : ''}`, String(n)), 'gridcell')
  made.dataset.at = at.join(' ')
  made.tabIndex = String(now.at) === String(at) ? 0 : -1
  made.style.background = css(theme(), Math.max(index, ZERO))
  made.style.color = inkOn(theme(), index)
  made.title = fillTemplate(t.is_cell, { right: classes[at[0]], said: classes[at[1]], n })
  made.setAttribute('aria-label', made.title)
  made.setAttribute('aria-selected', String(!!cell && String(cell) === String(at)))
  return made
}

function opened({ $, t }, result, cell, run) {
  if (!cell) {
    $('.cell').textContent = ''
    $('.wrong').replaceChildren()
    return
  }
  const [k, j] = cell
  const { classes, confusion } = result
  const n = confusion[k][j]
  const of = confusion[k].reduce((a, b) => a + b, 0)
  const sentence = fillTemplate(k === j ? t.kept : n ? t.taken : t.empty_cell, { right: '\0right\0', said: '\0said\0', n, of })
  const parts = sentence
    .split('\0')
    .map(part => (part === 'right' ? createElement('b', '', classes[k]) : part === 'said' ? createElement('b', '', classes[j]) : part))
  $('.cell').replaceChildren(...parts)
  const there = new Set(run.classes.flatMap(({ examples }) => examples))
  const found = cellOf(result, cell)
    .filter(({ example }) => there.has(example))
    .slice(0, SHOWN)
  const key = JSON.stringify([found, cell])
  if ($('.wrong').dataset.key === key) return
  $('.wrong').dataset.key = key
  $('.wrong').replaceChildren(
    ...found.map(({ example, sure }) => {
      const says = sure === null ? classes[j] : fillTemplate(t.sure, { sure: write.fixed(sure, 1), said: classes[j] })
      return Object.assign(thumb(example, says), { title: says })
    }),
  )
}
