// Other settings are chosen than those of the race that is on the screen: what that means, and what can be done.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { coming } from '../run_events.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** The sentence and the acts of a state of `train.pending`: { says, acts: [names of `train.actions`] }; null where nothing is to be said. Pure. */
export function pendingText(next, state) {
  if (!next) return null
  if (next.over) return { word: 'next_over', acts: ['start', 'back'] }
  if (state === 'stopping') return { word: next.queued ? 'next_queued' : 'next_stopping', acts: [] }
  return next.queued ? { word: 'next_queued', acts: ['unqueue', 'instead'] } : { word: 'next', acts: ['queue', 'instead'] }
}

/** Settings of the right lane in words, whose heading says what is drawn. */
function listed(settings, t, plainly) {
  const value = (name, v) => (name === 'augmentation' ? (v ? t.other : t.none) : plainly(v))
  return settings.length
    ? ` ${fillTemplate(t.next_right, { list: settings.map(([name, v]) => `${t.own[name]} ${value(name, v)}`).join(', ') })}`
    : ''
}

/**
 * @param {HTMLElement} element
 * @param {Pick<Instrument, 't' | 'bus'> & Record<string, any>} parts
 */
export function createPendingNotice(element, { t, bus, plainly }) {
  const doing = {
    start: todo => todo.start(),
    back: todo => todo.back(),
    instead: todo => todo.instead(),
    queue: todo => todo.queue(true),
    unqueue: todo => todo.queue(false),
  }
  let shown = ''
  bus.on(['train.pending', 'train.race', 'train.settings'], () => {
    const [next, race] = [bus.get('train.pending') ?? null, bus.get('train.race')]
    const found = pendingText(next, race?.state)
    if (found && race) found.own = listed(coming(race.now, bus.get('train.settings')), t, plainly)
    if (JSON.stringify(found) === shown) return
    const focused = element.contains(document.activeElement)
    shown = JSON.stringify(found)
    element.hidden = !found
    const acts = (found?.acts ?? []).map(name => {
      const button = createElement('button', { type: 'button', onclick: () => doing[name](bus.get('train.actions')) }, t[`do_${name}`])
      button.dataset.act = name
      return button
    })
    element.replaceChildren(...(found ? [createElement('span', '', `${t[found.word]}${found.own}`), ...acts] : []))
    if (focused) acts[0]?.focus()
  })
}
