// The frames on the pictures, and the fans that tie the figures above to them.
import { createSvgElement } from '../../kit/element.js'
import { visible } from './scale.js'

const LEAST = 9 // px of a frame

const findOrCreate = (svg, tag, name) => {
  const found = svg.querySelector(`[data-name="${name}"]`)
  if (found) return found
  const made = svg.appendChild(createSvgElement(tag))
  made.dataset.name = name
  return made
}
const set = (element, attributes) => {
  for (const [key, value] of Object.entries(attributes)) if (element.getAttribute(key) !== String(value)) element.setAttribute(key, value)
}
const round = v => Math.round(v * 100) / 100

/** Boxes become rectangles: { x, y, width, height } in px of the overlay. */
function frame(svg, name, box) {
  const { x, y, width, height } = visible(box, LEAST)
  const around = (by, kind) => ({
    x: round(x - by),
    y: round(y - by),
    width: round(width + 2 * by),
    height: round(height + 2 * by),
    class: kind,
  })
  set(findOrCreate(svg, 'rect', `${name} edge`), around(1, 'edge'))
  set(findOrCreate(svg, 'rect', name), around(-1, 'field'))
}

function connector(svg, name, figure, box) {
  const [area, lines] = [findOrCreate(svg, 'path', `${name} fan`), findOrCreate(svg, 'path', `${name} sides`)]
  area.toggleAttribute('hidden', !figure)
  lines.toggleAttribute('hidden', !figure)
  if (!figure) return
  const { x, y, width } = visible(box, LEAST)
  const [left, right, bottom] = figure.map(round)
  const [from, to] = [`${left} ${bottom} L ${round(x)} ${round(y)}`, `${round(x + width)} ${round(y)} L ${right} ${bottom}`]
  set(area, { d: `M ${from} L ${to} Z`, class: 'fan' })
  set(lines, { d: `M ${from} M ${to}`, class: 'sides' })
}

/** Draws { name: { figure: [left, right, bottom] or null, box, taps } } in px of the overlay. */
export function paintConnectors(svg, ties) {
  for (const [name, { figure, box }] of Object.entries(ties)) connector(svg, name, figure, box)
  for (const [name, { box, taps = [] }] of Object.entries(ties)) {
    frame(svg, name, box)
    const d = taps.map(one => `M ${round(one.x)} ${round(one.y)} h ${round(one.width)} v ${round(one.height)} h ${round(-one.width)} Z`)
    set(findOrCreate(svg, 'path', `${name} taps`), { d: d.join(' '), class: 'taps' })
  }
}
