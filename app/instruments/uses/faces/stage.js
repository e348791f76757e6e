// The picture with boxes and landmarks on it, or with P-Net's map of one scale laid over it.
import { createSvgElement } from '../../kit/element.js'
import { contextOf, fitCanvas, theme } from '../../kit/canvas.js'
import { paintOver } from '../../kit/overlay.js'

/** @typedef {import('../face_answer.js').Level} Level */
/** @typedef {import('./steps.js').Box} Box */

export const FIELD = { size: [12, 12], stride: [2, 2], offset: [0, 0], whole: false } // what a cell of P-Net's map sees, in px of its level
const DOT = 0.012 // of the picture's longer side

/**
 * The picture at a level, as the overlay wants it.
 * @param {CanvasImageSource} picture
 * @param {Level} level
 */
function pixelsOf(picture, { width, height }) {
  const ctx = contextOf(new OffscreenCanvas(width, height))
  ctx.drawImage(picture, 0, 0, width, height)
  const values = new Uint8Array(ctx.getImageData(0, 0, width, height).data.buffer)
  return { values, shape: [height, width, 4] }
}

/**
 * P-Net's map over the picture, `width` × `height` device pixels.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {CanvasImageSource} picture
 * @param {Level} level
 * @param {number} width
 * @param {number} height
 */
export function paintLevel(canvas, picture, level, width, height) {
  const what = { picture: pixelsOf(picture, level), map: level.map, field: FIELD, end: 1, opacity: 1, theme: theme(), inked: false }
  paintOver(canvas, what, Math.max(1, Math.round(width)), Math.max(1, Math.round(height)))
}

/**
 * `now()` → { picture, level } or null. → a function that paints anew.
 * @param {HTMLCanvasElement} canvas
 * @param {() => { picture: CanvasImageSource, level: Level | null } | null} now
 */
export const stagePainter = (canvas, now) =>
  fitCanvas(canvas, (ctx, width, height, ratio) => {
    const shown = now()
    if (!shown) return
    if (!shown.level) return ctx.drawImage(shown.picture, 0, 0, width, height)
    const over = new OffscreenCanvas(1, 1)
    paintLevel(over, shown.picture, shown.level, width * Math.min(2, ratio), height * Math.min(2, ratio))
    ctx.drawImage(over, 0, 0, width, height)
  })

/**
 * @param {Box} box
 * @param {string} name
 */
function boxElement({ corners: [left, top, right, bottom], kept }, name) {
  const at = { x: left, y: top, width: Math.max(0.5, right - left), height: Math.max(0.5, bottom - top) }
  return createSvgElement(
    'g',
    { class: kept ? 'box' : 'box out', role: 'button', tabindex: -1, 'aria-label': name },
    createSvgElement('rect', { ...at, class: 'edge' }),
    createSvgElement('rect', { ...at, class: 'line' }),
  )
}

/**
 * The boxes of a step; one of them is a stop of Tab, the arrows go from box to box, the best first.
 * @param {SVGSVGElement} svg
 * @param {{ width: number, height: number, boxes: Box[], marks: number[][][], names: string[], label: string }} what
 */
export function layBoxes(svg, { width, height, boxes, marks, names, label }) {
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const made = boxes.map((box, i) => boxElement(box, names[i]))
  const group = createSvgElement('g', boxes.length ? { role: 'group', 'aria-label': label } : {}, ...made)
  const r = DOT * Math.max(width, height)
  const dots = marks.flat().map(([cx, cy]) => createSvgElement('circle', { cx, cy, r, class: 'mark' }))
  svg.replaceChildren(group, createSvgElement('g', { 'aria-hidden': 'true' }, ...dots))
  best(boxes, made)?.setAttribute('tabindex', '0')
}

/**
 * @param {Box[]} boxes
 * @param {SVGElement[]} made
 */
function best(boxes, made) {
  const first = boxes.reduce((top, box, i) => (top < 0 || rank(box) > rank(boxes[top]) ? i : top), -1)
  return first < 0 ? null : made[first]
}

const rank = (/** @type {Box} */ { kept, score }) => Number(kept) + score

/**
 * Pointer and keys on the boxes. `shown()` → the boxes that are laid; `over(box or null)` hears which is pointed at, `open(box)` which is opened.
 * @param {SVGSVGElement} svg
 * @param {{ shown: () => Box[], over: (box: Box | null) => void, open: (box: Box) => void }} on
 */
export function bindBoxes(svg, { shown, over, open }) {
  const all = () => /** @type {SVGElement[]} */ ([...svg.querySelectorAll('.box')])
  const at = (/** @type {Event} */ event) =>
    all().indexOf(/** @type {SVGElement} */ (/** @type {Element} */ (event.target).closest('.box')))
  const boxOf = (/** @type {Event} */ event) => shown()[at(event)] ?? null
  svg.addEventListener('pointerover', event => over(boxOf(event)))
  svg.addEventListener('pointerleave', () => over(null))
  svg.addEventListener('focusin', event => over(boxOf(event)))
  svg.addEventListener('focusout', () => over(null))
  svg.addEventListener('click', event => {
    const box = boxOf(event)
    if (box) open(box)
  })
  svg.addEventListener('keydown', event => {
    const box = boxOf(event)
    if (!box || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Enter' || event.key === ' ') open(box)
    else if (!step(event.key, box)) return
    event.preventDefault()
    event.stopPropagation()
  })
  /**
   * @param {string} key
   * @param {Box} box
   */
  function step(key, box) {
    const by = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 0
    if (!by) return false
    const boxes = shown()
    const order = boxes.map((_, i) => i).sort((a, b) => rank(boxes[b]) - rank(boxes[a]))
    const to = order[(order.indexOf(boxes.indexOf(box)) + by + order.length) % order.length]
    const elements = all()
    for (const [i, element] of elements.entries()) element.setAttribute('tabindex', i === to ? '0' : '-1')
    elements[to]?.focus()
    return true
  }
}
