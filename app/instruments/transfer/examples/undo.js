// Undo and redo: two quiet buttons, their keys while Transfer is open, and a line that says what was done.
import { createButton } from '../../kit/element.js'
import { onKeys } from '../../kit/shortcuts.js'
import { write } from '../../kit/language.js'
import { told } from './import_text.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} own
 */
export function bindUndo({ $, t, bus }, own) {
  const doing = { undo: () => own.edits.undo(), redo: () => own.edits.redo() }
  for (const [what, act] of Object.entries(doing)) $(`[data-do=${what}]`).onclick = act
  const line = $('.done')
  bus.on('transfer.lastChange', done => {
    const words = told(done, t, write.count)
    line.replaceChildren(...(words ? [`${words} · `, Object.assign(createButton(t.undo, doing.undo, 'back'), { title: t.undo_help })] : []))
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
