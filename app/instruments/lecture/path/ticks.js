// The path as a line: one tick a stop, a gap between sections; what is passed, what is to come, and the taller one where the lecture is.
import { createElement } from '../../kit/element.js'
import { language } from '../../kit/language.js'
import { inLanguage } from '../file_format.js'

/** → show(stops, at, off) */
export function createTicks(list, { go }) {
  let drawn = null
  list.addEventListener('click', event => {
    const tick = event.target.closest('button')
    if (tick) go([...list.querySelectorAll('button')].indexOf(tick))
  })
  const made = stop => {
    const item = createElement('li')
    const tick = createElement('button', { type: 'button', tabIndex: -1, title: `${stop.n} ${inLanguage(stop.title, language)}` })
    tick.ariaLabel = tick.title
    if (stop.k === 1) item.dataset.section = stop.section + 1
    item.append(tick)
    return item
  }
  return function show(stops, at, off) {
    if (drawn !== stops) {
      drawn = stops
      list.replaceChildren(...stops.map(made))
    }
    stops.forEach((stop, i) => {
      const item = list.children[i]
      item.className = i === at ? (off ? 'now off' : 'now') : i < at ? 'passed' : ''
      if (i === at) item.firstChild.setAttribute('aria-current', 'step')
      else item.firstChild.removeAttribute('aria-current')
      item.classList.toggle('here', stop.section === stops[at].section && stop.k === 1)
    })
  }
}
