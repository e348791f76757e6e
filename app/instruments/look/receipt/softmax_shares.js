// A softmax: e^z of the class over the sum of all, and every class with its share.
import { shareOf } from '../../kit/softmax.js'
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { bindListArrows, fraction } from './elements.js'

const FIRST = 8
const MORE = 40

function row(term, name, share, own) {
  const bar = createElement('span', 'bar')
  const ink = createElement('i')
  ink.style.width = `${100 * share}%`
  bar.append(ink)
  const made = createElement(
    'li',
    own ? 'own' : '',
    createElement('b', 'from', name),
    createElement('span', 'value', write.fixed(term.value)),
    createElement('span', 'power', write.exponential(term.value)),
    bar,
    createElement('span', 'share', `${write.percent(share)} %`),
    createElement('span', 'go', '›'),
  )
  made.setAttribute('role', 'option')
  return made
}

/** → { nodes, mark } */
export function softmaxShares(context) {
  const { receipt, t, walk, names, temperature } = context
  const own = receipt.cell[0]
  const { logarithm } = receipt.facts
  const share = term => shareOf(term.value, logarithm)
  const name = term => names?.[term.cell?.[0]] ?? String(term.cell?.[0] ?? '')
  const order = [...receipt.terms].sort((a, b) => b.value - a.value)
  const mine = receipt.terms.find(term => term.cell?.[0] === own)
  const formula = createElement(
    'p',
    'formula',
    createElement('span', '', `p(${name(mine)}) =`),
    fraction(['e', createElement('sup', '', write.fixed(mine.value))], ['Σ e', createElement('sup', '', 'z')]),
    createElement('span', '', '='),
    fraction([write.exponential(mine.value)], [write.exponential(logarithm)]),
    createElement('span', '', '='),
    createElement('b', '', `${write.percent(share(mine))} %`),
  )
  const list = createElement('ol', 'rows')
  const more = createElement('button', 'more')
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', t.classes)
  more.type = 'button'
  let count = Math.min(FIRST, order.length)
  const rows = () => {
    while (list.children.length < count) {
      const term = order[list.children.length]
      list.append(row(term, name(term), share(term), term === mine))
    }
    more.hidden = count === order.length
    more.textContent = fillTemplate(t.more_classes, { n: write.count(order.length - count) })
  }
  more.onclick = () => {
    const at = count
    count = Math.min(count + MORE, order.length)
    rows()
    keys.put(at, true)
  }
  rows()
  const keys = bindListArrows(list, { go: at => walk(order[at], receipt.groups[0].layer) })
  const heads = createElement(
    'p',
    'heads',
    createElement('span'),
    createElement('span', '', t.logit),
    createElement('span', '', 'eᶻ'),
    createElement('span', '', t.share),
    createElement('span'),
    createElement('span'),
  )
  const aside = temperature === 1 ? '' : fillTemplate(t.layer_temperature, { T: write.short(temperature) })
  return { nodes: [formula, heads, createElement('div', 'scroll', list, more)], aside, mark() {} }
}
