// A few values side by side of which one is chosen: a radio group with one stop for Tab, and a slider for who drags along it.
import { createElement } from './element.js'

/** `group` holds the buttons, each with its data-value; `choose(value)` hears what was picked. → show(value, allowed(value), why) */
export function radioGroup(group, choose) {
  const buttons = () => [...group.querySelectorAll('[role=radio]')]
  const free = button => button && button.ariaDisabled !== 'true'
  const pick = button => {
    if (free(button) && button.ariaChecked !== 'true') choose(button.dataset.value)
  }
  group.addEventListener('click', event => pick(event.target.closest('[role=radio]')))
  group.addEventListener('pointermove', event => {
    if (event.buttons !== 1) return
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest('[role=radio]')
    if (over && group.contains(over)) pick(over)
  })
  group.addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    const open = buttons().filter(free)
    const at = open.findIndex(button => button.ariaChecked === 'true')
    const to = open[(at + by + open.length) % open.length]
    pick(to)
    to?.focus()
  })
  return (value, allowed = () => true, why = '') => {
    const all = buttons()
    const chosen = all.find(button => button.dataset.value === String(value))
    for (const button of all) {
      const open = allowed(button.dataset.value)
      const says = { ariaChecked: String(button === chosen), ariaDisabled: String(!open) }
      says.tabIndex = button === (chosen ?? all[0]) ? 0 : -1
      if (why) says.title = open ? '' : why
      for (const [key, value] of Object.entries(says)) if (button[key] !== value) button[key] = value
    }
  }
}

/** Buttons for it: [[value, text], …]. */
export const radioButtons = list =>
  list.map(([value, text]) => {
    const made = createElement('button', { type: 'button', textContent: text, ariaChecked: 'false', tabIndex: -1 })
    made.setAttribute('role', 'radio')
    made.dataset.value = value
    return made
  })
