// The views of one tab as a row of tabs of its own: which of them is open stands on the bus, and on the tab's element for its sheets.
import { createElement } from './element.js'

/** @typedef {import('./types.js').Words} Words */
/** @typedef {import('./bus.js').Bus} Bus */

/**
 * Buttons for `names` in `list`, for the key `<tab>.view`; `t` says each under view_ and its name.
 * @param {{ tab: 'history' | 'train' | 'transfer' | 'uses', names: string[], list: HTMLElement, t: Words, bus: Bus }} parts
 */
export function tabViews({ tab, names, list, t, bus }) {
  const key = /** @type {const} */ (`${tab}.view`)
  const buttons = names.map(view => {
    const made = createElement('button', { type: 'button', textContent: t[`view_${view}`], onclick: () => bus.set(key, view) })
    made.setAttribute('role', 'tab')
    made.dataset.view = view
    return made
  })
  list.classList.add('tab-views')
  list.append(...buttons)
  list.addEventListener('keydown', event => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (!by) return
    event.preventDefault()
    const to = (names.indexOf(bus.get(key)) + by + names.length) % names.length
    bus.set(key, names[to])
    buttons[to].focus()
  })
  bus.on(key, view => {
    for (const b of buttons) Object.assign(b, { ariaSelected: String(b.dataset.view === view), tabIndex: b.dataset.view === view ? 0 : -1 })
    const page = /** @type {HTMLElement} */ (document.getElementById(tab))
    page.dataset.view = view
  })
  return buttons
}
