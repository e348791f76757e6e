// This run, the filters that it changed, or transfer against from scratch: instruments of one place, the same words on top of each.
import { createButton } from '../kit/element.js'
import { FIRST, VIEWS } from './settings.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */

const PLACES = { run: 'learning', changed: 'changed', scratch: 'scratch' }

/**
 * The words on top of the instrument of the view `own`; `words` has one for each view.
 * @param {any} row
 * @param {Bus} bus
 * @param {any} own
 * @param {import('../kit/types.js').Words} words
 */
export function viewTitles(row, bus, own, words) {
  const tabs = VIEWS.map(view => {
    const tab = createButton(words[view], () => bus.set('transfer.view', view))
    tab.setAttribute('role', 'tab')
    tab.setAttribute('aria-selected', String(view === own))
    tab.tabIndex = view === own ? 0 : -1
    tab.dataset.view = view
    tab.onkeydown = event => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
      if (!by) return
      event.preventDefault()
      event.stopPropagation()
      const to = VIEWS[(VIEWS.indexOf(view) + by + VIEWS.length) % VIEWS.length]
      bus.set('transfer.view', to)
      const title = /** @type {HTMLElement | null} */ (document.querySelector(`#cnn-${PLACES[to]} [data-view=${to}]`))
      title?.focus()
    }
    return tab
  })
  row.append(...tabs)
  const page = /** @type {HTMLElement} */ (document.getElementById('transfer'))
  bus.on('transfer.view', view => (page.dataset.view = view ?? FIRST.view))
}
