// A softmax: e^z of the class over the sum of all, and every class with its share.
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { choosing, part } from './parts.js'

const FIRST = 8
const MORE = 40

function row(term, name, share, own) {
  const bar = part('span.bar')
  const ink = part('i')
  ink.style.width = `${100 * share}%`
  bar.append(ink)
  const made = part(
    own ? 'li.own' : 'li',
    part('b.from', name),
    part('span.value', write.fixed(term.value)),
    part('span.power', write.exponential(term.value)),
    bar,
    part('span.share', `${write.percent(share)} %`),
    part('span.go', '›'),
  )
  made.setAttribute('role', 'option')
  return made
}

/** → { nodes, mark } */
export function shares(context) {
  const { receipt, t, walk, names, temperature } = context
  const own = receipt.cell[0]
  const { logarithm } = receipt.facts
  const share = term => Math.exp(term.value - logarithm)
  const name = term => names?.[term.cell?.[0]] ?? String(term.cell?.[0] ?? '')
  const order = [...receipt.terms].sort((a, b) => b.value - a.value)
  const mine = receipt.terms.find(term => term.cell?.[0] === own)
  const fraction = (above, below) => part('span.fraction', part('span', ...above), part('span', ...below))
  const formula = part(
    'p.formula',
    part('span', `p(${name(mine)}) =`),
    fraction(['e', part('sup', write.fixed(mine.value))], ['Σ e', part('sup', 'z')]),
    part('span', '='),
    fraction([write.exponential(mine.value)], [write.exponential(logarithm)]),
    part('span', '='),
    part('b', `${write.percent(share(mine))} %`),
  )
  const list = part('ol.rows')
  const more = part('button.more')
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
    more.textContent = fill(t.more_classes, { n: write.count(order.length - count) })
  }
  more.onclick = () => {
    const at = count
    count = Math.min(count + MORE, order.length)
    rows()
    keys.put(at, true)
  }
  rows()
  const keys = choosing(list, { go: at => walk(order[at], receipt.groups[0].layer) })
  const heads = part('p.heads', part('span'), part('span', t.logit), part('span', 'eᶻ'), part('span', t.share), part('span'), part('span'))
  const aside = temperature === 1 ? '' : fill(t.layer_temperature, { T: write.short(temperature) })
  return { nodes: [formula, heads, part('div.scroll', list, more)], aside, mark() {} }
}
