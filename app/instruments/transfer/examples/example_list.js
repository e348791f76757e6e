// The examples of a class as a list: a click selects and enlarges, keys walk, Delete removes what is selected. A click removes nothing.
import { createButton, createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { thumb } from '../thumbnails.js'
import { enlarged } from './enlarged.js'
import { remaining, nextFocus, NONE, withPicked, neighbourByKey } from './selection.js'

const FEW = 6 // thumbnails of a class, the newest

/** Keys on the list of a class; `on`: what the shelves let it do. */
function keys(event, one, on) {
  const { now, shown, frame, select } = on
  const id = Number(event.target.dataset.example)
  const mod = event.ctrlKey || event.metaKey
  const all = shown(one)
  if (event.altKey || (mod && event.key.toLowerCase() !== 'a' && event.key !== ' ')) return
  const columns = Math.max(1, all.filter(each => frame(each)?.offsetTop === frame(all[0])?.offsetTop).length)
  const to = neighbourByKey(all, id, event.key, columns)
  if (mod && event.key.toLowerCase() === 'a') select({ of: one.id, ids: [...all], at: id, from: all[0] })
  else if (to !== null) select(withPicked(now, one.id, all, to, { shift: event.shiftKey }))
  else if (event.key === 'Enter') select(withPicked(now, one.id, all, id, { shift: event.shiftKey }))
  else if (event.key === ' ') select(withPicked(now, one.id, all, id, { toggle: true }))
  else if (event.key === 'Escape' && now.ids.length) on.close()
  else if (event.key === 'Delete' || event.key === 'Backspace') {
    if (!now.ids.includes(id)) on.now = withPicked(NONE, one.id, all, id)
    on.remove()
  } else return
  event.preventDefault()
  event.stopPropagation()
}

function example(one, id, on) {
  const { t, shown, select } = on
  const label = fillTemplate(t.picture_n, { k: one.examples.indexOf(id) + 1, n: one.examples.length })
  const made = createElement('div', { className: 'example', ariaLabel: label, title: label, tabIndex: -1 }, thumb(id))
  made.setAttribute('role', 'option')
  made.dataset.example = id
  made.dataset.part = `example-${id}`
  made.onclick = event =>
    select(withPicked(on.now, one.id, shown(one), id, { shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey }))
  return made
}

/** The newest examples; all of them where somebody asked. */
function shelfOf(one, on) {
  const { t, own, open, rebuilt, shown } = on
  const all = open.has(one.id)
  const made = createElement('div', `shelf ${all ? 'all' : ''}`)
  if (one.examples.length) {
    const list = createElement(
      'div',
      { className: 'pictures', ariaLabel: fillTemplate(t.pictures_of, one) },
      ...shown(one).map(id => example(one, id, on)),
    )
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-multiselectable', 'true')
    list.onkeydown = event => keys(event, one, on)
    made.append(list)
  }
  if (one.examples.length > FEW && own.get('chosen') === one.id) {
    const toggle = () => {
      open[all ? 'delete' : 'add'](one.id)
      rebuilt()
    }
    made.append(createButton(all ? t.fewer : fillTemplate(t.all, { n: one.examples.length }), toggle, 'more'))
  }
  return made
}

/** → { of(class): its list, again(): after the classes were shown anew }; `rebuilt()` shows them. */
export function createExampleLists(parts, own, rebuilt) {
  const { $, $$, t, bus } = parts
  const open = new Set() // classes of which every example is shown
  let now = NONE
  const classOf = id => own.classes.find(one => one.id === id)
  const shown = one => (open.has(one.id) ? one.examples : one.examples.slice(-FEW))
  const frame = id => $(`.example[data-example="${id}"]`)
  const sheet = enlarged(parts, own, { remove: () => remove(), close: () => close() })

  function mark() {
    for (const each of $$('.example')) {
      const id = Number(each.dataset.example)
      each.setAttribute('aria-selected', String(now.ids.includes(id)))
      const first = classOf(Number(each.closest('.class').dataset.id))
      each.tabIndex = id === (now.of === first?.id ? now.at : first && shown(first)[0]) ? 0 : -1
    }
  }
  function select(next, { enlarge = true } = {}) {
    now = next
    const one = classOf(now.of)
    if (one) bus.set('transfer.chosen', one.id)
    mark()
    if (now.at !== null) frame(now.at)?.focus({ preventScroll: false })
    if (one && now.ids.length && enlarge) sheet.show(one, now, frame(now.at)?.firstChild)
    else sheet.hide()
  }
  function close() {
    const back = $('.enlarged').contains(document.activeElement) ? frame(now.at) : null
    now = NONE
    sheet.hide()
    mark()
    back?.focus({ preventScroll: true })
  }
  async function remove() {
    const { of, ids } = now
    const one = classOf(of)
    if (!one || !ids.length) return
    const next = nextFocus(shown(one), ids)
    if (!(await own.edits.removeExamples(of, ids))) return
    const still = classOf(of) ? shown(classOf(of)) : []
    if (next !== null && still.includes(next)) select(withPicked(NONE, of, still, next), { enlarge: false })
    else $(`.class[data-id="${of}"] .name`)?.focus({ preventScroll: true })
  }
  const on = {
    ...{ t, own, open, rebuilt, shown, frame, select, close, remove },
    get now() {
      return now
    },
    set now(next) {
      now = next
    },
  }
  function again() {
    const [one, { at }] = [classOf(now.of), now]
    now = remaining(now, one ? shown(one) : [])
    if (now.at !== at) sheet.hide()
    mark()
  }
  bus.on('tab', tab => tab !== 'transfer' && now.ids.length && close())
  return { of: one => shelfOf(one, on), again }
}
