// Elements, made in one line.

export const createElement = (tag, className = '', ...inside) => {
  const made = Object.assign(document.createElement(tag), { className })
  made.append(...inside)
  return made
}
export const button = (text, click, className = '') => Object.assign(createElement('button', className, text), { type: 'button', onclick: click })
export const createSvgElement = (tag, attributes = {}, ...inside) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value)
  made.append(...inside)
  return made
}
export const text = (x, y, said, className = '', anchor = 'start') => createSvgElement('text', { x, y, class: className, 'text-anchor': anchor }, said)
