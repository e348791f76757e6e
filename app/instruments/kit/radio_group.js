// A few values side by side of which one is chosen: a radio group with one stop for Tab, and a slider for who drags along it.
import { createElement } from './element.js'

/** @type {Record<string, number>} */
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * `group` holds the buttons, each with its data-value; `choose(value)` hears what was picked. → show(value, allowed(value), why)
 * @param {HTMLElement} group
 * @param {(value: any) => void} choose
 */
export function radioGroup(group, choose) {
  /** @returns {HTMLElement[]} */
  const buttons = () => [.../** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll('[role=radio]'))]
  /** @param {HTMLElement | null | undefined} button */
  const free = button => !!button && button.ariaDisabled !== 'true'
  /** @param {HTMLElement | null | undefined} button */
  const pick = button => {
    if (button && free(button) && button.ariaChecked !== 'true') choose(button.dataset.value)
  }
  group.addEventListener('click', event =>
    pick(/** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[role=radio]'))),
  )
  group.addEventListener('pointermove', event => {
    if (event.buttons !== 1) return
    const over = /** @type {HTMLElement | null | undefined} */ (
      document.elementFromPoint(event.clientX, event.clientY)?.closest('[role=radio]')
    )
    if (over && group.contains(over)) pick(over)
  })
  group.addEventListener('keydown', event => {
    const by = ARROWS[event.key]
    if (!by || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    const open = buttons().filter(free)
    const at = open.findIndex(button => button.ariaChecked === 'true')
    const to = open[(at + by + open.length) % open.length]
    pick(to)
    to?.focus()
  })
  /**
   * @param {unknown} value
   * @param {(value: any) => unknown} [allowed]
   * @param {string} [why] others cannot be chosen
   */
  return (value, allowed = () => true, why = '') => {
    const all = buttons()
    const chosen = all.find(button => button.dataset.value === String(value))
    for (const button of all) {
      const open = allowed(button.dataset.value)
      /** @type {Record<string, any>} */
      const says = { ariaChecked: String(button === chosen), ariaDisabled: String(!open) }
      says.tabIndex = button === (chosen ?? all[0]) ? 0 : -1
      if (why) says.title = open ? '' : why
      for (const [key, value] of Object.entries(says)) if (Reflect.get(button, key) !== value) Reflect.set(button, key, value)
    }
  }
}

/**
 * Buttons for it: [[value, text], …].
 * @param {[string | number, string][]} list
 */
export const radioButtons = list =>
  list.map(([value, text]) => {
    const made = createElement('button', { type: 'button', textContent: text, ariaChecked: 'false', tabIndex: -1 })
    made.setAttribute('role', 'radio')
    made.dataset.value = String(value)
    return made
  })
