// What a layer is and costs, as a table under its name: while the mouse is over it, or held open by a click, a tap or a key.
import { createElement } from '../../kit/element.js'
import { onKeys } from '../../kit/shortcuts.js'
import { tooltip } from '../../kit/tooltip.js'
import { facts, table } from './captions.js'

/** → show(subject): writes the facts beside the name and the table under them; says whether they changed. */
export function factsOf($, t) {
  const button = $('.facts')
  const panel = $('.table')
  const terms = new Map()
  let shown = null
  const labelled = key => {
    if (!terms.has(key)) {
      const label = createElement('span', '', t[`fact_${key}`])
      tooltip(label, t[`help_${key}`])
      terms.set(key, label)
    }
    return terms.get(key)
  }
  hold(button, panel)
  return function show(d) {
    if (shown === d.layer) return false
    shown = d.layer
    const [kind, shape, parameters] = facts(d, t)
    button.replaceChildren(`${kind} · `, createElement('span', 'shape', `${shape} · `), createElement('span', 'term', parameters))
    const rows = table(d.layer, t).map(([key, value]) => {
      const name = createElement('dt')
      name.append(labelled(key))
      return [name, createElement('dd', '', value)]
    })
    panel.replaceChildren(...rows.flat())
    return true
  }
}

/** Opens and closes the panel of a button. */
function hold(button, panel) {
  let held = false
  const parts = [button, panel]
  const inside = target => parts.some(p => p.contains(target))
  const open = (on, hold = false) => {
    held = hold
    panel.hidden = !on
    button.ariaExpanded = String(on)
  }
  for (const p of parts) {
    p.addEventListener('pointerenter', event => {
      if (event.pointerType === 'mouse' && !held) open(true)
    })
    p.addEventListener('pointerleave', event => {
      if (event.pointerType === 'mouse' && !held && !inside(event.relatedTarget)) open(false)
    })
  }
  button.onclick = () => open(!held, !held)
  document.addEventListener('pointerdown', event => {
    if (held && !inside(event.target)) open(false)
  })
  onKeys({ Escape: () => (panel.hidden || !button.offsetParent ? false : open(false)) })
}
