// Translation: the picture is moved, and LeNet-5 and a dense network with as many parameters answer side by side.
import { paintColourBar } from '../../kit/colour_bar.js'
import { createElement } from '../../kit/element.js'
import { reach as endOf } from '../../kit/colour.js'
import { fitCanvas, styleOf, theme } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { tooltip } from '../../kit/tooltip.js'
import { answers } from './answers.js'
import { createRequest, PAIR } from './request.js'
import { bindPointer } from './pointer.js'
import { TEST_ACCURACY } from './test_accuracy.js'
import { paintDigit, paintPlane, paintValues } from './paint.js'
import { placeOf } from './positions.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SLOW = 300 // ms until it is said what is being waited for
const PLACES = 289
const CLOSE = 1e-5 // of a layer's scale: what rounding may leave between two maps that are the same

/** Colours and type that painting takes from the page. */
function stylesOf(element) {
  const { of } = styleOf(element)
  return { field: of('field'), edge: of('field-edge'), family: getComputedStyle(element).fontFamily }
}

const short = title => title.split(' · ')[0]
/**
 * @param {Bus} bus
 * @param {any} key
 */
const names = (bus, key) => short(bus.get('networks')?.get(key)?.title ?? key)

/** One column per layer: its values at home, its values here, how alike they are. → show(found, place) */
function createLayers($, t, repaint) {
  const section = $('.layers')
  const columns = PAIR.flatMap(({ layers }, which) => layers.map((_, i) => /** @type {Record<string, any>} */ ({ which, i })))
  const made = tag => section.appendChild(createElement(tag))
  for (const column of columns) {
    column.parts = { name: made('h3'), home: made('canvas'), here: made('canvas'), follow: made('b'), alike: made('b'), ends: made('span') }
    const side = `c${3 * column.which + column.i}`
    for (const [kind, element] of Object.entries(column.parts)) element.className = `${kind} ${side}`
    for (const kind of ['home', 'here']) {
      column.parts[kind].setAttribute('role', 'img')
      column[kind] = fitCanvas(column.parts[kind], (ctx, width, height) => repaint(ctx, width, height, column, kind))
    }
  }
  return (pair, place) => {
    for (const column of columns) {
      const { which, i, parts } = column
      const layer = pair[which].layers[i]
      const end = write.number(endOf(layer.minimum, layer.maximum))
      const units = layer.size.length === 1
      parts.name.textContent = layer.name
      parts.name.title = units
        ? fillTemplate(t.units, { n: write.count(layer.size[0]) })
        : fillTemplate(t.channel, { layer: layer.name, channel: layer.channel })
      const [follow, alike] = [layer.follow, layer.alike].map(values => values[placeOf(pair[which], place)])
      parts.follow.textContent = Number.isNaN(follow) ? '–' : write.fixed(follow)
      parts.follow.title = Number.isNaN(follow) ? t.no_places : ''
      parts.alike.textContent = write.fixed(alike)
      parts.ends.textContent = layer.minimum < 0 ? `±${end}` : `0 … ${end}`
      for (const kind of ['home', 'here']) {
        parts[kind].ariaLabel = `${parts.name.title}: ${t[kind]}`
        column[kind]()
      }
    }
  }
}

/**
 * What is said in words: at how many places each holds its answer, and that the convolution moves along.
 * @param {any} $
 * @param {any} $$
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function createCaptions($, $$, t, bus) {
  return (pair, own) => {
    const all = pair[0].side ** 2
    for (const [which, figure] of $$('.planes figure').entries()) {
      const { home, held } = pair[which]
      const said = { name: names(bus, PAIR[which].network), digit: home, n: write.count(held), all: write.count(all) }
      figure.querySelector('b').textContent = said.name
      figure.querySelector('figcaption span').textContent = fillTemplate(t.holds, said)
      figure.querySelector('canvas').ariaLabel = fillTemplate(t.plane, said)
      $$('.answers h2 b')[which].textContent = said.name
      $$('.answers ol')[which].ariaLabel = fillTemplate(t.answer, said)
    }
    $('.reads > span').textContent = fillTemplate(t.reads, { digit: pair[0].home })
    const parameters = bus.get('networks')?.get(PAIR[1].network)?.parameters
    $('.note').textContent = own ? fillTemplate(t.alike_both, { n: write.count(parameters ?? 0) }) : t.stand_in
    follows($('.follows'), t, pair[0].layers[0])
  }
}

function follows(line, t, { name, apart, minimum, maximum }) {
  line.hidden = apart === null
  if (apart === null) return
  const same = apart <= CLOSE * endOf(minimum, maximum)
  const tick = createElement('b', same ? 'tick' : 'tick failed', same ? '✓' : '✗')
  line.replaceChildren(fillTemplate(t.follows, { layer: name, v: write.short(apart, 2) }), ' ', tick)
}

/**
 * How both do on all test digits, as their model cards say.
 * @param {any} $
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function paintTestAccuracy($, t, bus) {
  const cell = (tag, text) => createElement(tag, '', text)
  const row = (head, values) => {
    const made = createElement('tr')
    made.append(head, ...values)
    return made
  }
  $('.measured thead tr').append(...TEST_ACCURACY.pixels.map(px => cell('th', write.count(px))))
  tooltip($('.measured .word'), t.measured_help)
  bus.on('networks', () => {
    const rows = PAIR.map(({ network }) => {
      const head = cell('th', names(bus, network))
      head.scope = 'row'
      return row(head, TEST_ACCURACY[network].map(v => cell('td', write.fixed(v, 1)))) // prettier-ignore
    })
    $('.measured tbody').replaceChildren(...rows)
  })
}

/**
 * Opens and closes the view: everything else of Convolve gives way.
 * @param {any} $
 * @param {Bus} bus
 * @param {any} begin
 */
function bindOpenClose($, bus, begin) {
  const tab = document.getElementById('convolve')
  $('[data-do=back]').onclick = () => bus.set('convolve.moved', null)
  bus.on('convolve.moved', place => {
    tab?.classList.toggle('translating', !!place)
    if (place) begin()
  })
}

/**
 * → begin(): asks about what is set, unless that is shown or under way. `take(answer)` shows one.
 * @param {Pick<Instrument, 'element' | '$' | 't' | 'bus'>} parts
 * @param {any} more1
 */
function questions({ element, $, t, bus }, { now, paint, take }) {
  let asked = null // { source, drawing } of the question that is under way
  let slow = 0
  const over = () => {
    clearTimeout(slow)
    asked = null
  }
  const ask = createRequest(
    (question, answer) => {
      over()
      element.classList.remove('stale')
      take({ ...question, ...answer })
    },
    (_, error) => {
      over()
      $('.note').textContent = error.message || t.failed
    },
  )
  return function begin() {
    const question = { source: bus.get('source'), drawing: bus.get('network')?.drawing }
    if (!question.source || question.drawing === undefined || !bus.get('convolve.moved') || bus.get('tab') !== 'convolve') return
    const same = other => other && other.source === question.source && other.drawing === question.drawing
    if (same(asked)) return
    if (same(now())) return paint()
    over()
    asked = question
    element.classList.toggle('stale', !!now())
    slow = setTimeout(() => ($('.note').textContent = fillTemplate(t.waiting, { n: write.count(PLACES) })), SLOW)
    ask(question)
  }
}

const digitsOf = ({ classes }) => Array.from({ length: classes }, (_, k) => String(k))

/** The sliders say where the picture is: one an axis, as far as it can be moved. */
function placeSliders(sliders, place, reach, t) {
  for (const slider of sliders) {
    const axis = Number(slider.dataset.axis)
    Object.assign(slider, { min: -reach, max: reach, value: place[axis] })
    slider.nextElementSibling.textContent = fillTemplate(t.pixels, { n: write.fixed(place[axis], 0) })
  }
}

/** @param {Instrument} parts */
export function mount({ element, $, $$, t, bus }) {
  let shown = null // { source, found: [of each], own }
  let pointed = null
  let styles = stylesOf(element)
  const place = () => pointed ?? bus.get('convolve.moved') ?? [0, 0]
  const state = which => ({ found: shown.found[which], place: place(), theme: theme(), styles })
  const digit = fitCanvas($('.digit canvas'), (ctx, width, height) => {
    if (shown) paintDigit(ctx, width, height, { picture: shown.found[0].picture, place: place(), styles })
  })
  const planes = $$('.planes figure canvas').map((canvas, which) =>
    fitCanvas(canvas, (ctx, width, height) => shown && paintPlane(ctx, width, height, state(which))),
  )
  fitCanvas($('.bar'), (ctx, width, height, ratio) => paintColourBar(ctx, width, height, ratio, false))
  const showLayers = createLayers($, t, (ctx, width, height, { which, i }, kind) => {
    if (!shown) return
    const found = shown.found[which]
    paintValues(ctx, width, height, { layer: found.layers[i], at: placeOf(found, kind === 'home' ? [0, 0] : place()), theme: theme() })
  })
  const lists = $$('.answers ol').map(answers)
  const say = createCaptions($, $$, t, bus)
  tooltip($('.layers .tracks .word'), t.follow_help)
  tooltip($('.layers .likeness .word'), t.alike_help)
  paintTestAccuracy($, t, bus)
  function paint() {
    if (!shown) return
    const now = place()
    digit()
    for (const plane of planes) plane()
    showLayers(shown.found, now)
    lists.forEach((list, which) => list(shown.found[which], now, digitsOf(shown.found[which])))
    placeSliders($$('[type=range]'), now, shown.found[0].reach, t)
  }
  const begin = questions({ element, $, t, bus }, { now: () => shown, paint, take(answer) {
    shown = answer
    say(shown.found, shown.own)
    paint()
  } }) // prettier-ignore
  bindOpenClose($, bus, begin)
  bus.on(['source', 'network', 'tab'], begin)
  bus.on('convolve.moved', paint)
  bus.on('theme', () => {
    styles = stylesOf(element)
    requestAnimationFrame(paint)
  })
  bindPointer(
    { $, $$ },
    {
      now: () => shown && { place: bus.get('convolve.moved') ?? [0, 0], reach: shown.found[0].reach, size: shown.found[0].picture.shape },
      move: to => bus.set('convolve.moved', to),
      styles: at => {
        pointed = at
        paint()
      },
    },
  )
}
