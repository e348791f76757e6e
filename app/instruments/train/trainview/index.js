// The views of Train: which of them is open.
import { fill } from '../../kit/numbers.js'
import { VIEWS } from '../train.js'

export function mount({ $, t, bus }) {
  const buttons = VIEWS.map(view => {
    const made = Object.assign(document.createElement('button'), {
      type: 'button',
      textContent: t[`view_${view}`],
      onclick: () => bus.set('train.view', view),
    })
    made.setAttribute('role', 'tab')
    made.dataset.view = view
    return made
  })
  $('.list').append(...buttons)
  $('.list').addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const to = (VIEWS.indexOf(bus.get('train.view')) + by + VIEWS.length) % VIEWS.length
    bus.set('train.view', VIEWS[to])
    buttons[to].focus()
  })
  bus.on('train.view', view => {
    for (const b of buttons) Object.assign(b, { ariaSelected: String(b.dataset.view === view), tabIndex: b.dataset.view === view ? 0 : -1 })
    document.getElementById('train').dataset.view = view // what its sheets show
  })
  bus.on('train.runs', runs => {
    buttons[VIEWS.indexOf('runs')].textContent = runs.length ? fill(t.runs, { n: runs.length }) : t.view_runs
  })
}
