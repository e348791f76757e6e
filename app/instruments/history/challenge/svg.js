// Small makers of SVG: shapes with attributes, and text that breaks where it must.

export const createSvgElement = (tag, attributes = {}, ...inside) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value)
  made.append(...inside)
  return made
}
export const rect = (x, y, width, height, className) => createSvgElement('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), class: className })
export const line = (x1, y1, x2, y2, className) => createSvgElement('line', { x1, y1, x2, y2, class: className })
export const text = (x, y, said, className = '', anchor = 'middle') => createSvgElement('text', { x, y, class: className, 'text-anchor': anchor }, said)

/** Words in lines no wider than `width`, as `measure` says; a word wider than that stays whole. */
export function wrapText(said, width, measure) {
  const lines = []
  for (const word of said.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
