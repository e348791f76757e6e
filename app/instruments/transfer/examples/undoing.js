// Undo and redo: two quiet buttons, their keys while Transfer is open, and a line after something was removed.
import { onKeys } from '../../kit/keys.js'
import { fill } from '../../kit/numbers.js'
import { button } from '../dom.js'

/** What was done, in words; '' where nothing is to be said. */
export function told(done, t) {
  if (!done) return ''
  if (done.pictures) return done.pictures > 1 ? fill(t.removed_n, { n: done.pictures }) : t.removed_1
  if (done.name !== undefined) return fill(done.n ? t.removed_class : t.removed_empty, done)
  return done.classes > 1 ? fill(t.replaced_n, { n: done.classes }) : t.replaced_1
}

export function undoing({ $, t, bus }, own) {
  const doing = { undo: () => own.undo(), redo: () => own.redo() }
  for (const [what, act] of Object.entries(doing)) $(`[data-do=${what}]`).onclick = act
  const line = $('.done')
  bus.on('transfer.done', done => {
    const words = told(done, t)
    line.replaceChildren(...(words ? [`${words} · `, Object.assign(button(t.undo, doing.undo, 'back'), { title: t.undo_help })] : []))
  })
  bus.on('transfer.steps', steps => {
    for (const what of Object.keys(doing)) $(`[data-do=${what}]`).disabled = !steps?.[what]
  })
  const here = what => () => {
    if (bus.get('tab') !== 'transfer' || !own.get('steps')?.[what]) return false
    doing[what]()
    return true
  }
  onKeys({ 'mod+z': here('undo'), 'mod+shift+z': here('redo'), 'mod+y': here('redo') })
}
