// The classes a network can answer with: a dialog with a list that is searched in both languages.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'
import { entries, search } from './search.js'

const OTHER = language === 'pt' ? 'en' : 'pt-BR'

function option({ index, name, other }) {
  const made = createElement('li')
  Object.assign(made, { role: 'option', tabIndex: -1, ariaSelected: 'false' })
  made.dataset.index = index
  made.append(createElement('span', '', name))
  if (other) made.append(' ', createElement('span', { className: 'other', lang: OTHER, textContent: other }))
  return made
}

/** Arrows walk through the list from the search field on; Enter takes a class, or the first one while still typing; Esc closes. */
function keys(dialog, field, list, take) {
  const to = target => {
    if (!target) return
    for (const at of list.querySelectorAll('[tabindex="0"]')) at.tabIndex = -1
    if (target !== field) target.tabIndex = 0
    target.focus()
  }
  field.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') to(list.firstElementChild)
    else if (event.key === 'Escape')
      dialog.close() // at once: a search field would first empty itself
    else if (event.key === 'Enter' && field.value.trim() && list.firstElementChild) take(list.firstElementChild)
    else return
    event.preventDefault()
  })
  list.addEventListener('keydown', event => {
    const at = event.target
    const moves = {
      ArrowDown: () => to(at.nextElementSibling),
      ArrowUp: () => to(at.previousElementSibling ?? field),
      Home: () => to(list.firstElementChild),
      End: () => to(list.lastElementChild),
      Enter: () => take(at),
      ' ': () => take(at),
    }
    if (!moves[event.key]) return
    event.preventDefault()
    moves[event.key]()
  })
}

/**
 * → show({ network, title, says, chosen }): what stands above the list, and who is told the class that was taken.
 * @param {Pick<import('../../kit/types.js').Instrument, '$' | 't'>} parts
 */
export function classList({ $, t }) {
  const dialog = $('dialog')
  const field = $('input')
  const list = $('.classes')
  let made = []
  let chosen = (/** @type {number} */ _index) => {}
  function find() {
    const found = search(made, field.value)
    list.replaceChildren(...found.map(entry => entry.option))
    list.scrollTop = 0
    for (const at of list.children) at.tabIndex = at === list.firstElementChild ? 0 : -1
    const [k, n] = [found.length, made.length].map(write.count)
    $('.count').textContent = found.length ? fillTemplate(t.count, { k, n }) : t.none
  }
  function take(option) {
    chosen(Number(option.dataset.index))
    dialog.close()
  }
  field.oninput = find
  keys(dialog, field, list, take)
  list.addEventListener('click', event => {
    const at = event.target.closest('[role=option]')
    if (at) take(at)
  })
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close()
  })
  return function show({ network, title, says, chosen: tell }) {
    chosen = tell
    $('h2').textContent = title
    dialog.ariaLabel = title
    $('.says').replaceChildren(...says.map(text => createElement('p', '', text)))
    made = entries(network, language).map(entry => ({ ...entry, option: option(entry) }))
    field.value = ''
    // Under a finger the field waits: the keyboard that comes with it would cover half of the list.
    const finger = matchMedia('(pointer: coarse)').matches
    $('h2').toggleAttribute('autofocus', finger)
    field.toggleAttribute('autofocus', !finger)
    dialog.showModal()
    find()
  }
}
