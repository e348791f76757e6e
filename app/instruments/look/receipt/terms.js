// The terms of one group, the largest first: where it was read, value × weight, what it adds. A term is a door to its own receipt.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { bar, bindListArrows } from './elements.js'

export const FIRST = 11 // rows before "14 more"
const MORE = 60 // rows that each "more" opens

const zeros = (terms, places) => places.filter(i => terms[i].product === 0).length

/** Where a term was read: "7, 8", a unit's number, or padding. */
export const place = (term, t) =>
  term.cell === null ? t.padding : term.cell.length === 1 ? write.count(term.cell[0]) : term.cell.slice(1).join(', ')

function row(term, { shown, t, named, ends }) {
  const weight = Number.isNaN(term.weight) ? null : createElement('span', 'by', '×')
  const made = createElement(
    'li',
    '',
    createElement('span', 'place', named ? named(term) : place(term, t)),
    createElement('span', 'value', shown.value(term.value)),
    weight ?? createElement('span', 'by'),
    createElement('span', 'weight', weight ? shown.weight(term.weight) : ''),
    ends ? bar(term.product, ends.product, ends.signed) : null,
    createElement('b', 'product', shown.signed(term.product)),
    createElement('span', 'go', term.cell ? '›' : ''),
  )
  made.setAttribute('role', 'option')
  made.setAttribute('aria-disabled', String(!term.cell))
  return made
}

/**
 * Fills `place` with the terms of a group. `mark(term index or null)` when one is pointed at, `walk(term)` to go into one.
 * `heading`: an element above; `shown`: how numbers are written; `total`: the last line, or null; `ends`: of bars, where there is room for them.
 * @param {any} box
 * @param {any} parts
 */
export function termList(box, { receipt, group, shown, t, mark, walk, heading, total, first = FIRST, named = null, ends = null }) {
  const { terms } = receipt
  let count = Math.min(first, group.order.length)
  if (group.order.length - count === 1) count++
  const list = createElement('ol', 'rows')
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', heading.textContent)
  const more = createElement('button', 'more')
  more.type = 'button'
  function rows() {
    while (list.children.length < count) list.append(row(terms[group.order[list.children.length]], { shown, t, named, ends }))
    const rest = group.order.slice(count)
    const none = zeros(terms, rest)
    const text = none === 0 ? t.more : none === rest.length ? t.more_zeros : t.more_some
    const sum = rest.reduce((all, i) => all + terms[i].product, 0)
    more.hidden = !rest.length
    more.replaceChildren(
      createElement('span', '', fillTemplate(text, { n: write.count(rest.length), zeros: write.count(none) })),
      createElement('span', 'product', shown.signed(sum)),
      createElement('span', 'go', '⌄'),
    )
  }
  more.onclick = () => {
    const at = count
    count = Math.min(count + MORE, group.order.length)
    rows()
    keys.put(at, true)
  }
  rows()
  const keys = bindListArrows(list, {
    chosen: at => mark(group.order[at]),
    go: at => {
      const term = terms[group.order[at]]
      if (term.cell) walk(term, group.layer)
    },
  })
  list.addEventListener('pointerleave', () => mark(null))
  box.replaceChildren(
    heading,
    createElement('div', 'scroll', list, more),
    ...(total === null ? [] : [createElement('p', 'total', createElement('b', '', total[0]), createElement('b', '', total[1]))]),
  )
  return list
}
