// The browser's own history of this page. Another tab or view is an entry of its own, which Back leaves; everything else that changes is
// written into the entry in which it changed. The visitor's own pictures, which no address carries, are remembered by entry.

/** @typedef {import('./types.js').Source} Source */

const VIEWS = ['lecture', 'stop', 'tab', 'view', 'teach_view', 'room'] // keys of the address that say which view is open
const MOST_PICTURES = 12 // that are remembered, the oldest goes

/**
 * What tells one entry from the next, as text; an open receipt is a view too, whatever cell it is of.
 * @param {string} search
 */
export function viewOf(search) {
  const query = new URLSearchParams(search)
  return JSON.stringify([...VIEWS.map(key => query.get(key)), query.has('receipt')])
}

/**
 * Whether another stop of a lecture is an entry of its own: not where the page itself only says which one it has opened.
 * @param {string} search
 * @param {string | null} stop
 */
export function isNewStop(search, stop) {
  const now = new URLSearchParams(search)
  if (stop === null) return now.has('lecture')
  return now.has('lecture') ? now.has('stop') && now.get('stop') !== stop : true
}

/**
 * `history`, `location`: the window's. `alone`: a page that nobody sees makes no entries.
 * → write(search, push): the address of the present state; `push`: true, false, or null for "where the view is another".
 *   picture(source): the visitor's own picture that belongs to the present entry, or null;  pictureOf(state): of an entry that was gone to
 * @param {{ history: History, location: Location, alone?: boolean }} window
 */
export function browserHistory({ history, location, alone = false }) {
  /** @type {Map<number, Source>} */
  const pictures = new Map() // number of an entry → source
  let number = history.state?.cnn ?? 0
  const numbered = () => ({ ...history.state, cnn: number })
  return {
    /**
     * @param {string} search
     * @param {boolean | null} push
     */
    write(search, push = null) {
      if (search === location.search) return false
      const fresh = !alone && (push ?? viewOf(search) !== viewOf(location.search))
      if (fresh) number++
      history[fresh ? 'pushState' : 'replaceState'](numbered(), '', `${location.pathname}${search}${location.hash}`)
      return fresh
    },
    /**
     * Another entry is open than before: those that are made from here on count from it.
     * @param {any} state
     */
    arrive(state) {
      number = state?.cnn ?? number + 1
    },
    /** @param {Source | null} source */
    picture(source) {
      if (!source) return
      if (history.state?.cnn !== number) history.replaceState(numbered(), '')
      pictures.delete(number)
      pictures.set(number, source)
      for (const old of pictures.keys()) {
        if (pictures.size <= MOST_PICTURES) break
        pictures.delete(old)
      }
    },
    /** @param {any} state */
    pictureOf: state => pictures.get(state?.cnn) ?? null,
  }
}
