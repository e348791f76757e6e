// Makes elements of the page and of SVG. One order of arguments everywhere: what it is, how it is, what it holds.

const SVG = 'http://www.w3.org/2000/svg'

/**
 * Properties of an element; its style is text.
 * @template Element
 * @typedef {Partial<Omit<Element, 'style'>> & { style?: string }} Properties
 */
/** @typedef {Node | string | number | null | undefined} Content what an element holds; null, undefined and '' are left out */

/**
 * @param {Element} element
 * @param {Content[]} inside
 */
function fill(element, inside) {
  element.append(
    ...inside.flatMap(one => (one === null || one === undefined || one === '' ? [] : [typeof one === 'number' ? String(one) : one])),
  )
}

/**
 * An element of the page: `createElement('p', 'note', 'Some ', createElement('b', '', 'words'))`.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string | Properties<HTMLElementTagNameMap[Tag]>} [properties] its classes, separated by spaces, or any properties of the element (not attributes)
 * @param {...Content} inside
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function createElement(tag, properties = '', ...inside) {
  const element = document.createElement(tag)
  Object.assign(element, typeof properties === 'string' ? properties && { className: properties } : properties)
  fill(element, inside)
  return element
}

/**
 * A shape of SVG: `createSvgElement('line', { x1: 0, x2: 8, class: 'axis' })`.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | undefined>} [attributes] an undefined one is left out
 * @param {...Content} inside
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function createSvgElement(tag, attributes = {}, ...inside) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, String(value))
  fill(element, inside)
  return element
}

/**
 * Words in an SVG.
 * @param {number} x
 * @param {number} y the line that they stand on
 * @param {Content} words
 * @param {string} [className]
 * @param {string} [anchor] which of their points is at x: start, middle or end
 */
export const createSvgText = (x, y, words, className = '', anchor = 'start') =>
  createSvgElement('text', { x, y, class: className, 'text-anchor': anchor }, words)

/**
 * The element that an event is in, by a selector; null where it is in none.
 * @param {Event} event
 * @param {string} selector
 */
export const closestTo = (event, selector) =>
  /** @type {HTMLElement | null} */ (/** @type {Partial<Element> | null} */ (event.target)?.closest?.(selector) ?? null)

/** The element that has the focus. */
export const focusedElement = () => /** @type {HTMLElement | null} */ (document.activeElement)

/**
 * A button with words on it.
 * @param {string} words
 * @param {() => void} onclick
 * @param {string} [className]
 */
export const createButton = (words, onclick, className = '') => createElement('button', { type: 'button', className, onclick }, words)
