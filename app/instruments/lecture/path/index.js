// The path: where the lecture is, its sentence, the guess, and the way on. Nothing of it is there while no lecture is given.
import { tabKeys, tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { language } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { createPresenter } from '../presenter.js'
import { inLanguage } from '../file_format.js'
import { createSketchedAnswers } from './sketched_answers.js'
import { createQuestion } from './question.js'
import { bindRemote } from './remote_keys.js'
import { createLayout } from './layout.js'
import { createTicks } from './ticks.js'
import { createMaskSheets } from './mask_sheets.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount({ $, $$, t, bus }) {
  const lecture = createPresenter(t.parts)
  const { get } = tabState(bus, 'lecture')
  const now = () => get('stops')?.[get('at')] ?? null
  const shape = createLayout(bus)
  const doing = {
    back: lecture.back,
    next: () => (get('phase') === 'veiled' && !get('away') ? lecture.skip() : lecture.next()),
    reveal: () => lecture.reveal(),
    home: lecture.homeward,
    stops: () => bus.set('lecture.overview', true),
    tabs: shape.tabs,
    add: () => bus.set('lecture.adding', Symbol()),
  }
  for (const button of $$('[data-do]')) button.onclick = () => doing[button.dataset.do]()
  const showTicks = createTicks($('.ticks'), { go: lecture.go })
  const showGuess = createQuestion({ $, t, bus, lecture })
  const sketched = createSketchedAnswers({ $, bus, lecture })
  createMaskSheets({ $, bus, selector: lecture.veil.selector, card: $('.choices'), slim: shape.slim, sketched })
  const show = () => {
    const stop = now()
    $('.line').hidden = !stop
    if (!stop) return
    showTicks(get('stops'), get('at'), get('away'))
    write({ $, t, bus, stop, shape })
    showGuess(stop)
    keysOf($('.keys'), t[`keys_${get('phase') ?? 'plain'}`])
    shape.measure()
  }
  let due = false
  const soon = () => {
    if (due) return
    due = true
    queueMicrotask(() => {
      due = false
      show()
    })
  }
  bus.on(tabKeys('lecture', 'stops', 'at', 'phase', 'away', 'guesses', 'handCounts', 'overview'), soon)
  bindRemote({ lecture, bus, doing })
  opening(bus, lecture)
}

/**
 * A lecture that the address names is opened when the page has its first answer.
 * @param {Bus} bus
 * @param {any} lecture
 */
function opening(bus, lecture) {
  const query = new URLSearchParams(location.search)
  bus.on('lecture.open', () => lecture.open())
  bus.on('historyEntry', to => {
    const wanted = new URLSearchParams(to.search)
    if (to.taken || !wanted.has('lecture') || bus.get('lecture.stops')) return
    to.taken = true
    lecture.open(wanted.get('lecture'), wanted.get('stop'))
  })
  if (query.has('lecture')) bus.once('forward', () => lecture.open(query.get('lecture'), query.get('stop')))
}

/**
 * Section, place and sentence; the question while it is veiled, and the way back while the page shows something else.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
function write({ $, t, bus, stop, shape }) {
  const { get } = tabState(bus, 'lecture')
  const { given, stops } = { given: get('lecture'), stops: get('stops') }
  const say = text => inLanguage(text, language)
  const veiled = get('phase') === 'veiled'
  const off = !!get('away')
  const counts = { n: stop.n, all: stops.length, k: stop.k, of: stop.of }
  const section = given.sections[stop.section]
  $('.section').textContent = `${stop.section + 1} ${say(section.title)}`
  $('.place').textContent = fillTemplate(t.place, counts)
  $('.course').textContent = say(given.title)
  $('.count').textContent = fillTemplate(t.count, counts)
  $('.say').textContent = veiled ? say(stop.guess.ask) : say(stop.say)
  $('.say').hidden = off
  fit($('.say'))
  $('.helper').textContent = veiled ? (shape.alone() ? t.alone : t.fingers) : ''
  $('.back').hidden = !off
  $('[data-do=home]').textContent = fillTemplate(t.home, counts)
  $('.back span').textContent = t.off
  $('[data-do=add]').hidden = !off
  $('[data-do=reveal]').hidden = !veiled || off
  $('[data-do=next]').classList.toggle('primary', !veiled && !off)
  $('[data-do=next]').textContent = stop.n === stops.length && !veiled ? t.end : `${t.next} ›`
  $('[data-do=back]').disabled = stop.n === 1 && get('phase') !== 'revealed'
}

/** A sentence that does not fit in its two lines is set in a smaller type, where the type is not a projector's. */
function fit(say) {
  say.classList.remove('long')
  say.classList.toggle('long', say.scrollHeight > say.clientHeight + 1)
}

function keysOf(place, keys) {
  place.replaceChildren(...keys.flatMap(([key, does]) => [createElement('kbd', '', key), ` ${does} `]))
}
