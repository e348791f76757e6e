// A presenter's remote and keyboard. They come before everybody else's keys while a lecture is given; a text field keeps its own.
import { closestTo } from '../../kit/element.js'
import { tabState } from '../../kit/bus.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const TYPING = 'textarea, [contenteditable], input:not([type=range], [type=radio], [type=checkbox], [type=button])'
const OPEN = 'dialog[open]:not(.stops)'

const nameOf = event =>
  [
    event.altKey && 'alt',
    (event.ctrlKey || event.metaKey) && 'mod',
    event.shiftKey && 'shift',
    event.key.length === 1 ? event.key.toLowerCase() : event.key,
  ]
    .filter(Boolean)
    .join('+')

/**
 * `doing` has what the buttons do.
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 */
export function bindRemote({ lecture, bus, doing }) {
  const { get } = tabState(bus, 'lecture')
  const last = () => get('stops').length - 1
  const answer = k => () =>
    get('phase') === 'veiled' && !get('away') && k <= (get('stops')[get('at')].guess?.choices.length ?? 0) ? lecture.reveal(k) : false
  const stage = f => () => (get('overview') || get('ended') ? false : f())
  const path = f => () => (get('overview') ? false : f()) // from the end one may go back too
  const arranging = f => () => (get('overview') ? f() : false)
  const redo = arranging(() => bus.set('lecture.redo', Symbol()))
  const keys = {
    PageDown: stage(lecture.next),
    PageUp: path(lecture.back),
    'shift+ArrowRight': stage(lecture.next),
    'shift+ArrowLeft': stage(lecture.back),
    'shift+Home': path(() => lecture.go(0)),
    'shift+End': path(() => lecture.go(last())),
    'mod+z': arranging(() => bus.set('lecture.undo', Symbol())),
    'mod+shift+z': redo,
    'mod+y': redo,
    o: () => bus.set('lecture.overview', !get('overview')),
    t: stage(doing.tabs),
    Backspace: stage(() => (get('away') ? lecture.homeward() : false)),
    Enter: stage(() => (get('phase') === 'veiled' && !get('away') && document.activeElement === document.body ? lecture.reveal() : false)),
    ...Object.fromEntries([1, 2, 3, 4].map(k => [String(k), stage(answer(k))])),
  }
  addEventListener(
    'keydown',
    event => {
      if (!get('stops') || closestTo(event, TYPING) || document.querySelector(OPEN)) return
      if (event.key === 'Escape') return leaving(event)
      const act = keys[nameOf(event)]
      if (!act || act() === false) return
      event.preventDefault()
      event.stopPropagation()
    },
    true,
  )
  /** Everybody else may have a use for Esc first: a receipt, an enlarged channel, a bubble. */
  function leaving(event) {
    setTimeout(() => {
      if (event.defaultPrevented) return
      if (get('ended')) bus.set('lecture.ended', false)
      else if (get('overview')) bus.set('lecture.overview', false)
      else lecture.leave()
    })
  }
}
