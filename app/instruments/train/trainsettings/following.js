// Other settings are chosen than those of the race that is on the screen: what that means, and what can be done.
import { fill } from '../../kit/numbers.js'
import { coming } from '../racing.js'

const made = (tag, className, text = '') => Object.assign(document.createElement(tag), { className, textContent: text })

/** The sentence and the acts of a state of `train.next`: { says, acts: [names of `train.do`] }; null where nothing is to be said. Pure. */
export function followingOf(next, state) {
  if (!next) return null
  if (next.over) return { says: 'next_over', acts: ['start', 'back'] }
  if (state === 'stopping') return { says: next.queued ? 'next_queued' : 'next_stopping', acts: [] }
  return next.queued ? { says: 'next_queued', acts: ['unqueue', 'instead'] } : { says: 'next', acts: ['queue', 'instead'] }
}

/** Settings of the right lane in words, whose heading says what is drawn. */
function listed(settings, t, plainly) {
  const value = (name, v) => (name === 'augmentation' ? (v ? t.other : t.none) : plainly(v))
  return settings.length ? ` ${fill(t.next_right, { list: settings.map(([name, v]) => `${t.own[name]} ${value(name, v)}`).join(', ') })}` : ''
}

export function following(element, { t, bus, plainly }) {
  const doing = {
    start: todo => todo.start(),
    back: todo => todo.back(),
    instead: todo => todo.instead(),
    queue: todo => todo.queue(true),
    unqueue: todo => todo.queue(false),
  }
  let shown = ''
  bus.on(['train.next', 'train.race', 'train.now'], () => {
    const [next, race] = [bus.get('train.next') ?? null, bus.get('train.race')]
    const found = followingOf(next, race?.state)
    if (found) found.own = listed(coming(race.now, bus.get('train.now')), t, plainly)
    if (JSON.stringify(found) === shown) return
    const focused = element.contains(document.activeElement)
    shown = JSON.stringify(found)
    element.hidden = !found
    const acts = (found?.acts ?? []).map(name => {
      const button = Object.assign(made('button', '', t[`do_${name}`]), { type: 'button', onclick: () => doing[name](bus.get('train.do')) })
      button.dataset.act = name
      return button
    })
    element.replaceChildren(...(found ? [made('span', '', `${t[found.says]}${found.own}`), ...acts] : []))
    if (focused) acts[0]?.focus()
  })
}
