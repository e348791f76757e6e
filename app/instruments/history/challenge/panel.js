// The chosen year beside the staircase: who, how, the network's layers with their formulas, weights against work.
import { createElement } from '../../kit/element.js'
import { radioButtons } from '../../kit/radio_group.js'
import { fillTemplate, thinSpaces } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'
import { shares } from './layers.js'

const FULL = 16 // px of the longest bar
export const work = n =>
  n >= 1e9
    ? `${write.short(n / 1e9)} G`
    : n >= 1e6
      ? `${write.fixed(n / 1e6, n < 1e7 ? 1 : 0)} M`
      : n >= 1e3
        ? `${write.fixed(n / 1e3, 0)} k`
        : write.count(n)
const percent = share =>
  share >= 0.1
    ? write.fixed(100 * share, 1)
    : share >= 0.001
      ? write.fixed(100 * share, share < 0.0095 ? 2 : 1)
      : write.fixed(100 * share, 2)
const bar = (share, most, dense) => {
  const made = createElement('i', dense ? 'bar dense' : 'bar')
  made.style.width = `${Math.max(1, (FULL * share) / most)}px`
  return made
}

/** Name, team and what is known of the year's winner. */
export function head({ $, t, entries, year, network }) {
  const winner = entries.find(entry => entry.year === year && entry.role === 'winner')
  const own = entries.find(entry => entry.year === year && network && entry.networks.includes(network.key)) ?? winner
  $('.name').textContent = `${year}: ${network?.title ?? (own.system || own.team)}`
  $('.by').textContent = own ? fillTemplate(t.by, own) : t.lenet
  $('.about').textContent = own
    ? thinSpaces(
        `${own.error_without ? `${fillTemplate(t.outside, { error: write.fixed(own.error, 1), without: write.fixed(own.error_without, 1) })} ` : ''}${own.about}`,
        language,
      )
    : ''
}

/** The networks of a year side by side, where there are several. */
export function buttons($, networks, chosen) {
  const group = $('.built')
  group.hidden = networks.length < 2
  group.replaceChildren(...radioButtons(networks.map(one => [one.key, one.title])))
  for (const b of group.children)
    Object.assign(b, { ariaChecked: String(b.dataset.value === chosen), tabIndex: b.dataset.value === chosen ? 0 : -1 })
}

/** torchvision's long names: features.10 → f.10, classifier.6 → c.6; the whole name stands in the formula. */
const shortened = name => name.replace(/^features\./, 'f.').replace(/^classifier\./, 'c.')
const shapeOf = shape => shape.join('×')

export function table({ $, t, rows, network, opened, alexnets, explain }) {
  const most = {
    parameters: Math.max(...rows.map(row => row.parameters)) / network.parameters,
    macs: Math.max(...rows.map(row => row.macs)) / network.macs,
  }
  const shown = rows.flatMap((row, i) => (row.stage && opened === i ? [row, ...row.of.map(one => ({ ...one, inside: true }))] : [row]))
  $('tbody').replaceChildren(...shown.map(row => lineOf(row, network, most, t, rows)))
  $('tfoot th').textContent = fillTemplate(t.total, { n: network.depth })
  $('.sum').textContent = write.count(network.parameters)
  explain($('.sum'), network.key === 'alexnet' && alexnets)
  $('.macs').textContent = work(network.macs)
}

function lineOf(row, network, most, t, rows) {
  const share = row.parameters / network.parameters
  const made = createElement('tr', [row.plain ? 'plain' : '', row.stage ? 'stage' : '', row.inside ? 'inside' : ''].join(' '))
  const cells = [
    createElement('th', '', row.stage ? `${row.stage}` : shortened(row.name)),
    createElement('td', 'kind', row.stage ? fillTemplate(t.convolutions, { n: row.convolutions }) : row.title),
    createElement('td', '', shapeOf(row.shape)),
    createElement('td', '', row.parameters ? write.count(row.parameters) : '–'),
    createElement('td', 'barred', ...(row.parameters ? [`${percent(share)} %`, bar(share, most.parameters, row.dense)] : [])),
    createElement('td', 'barred', ...(row.macs ? [work(row.macs), bar(row.macs / network.macs, most.macs, row.dense)] : ['–'])),
  ]
  cells[0].scope = 'row'
  if (row.stage) {
    made.title = t.open_stage
    made.dataset.stage = rows.indexOf(row)
  }
  made.append(...cells)
  Object.assign(made, { row })
  return made
}

/** What is said of the row that is pointed at. */
export function formula(row, t) {
  if (row.stage) return t.open_stage
  const cells = row.shape.slice(1)
  const weights = write.count(row.macs / cells.reduce((a, b) => a * b, 1)) // biases multiply nothing
  const said = { name: row.name, formula: thinSpaces(row.formula, language), macs: write.count(row.macs), weights, cells: cells.join('·') }
  if (!row.parameters) return fillTemplate(t.formula_none, said)
  return fillTemplate(row.shape.length > 1 && row.macs ? t.formula : t.formula_once, said)
}

export function bars({ $, t, network }) {
  const dense = shares(network)
  const one = (name, share) => {
    const track = createElement('div', 'track', createElement('i', 'convolution'), createElement('i', 'dense'))
    const grow = [1 - share, share]
    for (const [k, part] of /** @type {HTMLElement[]} */ ([...track.children]).entries()) part.style.flexGrow = String(grow[k])
    const [conv, rest] = grow.map(v => write.fixed(100 * v, 1))
    return createElement(
      'div',
      'pair',
      createElement('b', '', name),
      createElement('span', 'split', fillTemplate(t.split, { conv, dense: rest })),
      track,
    )
  }
  $('.bars').replaceChildren(one(t.weights_bar, dense.weights), one(t.work_bar, dense.work))
  $('.insight').textContent = dense.weights > 0.5 ? t.insight : t.insight_later
}

export function compared({ $, t, networks, chosen }) {
  const shown = ['lenet5_1998', 'alexnet', 'vgg16', 'googlenet', 'resnet152']
    .map(key => networks.find(one => one.key === key))
    .filter(Boolean)
  const columns = shown.map(one =>
    createElement(
      'div',
      one.key === chosen ? 'one chosen' : 'one',
      createElement('b', '', one.title),
      createElement('span', '', fillTemplate(t.layers, { n: one.depth })),
      createElement('span', '', work(one.macs)),
    ),
  )
  $('.compared').replaceChildren(createElement('div', 'columns', ...columns), createElement('p', '', t.compared))
}
