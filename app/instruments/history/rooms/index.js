// The rooms of History: which of them is open.
import { VIEWS } from '../history.js'

export function mount({ $, t, bus }) {
  const buttons = VIEWS.map(view => {
    const made = Object.assign(document.createElement('button'), { type: 'button', textContent: t[`view_${view}`], onclick: () => bus.set('history.view', view) })
    made.setAttribute('role', 'tab')
    made.dataset.view = view
    return made
  })
  $('.list').append(...buttons)
  $('.list').addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const to = (VIEWS.indexOf(bus.get('history.view')) + by + VIEWS.length) % VIEWS.length
    bus.set('history.view', VIEWS[to])
    buttons[to].focus()
  })
  bus.on('history.view', view => {
    for (const b of buttons) Object.assign(b, { ariaSelected: String(b.dataset.view === view), tabIndex: b.dataset.view === view ? 0 : -1 })
    document.getElementById('history').dataset.view = view // what its sheet shows
  })
}
