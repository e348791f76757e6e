// The choices of a question, the hands that the room held up for each, and what was right.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { language } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { inLanguage } from '../file_format.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

function choice(k, text, t) {
  const row = createElement('div', 'choice')
  const button = createElement('button', 'answer')
  button.type = 'button'
  button.setAttribute('role', 'radio')
  button.dataset.choice = k
  button.append(createElement('kbd', '', k), createElement('span', 'text', text), createElement('span', 'verdict'))
  const hands = Object.assign(createElement('div', 'hands'), { count: (/** @type {number} */ _by) => {} })
  const step = (by, sign, label) => createElement('button', { type: 'button', ariaLabel: label, onclick: () => hands.count(by) }, sign)
  const field = createElement('input', { type: 'number', min: '0', max: '9999', value: '0', ariaLabel: fillTemplate(t.hands_for, { k }) })
  hands.append(step(-1, '−', t.fewer), field, step(1, '+', t.more), createElement('span', '', t.hands))
  const bar = createElement('div', 'bar')
  bar.append(createElement('b'), createElement('i'))
  row.append(button, hands, bar)
  return { row, button, hands, field, bar }
}

/**
 * → show(stop): the choices of its question, or none.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
export function createQuestion({ $, t, bus, lecture }) {
  const group = $('.choices')
  const { get } = tabState(bus, 'lecture')
  let of = null
  let rows = []
  const pick = k => get('phase') === 'veiled' && lecture.reveal(k)
  function build(stop) {
    of = stop
    rows = (stop.guess?.choices ?? []).map((text, i) => {
      const one = choice(i + 1, inLanguage(text, language), t)
      one.button.onclick = () => pick(i + 1)
      const put = n => lecture.hand(i + 1, n)
      one.hands.count = by => put(Number(one.field.value) + by)
      one.field.onchange = () => put(Math.round(Number(one.field.value)) || 0)
      return one
    })
    group.replaceChildren(...rows.map(({ row }) => row))
  }
  return function show(stop) {
    if (of !== stop) build(stop)
    const { guess } = stop
    const phase = get('phase')
    const off = !!get('away')
    group.hidden = !guess || off
    const hands = get('handCounts')?.[stop.id] ?? []
    const all = hands.reduce((a, b) => a + b, 0)
    const guessed = get('guesses')?.[stop.id]
    rows.forEach((one, i) => paint(one, { k: i + 1, guess, phase, n: hands[i] ?? 0, all, guessed, t }))
    const told = phase === 'revealed' && all > 0
    $('.room').textContent = told ? fillTemplate(t.room, { k: hands[guess.right - 1], n: all }) : ''
    announce({ $, t, stop, phase })
  }
}

function paint({ row, button, hands, field, bar }, { k, guess, phase, n, all, guessed, t }) {
  const revealed = phase === 'revealed'
  const right = revealed && k === guess.right
  row.classList.toggle('right', right)
  row.classList.toggle('wrong', revealed && !right)
  button.ariaChecked = String(revealed ? k === guessed : false)
  button.disabled = revealed
  button.lastChild.textContent = [right ? '✓' : '', revealed && guessed === k ? t.yours : ''].filter(Boolean).join(' ')
  hands.hidden = revealed
  if (Number(field.value) !== n) field.value = n
  bar.hidden = !revealed || all === 0
  bar.firstChild.textContent = n
  bar.lastChild.style.setProperty('--part', all ? n / all : 0)
}

/** Said once, politely, to who cannot see the curtain go. */
function announce({ $, t, stop, phase }) {
  const said =
    phase === 'revealed'
      ? fillTemplate(t.revealed, { k: stop.guess.right, text: inLanguage(stop.guess.choices[stop.guess.right - 1], language) })
      : ''
  const place = $('[role=status]')
  if (place.textContent !== said) place.textContent = said
}
