// About the networks: what each one that comes with the project was trained on, and the three AlexNets people count.
import { fill, thin } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'

const made = (tag, text) => Object.assign(document.createElement(tag), { textContent: text })

/** The networks whose weights come with the project: [[title, what it is]]. */
export function shipped(networks, t) {
  const here = [...networks.values()].filter(card => card.weights === 'shipped')
  return here.map(card => [card.title, `${fill(t.about_parameters, { n: write.count(card.parameters) })} ${thin(card.note, language)}`])
}

/** → show(networks): fills the dialog and opens it. */
export function about($, t) {
  const dialog = $('dialog.about')
  const rows = t.alexnets.map(({ name, kernels, parameters }) => {
    const row = made('tr', '')
    const head = Object.assign(made('th', name), { scope: 'row' })
    row.append(head, made('td', kernels.join('-')), made('td', write.count(parameters)))
    return row
  })
  dialog.querySelector('tbody').append(...rows)
  return function show(networks) {
    const list = shipped(networks, t).flatMap(([title, what]) => [made('dt', title), made('dd', what)])
    dialog.querySelector('.shipped').replaceChildren(...list)
    dialog.showModal()
  }
}
