// A few values: added, multiplied, or one of them passed on.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { bar, bindListArrows } from './elements.js'
import { nameOf } from './channels.js'

const SIGNS = { product: '×', copy: '' }

function row(context, term, group, ends, signed) {
  const { shown, receipt } = context
  const multiplied = receipt.rule === 'sum' && term.weight !== 1
  const made = createElement(
    'li',
    '',
    createElement(
      'span',
      'from',
      ...nameOf(group, context),
      term.cell?.length === 3 ? ` ${term.cell.slice(1).join(', ')}` : ` ${term.cell ?? ''}`,
    ),
    bar(term.value, ends.value, signed),
    createElement('b', 'value', shown.plain(term.value)),
    createElement('span', 'weight', multiplied ? `× ${shown.weight(term.weight)}` : ''),
    createElement('span', 'go', term.cell ? '›' : ''),
  )
  made.setAttribute('role', 'option')
  return made
}

const SENTENCES = {
  dropout: 'dropout',
  flatten: 'flattened',
  concatenation: 'concatenated',
  addition: 'added',
  multiplication: 'multiplied',
}

/** → { nodes, mark } */
export function operands(context) {
  const { receipt, shown, t, walk, ends, mark } = context
  const groups = [...receipt.groups].sort((a, b) => a.first - b.first)
  const pairs = groups.flatMap(group => receipt.terms.slice(group.first, group.first + group.count).map(term => [term, group]))
  const signed = pairs.some(([term]) => term.value < 0)
  const list = createElement('ol', 'rows')
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', t.terms)
  list.append(...pairs.map(([term, group]) => row(context, term, group, ends, signed)))
  bindListArrows(list, {
    chosen: at => mark(receipt.terms.indexOf(pairs[at][0])),
    go: at => {
      const [term, group] = pairs[at]
      if (term.cell) walk(term, group.layer)
    },
  })
  list.addEventListener('pointerleave', () => mark(null))
  const sign = SIGNS[receipt.rule] ?? '+'
  const figure = ([term], i) =>
    (receipt.rule === 'sum' ? shown.plain(term.product) : shown.plain(term.value)).replace(/^/, i && sign ? ` ${sign} ` : '')
  const bias = receipt.rule !== 'product' && receipt.bias ? ` + ${shown.plain(receipt.bias)}` : ''
  const formula = createElement('p', 'formula', ...pairs.map(figure), bias, ' = ', createElement('b', '', shown.plain(receipt.torch_value)))
  const said = t[SENTENCES[receipt.kind]] ?? ''
  return { nodes: [list, formula], aside: fillTemplate(said, { layer: groups[0]?.layer ?? '' }), mark() {} }
}
