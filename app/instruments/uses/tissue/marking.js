// What the brush marks: kinds with their names, strokes that can be undone, and the buttons for it.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { radioButtons, radioGroup } from '../../kit/radio_group.js'
import { cleanName, KINDS, marksText, OWN, saidOf, Undo, withSaid } from '../marks.js'
import { swatch } from './score.js'

/** @typedef {import('../marks.js').Mark} Mark */

/**
 * @param {import('../../kit/types.js').Instrument} parts
 * @param {import('./index.js').Now} now
 */
export function bindMarks(parts, now) {
  const { $, bus } = parts
  let kind = 0
  /** @type {Map<string, Undo>} */
  const undos = new Map()
  const slide = () => now.slide?.slide ?? ''
  now.ownFile = keepByFile(bus, undos)
  const undoOf = () => undos.get(slide()) ?? undos.set(slide(), new Undo()).get(slide())
  const said = () => saidOf(bus.get('uses.marks'), slide())
  const put = to => bus.set('uses.marks', withSaid(bus.get('uses.marks'), slide(), to))
  const change = marks => {
    if (!now.section) return
    undoOf()?.did(said())
    put(marksText(marks))
  }
  const undo = () => {
    const back = undoOf()?.back(said())
    if (back) put(back.to)
    else if (now.marks().length && said() !== undefined)
      put(marksText(now.marks().slice(0, -1))) // of a page that was there before
    else return false
  }
  const redo = () => {
    const again = undoOf()?.again(said())
    return again ? put(again.to) : false
  }
  const choose = radioGroup($('.kinds'), value => {
    kind = Number(value)
    choose(kind)
  })
  $('[data-do=undo]').onclick = undo
  $('[data-do=redo]').onclick = redo
  $('[data-do=clear]').onclick = () => now.marks().length && change([])
  const names = bindNames(parts, now, slide)
  function show() {
    const all = now.names()
    kind = Math.min(kind, all.length - 1)
    names.show(all)
    nameKinds($('.kinds'), all)
    choose(kind)
    const own = said() !== undefined && now.marks().length > 0
    $('[data-do=undo]').disabled = !undoOf()?.canBack && !own
    $('[data-do=redo]').disabled = !undoOf()?.canAgain
    $('[data-do=clear]').disabled = !now.marks().length
  }
  return { kind: () => kind, drawn: (/** @type {Mark} */ mark) => change([...now.marks(), mark]), undo, redo, show }
}

/**
 * Strokes belong to the picture that they were made on: another one of the visitor's own begins with none, and one that comes back brings its own.
 * → hears which file of the visitor's is shown
 * @param {import('../../kit/bus.js').Bus} bus
 * @param {Map<string, Undo>} undos
 */
function keepByFile(bus, undos) {
  /** @type {WeakMap<Blob, { said: string | undefined, undo: Undo | undefined }>} */
  const kept = new WeakMap()
  /** @type {Blob | null} */
  let last = null
  return (/** @type {Blob} */ file) => {
    if (file === last) return
    const marks = bus.get('uses.marks')
    const before = last
    last = file
    if (!before) return // those of a link may be of this picture
    kept.set(before, { said: saidOf(marks, OWN), undo: undos.get(OWN) })
    const mine = kept.get(file)
    if (mine?.undo) undos.set(OWN, mine.undo)
    else undos.delete(OWN)
    bus.set('uses.marks', withSaid(marks, OWN, mine?.said))
  }
}

/** Buttons of the kinds, only as many as there are; a name that changes keeps its button. */
function nameKinds(group, names) {
  if (group.children.length !== names.length) {
    group.replaceChildren(...radioButtons(names.map((name, kind) => [kind, name])))
    for (const button of group.children) button.replaceChildren(swatch(button.dataset.value), ' ', createElement('span'))
  }
  names.forEach((name, kind) => (group.children[kind].lastChild.textContent = name))
}

/** The names as fields, and whether there is a third. */
function bindNames({ $, t, bus }, now, slide) {
  const set = names => bus.set('uses.kind_names', withSaid(bus.get('uses.kind_names'), slide(), names.map(cleanName).join('|')))
  const fields = Array.from({ length: KINDS[1] }, (_, kind) => {
    const input = createElement('input', { type: 'text', maxLength: 24, ariaLabel: fillTemplate(t.name, { kind: kind + 1 }) })
    input.onchange = () => set(now.names().map((name, at) => (at === kind ? input.value.trim() : name)))
    const row = createElement('label', '', swatch(kind), input)
    $('.names').append(row)
    return { row, input }
  })
  const third = $('.third input')
  third.onchange = () => set(third.checked ? [...now.names().slice(0, 2), ''] : now.names().slice(0, 2))
  return {
    show(names) {
      third.checked = names.length === KINDS[1]
      fields.forEach(({ row, input }, kind) => {
        row.hidden = kind >= names.length
        if (document.activeElement !== input) input.value = names[kind] ?? ''
      })
    },
  }
}
