// A window of one map, large enough to read: the largest goes on, or the mean of all.
import { createElement } from '../../kit/element.js'
import { inkOn, scaleIndex } from '../../kit/colour.js'
import { theme } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { colourOf } from './elements.js'

const ROOM = 210 // px
const LARGEST = 72
const READABLE = 44
const RESULT = 84
const WRITTEN = 9 // values of a sentence

function cell(value, end, side, readable, shown) {
  const made = createElement('span', 'cell', readable ? shown : '')
  Object.assign(made.style, {
    width: `${side}px`,
    height: `${side}px`,
    background: colourOf(value, end),
    color: inkOn(theme(), scaleIndex(value, end)),
  })
  return made
}

/** → { nodes, mark } */
export function poolingWindowOf(context) {
  const { receipt, ends, shown, t } = context
  const [rows, columns] = receipt.window
  const side = Math.min(LARGEST, Math.floor(ROOM / Math.max(rows, columns)))
  const readable = side >= READABLE
  const largest = receipt.rule === 'largest'
  const grid = createElement('div', 'grid')
  grid.style.gridTemplateColumns = `repeat(${columns}, ${side}px)`
  const cells = receipt.terms.map(term => cell(term.value, ends.value, side, readable, shown.plain(term.value)))
  cells.forEach((made, i) => made.classList.toggle('won', largest && receipt.terms[i].weight === 1))
  grid.append(...cells)
  const result = cell(receipt.torch_value, ends.value, RESULT, true, shown.plain(receipt.torch_value))
  const values = receipt.terms.slice(0, WRITTEN).map(term => shown.plain(term.value))
  const list = values.join('; ') + (receipt.terms.length > WRITTEN ? ` … (${write.count(receipt.terms.length)})` : '')
  const factor = receipt.terms[0]?.weight
  const sentence = largest
    ? fillTemplate(t.max_of, { list, value: shown.plain(receipt.torch_value) })
    : fillTemplate(t.mean_of, { n: write.count(receipt.terms.length), factor: write.short(factor, 4) })
  return {
    nodes: [
      createElement('div', 'figure', grid, createElement('span', 'arrow', '→'), result),
      createElement('p', 'formula inline', sentence),
    ],
    mark(term) {
      cells.forEach((made, i) => made.classList.toggle('marked', i === term))
    },
  }
}
