// The list of runners beside the figure, the fewest errors at the chosen number first; and the sentence that the numbers allow.
import { createElement } from '../../kit/element.js'
import { COUNTS } from '../settings.js'
import { fillTemplate, thinSpaces } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'
import { markClasses, ordered, designedAgainstLearned, clearWins, isComplete } from './summary.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts */
export function list({ $, t, bus, now, draws, set, summary, points }) {
  const count = bus.get('history.count')
  $('.at').textContent = fillTemplate(t.at, { n: count })
  const state = stateOf({ t, now, draws, points })
  $('ol').replaceChildren(
    ...ordered(set.runners, summary, count).map(one => runner(one, summary.get(one.key)?.get(count), state(one), t, draws)),
  )
  $('.verdict').replaceChildren(...verdict({ t, set, summary, draws, count, points }))
}

function runner(one, at, state, t, draws) {
  const sign = createElement('i', `sign ${markClasses(one)}`)
  const few = at && at.draws < draws ? ` ${fillTemplate(t.few, { n: at.draws, draws })}` : ''
  const head = createElement(
    'div',
    'head',
    sign,
    createElement('b', 'name', one.title),
    createElement('b', 'error', at ? write.fixed(at.mean, 1) : '–'),
  )
  const range = at ? `${write.fixed(at.low, 1)} – ${write.fixed(at.high, 1)}${few}` : ''
  const made = createElement(
    'li',
    state.share === undefined ? '' : 'running',
    head,
    createElement('p', 'what', thinSpaces(one.about, language)),
    createElement('p', 'state', createElement('span', '', state.said), createElement('span', 'range', range)),
  )
  if (state.share !== undefined) {
    const bar = createElement('div', 'bar', createElement('i'))
    const full = /** @type {HTMLElement} */ (bar.firstChild)
    full.style.width = `${100 * state.share}%`
    made.append(bar)
  }
  return made
}

/** What a runner is doing. */
function stateOf({ t, now, draws, points }) {
  const all = COUNTS.length * draws
  return one => {
    const own = points.filter(point => point.runner === one.key)
    const seconds = write.short(
      own.reduce((sum, point) => sum + point.seconds, 0),
      2,
    )
    if (now.stop && now.running?.runner === one.key && own.length < all) {
      const { count, draw, share = 1 } = now.running
      return { said: fillTemplate(t.running, { count, draw: draw + 1, draws }), share: (own.length + (share === 1 ? 0 : share)) / all }
    }
    if (own.length === all) {
      const day = own
        .map(point => point.kept)
        .sort()
        .at(-1)
      const written =
        day && own.every(point => point.kept) ? new Date(`${day}T12:00`).toLocaleDateString(language === 'pt' ? 'pt-BR' : 'en-GB') : ''
      return { said: `${fillTemplate(written ? t.kept : t.finished, { day: written, runs: all, seconds })} ✓` }
    }
    return { said: own.length && !now.stop ? fillTemplate(t.paused, { runs: own.length }) : t.waits }
  }
}

function verdict({ t, set, summary, draws, count, points }) {
  if (!isComplete(set.runners, summary, COUNTS, draws))
    return [fillTemplate(t.not_all, { done: points.length, all: set.runners.length * COUNTS.length * draws })]
  const { hand, learned } = designedAgainstLearned(set.runners, summary, count)
  const said = { n: count, hand: write.fixed(hand.mean, 1), learned: write.fixed(learned.mean, 1) }
  const apart = hand.high < learned.low ? t.hand_wins : learned.high < hand.low ? t.learned_wins : t.level
  const name = key => set.runners.find(one => one.key === key).short
  const rest = clearWins(set.runners, summary, COUNTS).map(({ from, to, keys }) => {
    const range = from === to ? String(from) : fillTemplate(t.range, { from, to })
    const names = keys.map(name)
    const who = names.length > 1 ? `${names.slice(0, -1).join(', ')} ${t.and} ${names.at(-1)}` : names[0]
    return fillTemplate(names.length > 1 ? t.lead : t.leads, { range, who })
  })
  return [createElement('b', '', fillTemplate(apart, said)), ` ${rest.join(' ')}`]
}
