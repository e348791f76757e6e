// Under the cards of an open block: from where a shortcut leaves to where it is added.
import { createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { shortcutsIn } from '../layer_tree.js'

/** Draws the brackets of an open group anew; `node` is what it shows. Each addition has one, in the innermost frame around it. */
export function drawBrackets(frame, node, layers, t) {
  frame.querySelectorAll(':scope > .bracket').forEach(old => old.remove())
  const middle = place => {
    const card = frame.querySelector(`[data-place="${place}"]:not([data-group])`)
    return card && card.closest('.group') === frame
      ? card.getBoundingClientRect().left - frame.getBoundingClientRect().left + card.offsetWidth / 2
      : null
  }
  for (const { from, to } of shortcutsIn(node, layers)) {
    const [start, end] = [middle(from) ?? 0, middle(to)]
    if (end === null) continue
    const names = { from: layers[from].name, to: layers[to].name }
    const made = createElement('div', { className: 'bracket', title: fillTemplate(t.shortcut, names) }, createElement('span', '', '+'))
    Object.assign(made.style, { left: `${start}px`, width: `${end - start}px` })
    frame.append(made)
  }
}
