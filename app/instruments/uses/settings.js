// What Uses is set to, and how a link says it. Pure. In the link: use, manner, blend, cut, dabs, heat.
//   view   which of the uses is open
//   manner the sample whose style is taken, null for a picture of the visitor's own        share   how much the style counts, 0 … 1
//   cut    skip connections of the colouring network that bring zeros: '13'            hints   dabs of colour on the grey picture, see colouring/hints.js
//   heat   temperature of its mean over the classes of colour

export const VIEWS = ['translation', 'style']

export const FIRST = { view: VIEWS[0], manner: 'galaxies', share: 0.9, cut: '', hints: '', heat: 0.38 }
const SAID = { view: 'use', manner: 'manner', share: 'blend', cut: 'cut', hints: 'dabs', heat: 'heat' } // setting → key of the link

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['uses'])[]} */ (Object.keys(FIRST))
/** For every key of the link: text → what it says, undefined where that is nothing legal. */
export const READ = {
  use: text => VIEWS.find(view => view === text),
  manner: text => (/^[\w.-]{1,80}$/.test(text) ? text : undefined),
  blend: text => (/^(0(\.\d{1,3})?|1)$/.test(text) ? Number(text) : undefined),
  cut: text => (/^1?2?3?4?$/.test(text) ? text : undefined),
  dabs: text => (/^(\d{1,4}\.){3}[0-9a-f]{6}(-(\d{1,4}\.){3}[0-9a-f]{6}){0,63}$/.test(text) || text === '' ? text : undefined),
  heat: text => (/^(0\.\d{1,3}|1)$/.test(text) && Number(text) >= 0.05 ? Number(text) : undefined),
}

/** Settings as a link says them. */
export const toLink = settings => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [name, settings[key]]))

/** What a link need not say. */
export const START = toLink(FIRST)

/** What a link said, as settings. */
export const fromLink = said => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [key, said[name] ?? FIRST[key]]))

/**
 * A link of the time when style transfer was a room of History still finds it.
 * @param {URLSearchParams} query which is changed
 */
export function moved(query) {
  if (query.get('tab') !== 'history' || query.get('room') !== 'after') return
  query.delete('room')
  query.set('tab', 'uses')
  query.set('use', 'style')
}
