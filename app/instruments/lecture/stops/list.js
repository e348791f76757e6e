// The overview: sections in columns, each stop with its number, its picture and its title; where a guess comes first, a bit of veil.
import { createElement } from '../../kit/element.js'
import { language } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { inLanguage, isUntranslated } from '../file_format.js'

/** → show(lecture, stops, at) with focus(at). `go(at)` is called for a stop that is chosen. */
export function columns(place, { t, now, go, edit, picture }) {
  const rows = () => [...place.querySelectorAll('.stop')]
  const at = element => rows().indexOf(element?.closest?.('.stop'))
  place.addEventListener('click', event => {
    const i = at(event.target)
    if (i < 0) return
    const act = event.target.closest('[data-act]')
    if (act) edit[act.dataset.act](i)
    else go(i)
  })
  place.addEventListener('keydown', event => {
    const i = at(event.target)
    if (i < 0) return
    if (event.altKey && now.editing && ['ArrowUp', 'ArrowDown'].includes(event.key)) edit[event.key === 'ArrowUp' ? 'up' : 'down'](i)
    else if (!walk(event, rows(), i)) return
    event.preventDefault()
    event.stopPropagation()
  })
  dragging(place, { at, now, edit })
  function show(lecture, stops, chosen) {
    const marked = now.editing ? now.chosen : chosen
    const sections = lecture.sections.map((section, s) => {
      const head = createElement(
        'h3',
        '',
        createElement('b', '', `${s + 1}`),
        createElement('span', '', inLanguage(section.title, language)),
        createElement('i', '', fillTemplate(t.minutes, { m: section.minutes })),
      )
      const list = createElement('ol', '', ...stops.filter(stop => stop.section === s).map(stop => row(stop, { t, now, marked, picture })))
      return createElement('section', '', head, list)
    })
    const focused = at(document.activeElement)
    place.replaceChildren(...sections)
    if (focused >= 0) rows()[Math.min(focused, stops.length - 1)]?.firstChild.focus({ preventScroll: true })
  }
  show.focus = i => rows()[i]?.firstChild.focus({ preventScroll: false })
  return show
}

function row(stop, { t, now, marked, picture }) {
  const here = stop.n - 1 === marked
  const button = createElement(
    'button',
    'open',
    createElement('span', 'n', String(stop.n)),
    picture.element(stop),
    createElement('span', 'title', inLanguage(stop.title, language)),
  )
  button.type = 'button'
  button.tabIndex = here ? 0 : -1
  if (here) button.setAttribute('aria-current', 'step')
  if (stop.guess) button.append(createElement('i', { className: 'guess', title: t.veiled }))
  if (isUntranslated(stop.title, language) || isUntranslated(stop.say, language)) button.append(createElement('span', 'only', t.only))
  const item = createElement('li', here ? 'stop here' : 'stop', button)
  if (now.editing) item.append(...['up', 'down', 'remove'].map(act => tool(act, t)))
  item.draggable = now.editing
  return item
}

function tool(act, t) {
  const button = createElement('button', 'tool', { up: '↑', down: '↓', remove: '×' }[act])
  button.type = 'button'
  button.dataset.act = act
  button.ariaLabel = button.title = t[act]
  return button
}

/** Moves the focus by an arrow: along the list, or to the nearest row of the next column. Whether it did. */
function walk(event, rows, i) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false
  const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: rows.length - 1 }[event.key] ?? beside(event.key, rows, i)
  if (to === undefined) return false
  rows[to]?.firstChild.focus()
  return true
}
function beside(key, rows, i) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (!by) return undefined
  const from = rows[i].getBoundingClientRect()
  const far = rows.map((row, k) => [row.getBoundingClientRect(), k]).filter(([box]) => (box.left - from.left) * by > 8)
  const next = Math.min(...far.map(([box]) => (box.left - from.left) * by))
  const column = far.filter(([box]) => Math.abs((box.left - from.left) * by - next) < 8)
  return column.sort(([a], [b]) => Math.abs(a.top - from.top) - Math.abs(b.top - from.top))[0]?.[1] ?? i
}

/** A row is taken and let go on another, whose place it takes. */
function dragging(place, { at, now, edit }) {
  let from = null
  place.addEventListener('dragstart', event => {
    if (!now.editing) return
    from = at(event.target)
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', String(from))
  })
  place.addEventListener('dragover', event => {
    if (from !== null && at(event.target) >= 0) event.preventDefault()
  })
  place.addEventListener('drop', event => {
    const to = at(event.target)
    if (from === null || to < 0) return
    event.preventDefault()
    event.stopPropagation()
    edit.move(from, to)
    from = null
  })
  place.addEventListener('dragend', () => (from = null))
}
