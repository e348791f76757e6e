// The end of a lecture taken alone: what was guessed against what was so.
import { tabState } from '../../kit/bus.js'
import { createElement } from '../../kit/element.js'
import { language } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import * as keeping from '../storage.js'
import { inLanguage } from '../file_format.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const cell = (text, className = '') => createElement('td', className, text)

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
export function createSummary({ $, t, bus, lecture }) {
  const panel = $('section.ended')
  const { get } = tabState(bus, 'lecture')
  const doing = {
    again: () => lecture.go(0),
    forget() {
      keeping.deleteProgress(get('lecture').id)
      bus.set('lecture.guesses', {})
      show()
    },
    back: () => bus.set('lecture.ended', false),
  }
  for (const button of panel.querySelectorAll('[data-do]')) button.onclick = () => doing[button.dataset.do]()
  function show() {
    panel.hidden = !get('ended') || !get('stops')
    if (panel.hidden) return
    const asked = get('stops').flatMap(({ id, guess }) => (guess ? [{ id, guess }] : []))
    const guesses = get('guesses')
    const made = asked.filter(({ id }) => guesses[id])
    const right = made.filter(({ id, guess }) => guesses[id] === guess.right)
    $('section.ended .sum').textContent = made.length ? fillTemplate(t.sum, { k: right.length, n: made.length }) : t.none
    const say = (guess, k) => (k ? inLanguage(guess.choices[k - 1], language) : '–')
    $('section.ended tbody').replaceChildren(
      ...asked.map(({ id, guess }) => {
        const row = createElement('tr')
        const hit = guesses[id] === guess.right
        row.append(
          cell(inLanguage(guess.ask, language)),
          cell(`${guesses[id] ? (hit ? '✓ ' : '≠ ') : ''}${say(guess, guesses[id])}`, guesses[id] ? (hit ? 'hit' : 'miss') : ''),
          cell(say(guess, guess.right), 'so'),
        )
        return row
      }),
    )
  }
  bus.on(['lecture.ended', 'lecture.stops'], show)
  bus.on('lecture.ended', on => on && $('section.ended h2').focus())
}
