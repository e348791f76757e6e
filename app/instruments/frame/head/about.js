// About the networks: what each one that comes with the project was trained on, and the three AlexNets people count.
import { createElement } from '../../kit/element.js'
import { fillTemplate, thinSpaces } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'

/** The networks whose weights come with the project: [[title, what it is]]. */
export function shipped(networks, t) {
  const here = [...networks.values()].filter(card => ['shipped', 'packaged'].includes(card.weights))
  return here.map(card => [
    card.title,
    `${fillTemplate(t.about_parameters, { n: write.count(card.parameters) })} ${thinSpaces(card.note, language)}`,
  ])
}

/** → show(networks): fills the dialog and opens it. */
export function about($, t) {
  const dialog = $('dialog.about')
  const rows = t.alexnets.map(({ name, kernels, parameters }) => {
    const row = createElement('tr')
    const head = createElement('th', { scope: 'row' }, name)
    row.append(head, createElement('td', '', kernels.join('-')), createElement('td', '', write.count(parameters)))
    return row
  })
  dialog.querySelector('tbody').append(...rows)
  return function show(networks) {
    const list = shipped(networks, t).flatMap(([title, what]) => [createElement('dt', '', title), createElement('dd', '', what)])
    dialog.querySelector('.shipped').replaceChildren(...list)
    dialog.showModal()
  }
}
