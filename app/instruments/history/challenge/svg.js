// Small makers of SVG: shapes with attributes, and text that breaks where it must.
import { createSvgElement } from '../../kit/element.js'

export const rect = (x, y, width, height, className) =>
  createSvgElement('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), class: className })
export const line = (x1, y1, x2, y2, className) => createSvgElement('line', { x1, y1, x2, y2, class: className })

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
