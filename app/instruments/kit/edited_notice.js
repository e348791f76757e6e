// The sentence that says, wherever an answer is shown, that the network is not as it was trained; with the way back.
import { createElement } from './element.js'
import { fillTemplate } from './numbers.js'
import { write } from './language.js'

/** @typedef {import('./types.js').Words} Words */
/** @typedef {import('./bus.js').Bus} Bus */

/** @typedef {import('./types.js').WeightEdit} WeightEdit */

const MOST = 3 // edits that are named

/**
 * "conv1 3 off; conv2 7 × −1"
 * @param {WeightEdit[]} edits
 * @param {Words} words
 */
export function describeEdits(edits, words) {
  /** @param {WeightEdit} edit */
  const one = ({ layer, unit, factor, kernel }) => {
    const changed = kernel ? ` ${words.edit_painted}` : ''
    const times = factor === 0 ? ` ${words.edit_off}` : factor === 1 ? '' : ` × ${write.short(factor)}`
    return `${layer} ${unit}${changed}${times}`
  }
  const rest = edits.length - MOST
  return edits.slice(0, MOST).map(one).join('; ') + (rest > 0 ? fillTemplate(words.edit_more, { n: rest }) : '')
}

/**
 * Keeps `place` saying what is edited in the network in use, with the way back; hidden where nothing is.
 * @param {HTMLElement} place
 * @param {Bus} bus
 */
export function showEditedNotice(place, bus) {
  const text = createElement('span')
  const back = createElement('button', { type: 'button', className: 'plain' })
  place.classList.add('edited')
  place.append(text, ' ', back)
  back.onclick = () => bus.set('filters.back', Symbol())
  bus.on(['edited', 'network', 'words'], () => {
    const edited = bus.get('edited')
    const words = bus.get('words')
    const shown = !!edited && !!words && edited.key === bus.get('network')?.key
    place.hidden = !shown
    if (!shown) return
    text.textContent = fillTemplate(words.edited, { what: describeEdits(edited.edits, words) })
    text.title = describeEdits(edited.edits, words)
    back.textContent = words.edited_back
  })
}
