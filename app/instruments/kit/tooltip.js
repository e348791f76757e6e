// A term that explains itself: dotted underline, its sentence on hover, focus or tap, gone with Esc.
import { createElement } from './element.js'

const MARGIN = 8
/** @type {HTMLElement | null} */
let bubble = null
/** @type {HTMLElement | null} */
let owner = null

function close() {
  bubble?.remove()
  owner?.removeAttribute('aria-describedby')
  bubble = owner = null
}

/**
 * @param {HTMLElement} element
 * @param {() => string} text
 */
function open(element, text) {
  if (owner === element) return
  close()
  owner = element
  bubble = createElement('div', { className: 'term-says', id: 'term-says', textContent: text() })
  bubble.setAttribute('role', 'tooltip')
  element.closest('.gradio-container, body')?.append(bubble)
  element.setAttribute('aria-describedby', bubble.id)
  const at = element.getBoundingClientRect()
  const { offsetWidth: w, offsetHeight: h } = bubble
  const left = Math.min(innerWidth - w - MARGIN, Math.max(MARGIN, at.left + at.width / 2 - w / 2))
  const below = at.bottom + 6 + h < innerHeight || at.top < h + 6
  Object.assign(bubble.style, { left: `${left}px`, top: `${below ? at.bottom + 6 : at.top - 6 - h}px` })
}

/**
 * Makes an element explain itself; `sentence` is a sentence or a function that makes it when it is asked for.
 * @param {HTMLElement} element
 * @param {string | (() => string)} sentence
 */
export function tooltip(element, sentence) {
  const text = typeof sentence === 'function' ? sentence : () => sentence
  element.classList.add('term')
  element.tabIndex = 0
  element.addEventListener('pointerenter', e => {
    if (e.pointerType === 'mouse') open(element, text)
  })
  element.addEventListener('pointerleave', e => {
    if (e.pointerType === 'mouse') close()
  })
  element.addEventListener('focus', () => open(element, text))
  element.addEventListener('blur', close)
  element.addEventListener('click', e => {
    e.preventDefault()
    open(element, text)
  })
  element.addEventListener('keydown', e => {
    if (e.key === 'Escape' && owner === element) {
      e.stopPropagation()
      close()
    }
  })
}
