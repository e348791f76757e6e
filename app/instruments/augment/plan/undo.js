// Changes of the plan can be taken back: one step a change, one for a whole drag of a handle.
import { onKeys } from '../../kit/shortcuts.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const STEPS = 100

/** A past of values: `put` another, `undo` and `redo` give the one to be shown, or undefined where there is none. Pure. */
export function createHistory(first) {
  /** @type {[any[], any[], any]} */
  let [past, future, now] = [[], [], first]
  return {
    get undoable() {
      return past.length > 0
    },
    /** `joined`: it goes on with the change before. */
    put(next, joined = false) {
      if (next === now) return
      if (!joined || !past.length) past = [...past.slice(1 - STEPS), now]
      future = []
      now = next
    },
    undo() {
      if (!past.length) return undefined
      future.push(now)
      return (now = past.pop())
    },
    redo() {
      if (!future.length) return undefined
      past.push(now)
      return (now = future.pop())
    },
  }
}

/** @param {Pick<Instrument, '$' | 'element' | 'bus'> & Record<string, any>} parts */
export function bindUndo({ $, element, bus, get, set }) {
  const past = createHistory(get('plan') ?? null)
  let held = false // whether a drag has made its step already
  const show = () => ($('[data-do=undo]').hidden = !past.undoable)
  bus.on('augment.dragging', on => (held = on ? held : false))
  bus.on('augment.plan', plan => {
    past.put(plan, held)
    held = !!get('dragging')
    show()
  })
  const go = what => {
    const plan = past[what]()
    if (plan === undefined) return false
    set('plan', plan)
    show()
    return true
  }
  const here = what => () => (element.offsetParent ? go(what) : false)
  $('[data-do=undo]').onclick = () => go('undo')
  onKeys({ 'mod+z': here('undo'), 'mod+shift+z': here('redo'), 'mod+y': here('redo') })
  show()
}
