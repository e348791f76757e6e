// The spaces as outlines on the picture, each with a sign: taken or free as the network says, and whether it is wrong.
import { createSvgElement } from '../../kit/element.js'

const ACROSS = 10 // spaces of a row

/**
 * @param {SVGSVGElement} svg
 * @param {{ day: import('./request.js').Day, answers: import('./request.js').Answers | null, names: string[], label: string }} what
 */
export function laySpaces(svg, { day, answers, names, label }) {
  const focused = [...svg.querySelectorAll('.space')].indexOf(/** @type {Element} */ (document.activeElement))
  const { values } = day.corners
  const made = names.map((name, i) => {
    const corner = (/** @type {number} */ k) => [values[8 * i + 2 * k], values[8 * i + 2 * k + 1]]
    const corners = [0, 1, 2, 3].map(corner)
    const [x, y] = [0, 1].map(axis => corners.reduce((sum, point) => sum + point[axis], 0) / 4)
    const said = answers?.said.network[i]
    const wrong = answers && said !== day.taken[i]
    const learned = answers?.spaces_learned.includes(i)
    const sign = answers ? `${said ? '+' : '○'}${wrong ? '≠' : ''}` : ''
    return createSvgElement(
      'g',
      {
        class: `space${wrong ? ' wrong' : ''}${learned ? ' learned' : ''}${said ? ' taken' : ''}`,
        role: 'button',
        tabindex: i === Math.max(focused, 0) ? 0 : -1,
        'aria-label': name,
      },
      createSvgElement('polygon', {
        points: inset(corners, [x, y])
          .map(point => point.join())
          .join(' '),
      }),
      createSvgElement('text', { x, y: y + 6, 'text-anchor': 'middle', class: 'edge' }, sign),
      createSvgElement('text', { x, y: y + 6, 'text-anchor': 'middle' }, sign),
    )
  })
  svg.replaceChildren(createSvgElement('g', { role: 'group', 'aria-label': label }, ...made))
  if (focused >= 0) made[focused]?.focus()
}

/**
 * A little smaller, so that two neighbours' outlines do not lie on each other.
 * @param {number[][]} corners
 * @param {number[]} middle
 */
const inset = (corners, middle) =>
  corners.map(point => point.map((v, axis) => Math.round(10 * (middle[axis] + 0.93 * (v - middle[axis]))) / 10))

/**
 * Pointer and keys; `choose(space)`.
 * @param {SVGSVGElement} svg
 * @param {(space: number) => void} choose
 */
export function bindSpaces(svg, choose) {
  const all = () => /** @type {SVGElement[]} */ ([...svg.querySelectorAll('.space')])
  const at = (/** @type {Event} */ event) =>
    all().indexOf(/** @type {SVGElement} */ (/** @type {Element} */ (event.target).closest('.space')))
  for (const kind of ['click', 'focusin'])
    svg.addEventListener(kind, event => {
      const space = at(event)
      if (space >= 0) choose(space)
    })
  svg.addEventListener('keydown', event => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: ACROSS, ArrowUp: -ACROSS }[event.key]
    const [spaces, from] = [all(), at(event)]
    const to = spaces[from + (by ?? 0)]
    if (!by || from < 0 || !to) return
    event.preventDefault()
    event.stopPropagation()
    spaces[from].setAttribute('tabindex', '-1')
    to.setAttribute('tabindex', '0')
    to.focus()
  })
}
