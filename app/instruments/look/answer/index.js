// The answer: classes with probability and logit, and the softmax of one of them written out with its numbers.
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { showStaleNotice } from '../../kit/stale_notice.js'
import { tooltip } from '../../kit/tooltip.js'
import { logSumExp, softmax } from '../../kit/softmax.js'
import { likeliestGroups } from './groups.js'
import { allFinite, leverOf, listed, temperatureOf, unsure } from './rules.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const FEW = 10 // classes: so many are always all listed
const LONGEST = 9
const SHORT = 30 // characters of a class in a formula, of a formula in full size
const short = name => (name.length > LONGEST ? `${name.slice(0, LONGEST - 2).trim()}…` : name)
const fraction = (above, below) =>
  createElement('span', 'fraction', createElement('span', '', ...above), createElement('span', '', ...below))
const raised = text => createElement('sup', '', text)

/** A number's power of ten, raised: small digits of the font cannot be read from afar. */
function powered(text) {
  const [, number, power] = /^(.*?)([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*)$/.exec(text) ?? []
  const digits = [...power].map(c => (c === '⁻' ? '−' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join('')
  return digits ? [number, raised(digits)] : [number]
}

/** p(3) = e^6.35 / Σ e^z = 570 / 574 = 99.4 % */
function softmaxFormula(name, logits, k, T, probability) {
  const z = logits[k]
  const hot = Math.abs(T - 1) > 1e-6
  const over = hot ? `/${write.short(T)}` : ''
  const figures = [z / T, logSumExp(logits, T)].map(write.exponential)
  return [
    createElement('span', '', `p(${short(name)})`),
    createElement('span', '', '='),
    fraction(['e', raised(write.fixed(z) + over)], ['Σ e', raised(hot ? 'z/T' : 'z')]),
    createElement('i', 'break'),
    createElement('span', 'figures', '='),
    createElement('span', 'figures', fraction(...figures.map(powered))),
    createElement('span', '', '='),
    createElement('b', '', `${write.percent(probability)} %`),
  ]
}

function row() {
  const li = createElement(
    'li',
    '',
    createElement('span', 'class'),
    createElement('span', 'track', createElement('i')),
    createElement('span', 'p'),
    createElement('span', 'z'),
  )
  return li
}

/** Paints one class into its row. */
function fillRow(li, { name, logit, probability, best, over }) {
  const [label, track, p, z] = li.children
  label.textContent = label.title = name
  track.firstChild.style.transform = `scaleX(${probability || 0})`
  p.textContent = write.percent(probability)
  z.textContent = write.fixed(logit)
  li.classList.toggle('best', best)
  li.classList.toggle('over', over)
  li.ariaCurrent = String(over)
}

/** The list of classes. `pointed(class or null)` is called when a row is pointed at, or reached by Tab and arrows. */
function rows(list, pointed) {
  let order = []
  const at = event => {
    const li = event.target.closest?.('li')
    return li ? order[[...list.children].indexOf(li)] : null
  }
  list.addEventListener('pointerover', event => pointed(at(event)))
  list.addEventListener('pointerleave', () => pointed(null))
  list.addEventListener('focusin', event => {
    if (event.target.matches(':focus-visible')) pointed(at(event))
  })
  list.addEventListener('focusout', () => pointed(null))
  list.addEventListener('keydown', event => {
    // one stop for Tab, arrows from class to class
    const to = { ArrowDown: event.target.nextSibling, ArrowUp: event.target.previousSibling }[event.key]
    if (to) {
      event.preventDefault()
      to.focus()
    }
  })
  return function show(classes, stop) {
    order = classes.map(c => c.index)
    while (list.children.length > classes.length) list.lastChild.remove()
    while (list.children.length < classes.length) list.append(row())
    classes.forEach((c, i) => {
      fillRow(list.children[i], c)
      list.children[i].tabIndex = c.index === (order.includes(stop) ? stop : order[0]) ? 0 : -1
    })
  }
}

/** How many rows there is room for; ten classes are all shown, in lower rows where it must be. */
function roomFor(room, classes) {
  const { fontSize, lineHeight, flexShrink } = getComputedStyle(room)
  const usual = 2 * parseFloat(fontSize)
  const flows = flexShrink === '0'
  const put = (name, value) => {
    if (room.style.getPropertyValue(name) !== String(value)) room.style.setProperty(name, value)
  }
  put('--rows', classes)
  const lower = Math.max(parseFloat(lineHeight), Math.min(usual, Math.floor(room.clientHeight / classes)))
  const each = classes <= FEW && !flows ? lower : usual
  put('--row', `${each}px`)
  return flows ? FEW : Math.max(4, Math.floor((room.clientHeight + 1) / each))
}

/**
 * What the network answered, with its probabilities, which are null if a logit is no finite number; null before the first answer.
 * @param {Bus} bus
 */
function answerOf(bus) {
  const seen = bus.get('forward')
  const network = bus.get('network')
  if (!seen || network?.key !== seen.network) return null
  const { logits } = seen
  const T = bus.get('temperature')
  const best = logits.reduce((at, z, i) => (z > logits[at] ? i : at), 0)
  const probabilities = allFinite(logits) ? softmax(logits, T) : null
  return { logits, names: network.classes, name: k => network.classes[k] ?? String(k), T, probabilities, best }
}

/** The classes that are listed, each as its row needs it. */
const classesOf = ({ logits, name, probabilities, best }, fit, over) =>
  listed(logits, fit).map(index => ({
    index,
    name: name(index),
    logit: logits[index],
    probability: probabilities?.[index] ?? NaN,
    best: index === best,
    over: index === over,
  }))

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const room = $('.room')
  const formula = $('.softmax')
  let fit = FEW
  const show = rows($('.rows'), k => bus.set('hoveredClass', k))
  const shown = () => answerOf(bus)
  function paint() {
    const d = shown()
    if (!d) return
    if (showAnswered($, bus.get('forward').answered)) return
    if (bus.get('forward').nothing) {
      show([], null)
      $('.count').textContent = ''
      formula.replaceChildren()
      return
    }
    const over = bus.get('hoveredClass') ?? null
    const classes = classesOf(d, fit, over)
    $('.rows').classList.toggle(
      'named',
      d.names.some(word => word.length > 2),
    )
    show(classes, over)
    const n = d.logits.length
    $('.count').textContent = classes.length < n ? fillTemplate(t.first, { k: classes.length, n: write.count(n) }) : ''
    const k = over ?? d.best
    formula.replaceChildren(...(d.probabilities ? softmaxFormula(d.name(k), d.logits, k, d.T, d.probabilities[k]) : [t.infinite]))
    formula.classList.toggle('long', formula.textContent.length > SHORT)
  }
  function measure() {
    const d = shown()
    if (!d?.logits.length || !room.clientHeight) return
    const rowsNow = roomFor(room, d.logits.length)
    if (rowsNow !== fit) {
      fit = rowsNow
      paint()
    }
  }
  bindTemperature({ $, t, bus })
  for (const [place, says] of [
    ['.heads .p', t.probability_help],
    ['.heads .z', t.logit_help],
  ])
    tooltip($(place), says)
  bindUnsureNote({ $, t, bus }, shown)
  bus.on('network', () => bus.set('hoveredClass', null))
  showStaleNotice($('.still'), bus)
  bus.on(['temperature', 'hoveredClass'], paint)
  bus.on('forward', seen => {
    paint()
    measure()
    requestAnimationFrame(() => sayTime({ $, t }, seen)) // with the next frame it is on the screen
  })
  new ResizeObserver(measure).observe(room)
  bus.on('theme', measure)
}

/**
 * How long the network took, and the whole way.
 * @param {Pick<Instrument, '$' | 't'>} parts
 * @param {any} seen
 */
function sayTime({ $, t }, seen) {
  const own = write.short(seen.milliseconds, seen.milliseconds < 10 ? 2 : 3)
  const round = write.count(performance.now() - (seen.asked ?? 0))
  $('.time').textContent = fillTemplate(seen.remembered ? t.time_kept : t.time, { own, round })
  $('.time').title = fillTemplate(seen.remembered ? t.time_kept_help : t.time_help, { own })
}

/** A picture in the answer's place, where that is the answer. */
function showAnswered($, answered) {
  const canvas = $('.answered')
  canvas.hidden = !answered
  for (const place of ['.heads', '.room', '.above', '.unsure', '.heat', '.softmax']) $(place).hidden = !!answered
  if (answered) paintPicture(canvas, answered.values, answered.shape)
  return !!answered
}

const MOST_LETTERS = 34 // of the line that reads the answer one level up; what is farther above is left out

/** The answer one level up: "animal 97 › mammal 96 › cat 94 %", where the classes have a tree above them. */
function bindGroups({ $, t, bus, shown }) {
  const place = $('.above')
  const words = createElement('span')
  tooltip(words, t.groups_help)
  bus.on(['forward', 'temperature', 'network'], () => {
    const [answer, groups] = [shown(), bus.get('network')?.groups]
    const found = answer?.probabilities && groups && !bus.get('forward').nothing ? likeliestGroups(groups, answer.probabilities) : []
    const said = found.map(({ name, probability }) => `${name} ${write.percent(probability)}`)
    while (said.length > 1 && said.join(' › ').length > MOST_LETTERS) said.shift()
    words.textContent = said.length ? `${said.join(' › ')} %` : ''
    place.replaceChildren(...(said.length ? [words] : []))
  })
}

/** Why the network is called unsure: the rule that was measured for it, or that of one half. */
function unsureHelp(bus, t) {
  const [least, seen] = [bus.get('network')?.least_logit ?? null, bus.get('forward')]
  if (least === null || !seen?.logits.length) return t.unsure_help
  return fillTemplate(t.unsure_measured, { z: write.short(Math.max(...seen.logits)), least: write.short(least) })
}

/**
 * One sentence where a trained network is unsure; an untrained one has learned nothing, as its note says. A network for drawings
 * has a short one, and keeps a line for it, so that no row moves under the pen.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function bindUnsureNote({ $, t, bus }, shown) {
  bindGroups({ $, t, bus, shown })
  const place = $('.unsure')
  const says = document.createTextNode('')
  const word = createElement('span', '', t.unsure)
  tooltip(word, () => unsureHelp(bus, t))
  const line = createElement('span', '', word, says)
  bus.on(['forward', 'network'], () => {
    const network = bus.get('network')
    const seen = bus.get('forward')
    if (!network || seen?.network !== network.key) return
    const said = network.weights !== 'random' && !seen.answered && unsure(seen.logits, network.least_logit ?? null)
    place.classList.toggle('kept', network.drawing)
    says.data = network.drawing ? t.none_drawn : fillTemplate(t.none_of_them, { n: write.count(network.classes.length) })
    if (seen.nothing) place.replaceChildren(seen.nothing)
    else if (!place.firstChild !== !said || !place.contains(line)) place.replaceChildren(...(said ? [line] : []))
  })
}

/**
 * The lever of the temperature; a double click is T = 1.
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 */
function bindTemperature({ $, t, bus }) {
  const lever = $('.heat input')
  lever.oninput = () => bus.set('temperature', Number(temperatureOf(Number(lever.value)).toFixed(3)))
  lever.ondblclick = () => bus.set('temperature', 1)
  tooltip($('.heat .word'), t.temperature_help)
  bus.on('temperature', T => {
    if (Math.abs(Number(lever.value) - leverOf(T)) > 0.05) lever.value = leverOf(T)
    lever.ariaValueText = write.short(T)
    $('.heat b').textContent = `T = ${write.short(T)}`
  })
}
