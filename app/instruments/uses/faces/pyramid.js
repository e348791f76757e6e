// The image pyramid: the picture at every scale, with P-Net's map of faces on it. One of them can be laid over the picture.
import { createElement } from '../../kit/element.js'
import { radioGroup } from '../../kit/radio_group.js'
import { fitCanvas, theme } from '../../kit/canvas.js'
import { paintColourBar } from '../../kit/colour_bar.js'
import { CUT } from '../../kit/overlay.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { paintLevel } from './stage.js'
import { pyramidScale } from './steps.js'

/** @typedef {import('../../kit/types.js').Words} Words */
/** @typedef {import('../face_answer.js').Found} Found */

const GAP = 6 // px between two levels
const HIGH = 84 // px of the largest
const LEAST = 24 // px of a button's side: a smaller level stands in its middle

/**
 * → show(found, picture, chosen level or null)
 * @param {{ levels: HTMLElement, scales: HTMLElement, legend: HTMLElement }} places
 * @param {Words} t
 * @param {(level: number | null) => void} choose
 */
export function pyramidRow({ levels, scales, legend }, t, choose) {
  const mark = radioGroup(levels, value => choose(Number(value)))
  /** @type {number | null} */
  let chosen = null
  levels.addEventListener('click', event => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[role=radio]'))
    if (button && before === Number(button.dataset.value)) choose(null) // once more: off again
  })
  /** @type {number | null} */
  let before = null
  levels.addEventListener('pointerdown', () => (before = chosen), true)
  levels.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || chosen === null) return
    choose(null)
    event.stopPropagation()
  })
  const bar = /** @type {HTMLCanvasElement} */ (legend.querySelector('.bar'))
  fitCanvas(bar, (ctx, width, height, ratio) => paintColourBar(ctx, width, height, ratio, false, CUT[theme()]))
  const ends = /** @type {HTMLElement} */ (legend.querySelector('.ends'))
  ends.textContent = `0 … ${write.count(1)}`
  /**
   * @param {Found} found
   * @param {CanvasImageSource} picture
   * @param {number | null} level
   */
  return function show(found, picture, level) {
    chosen = level
    const k = pyramidScale(found.levels, levels.clientWidth || 632, HIGH, GAP + 4)
    const buttons = keep(levels, found.levels.length)
    found.levels.forEach((one, i) => {
      const canvas = /** @type {HTMLCanvasElement} */ (buttons[i].firstChild)
      const [width, height] = [one.width * k, one.height * k]
      paintLevel(canvas, picture, one, width * devicePixelRatio, height * devicePixelRatio)
      Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` })
      Object.assign(buttons[i].style, { minWidth: `${LEAST}px`, minHeight: `${LEAST}px` })
      buttons[i].ariaLabel = buttons[i].title = fillTemplate(t.level, { w: one.width, h: one.height, face: faceSide(found, one) })
    })
    mark(level)
    const [first, last] = [found.levels[0], found.levels.at(-1)]
    scales.textContent = first && last ? fillTemplate(t.scales, { n: found.levels.length, from: sizeText(first), to: sizeText(last) }) : ''
  }
}

/** @param {{ width: number, height: number }} level */
const sizeText = ({ width, height }) => `${width} × ${height}`

/**
 * How large a face of the picture is that fills P-Net's window at a level, px.
 * @param {Found} found
 * @param {{ width: number }} level
 */
const faceSide = (found, level) => write.count((12 * found.width) / level.width)

/**
 * As many buttons as there are levels: those that stay keep the focus.
 * @param {HTMLElement} place
 * @param {number} count
 */
function keep(place, count) {
  while (place.children.length > count) place.lastChild?.remove()
  while (place.children.length < count) {
    const button = createElement('button', { type: 'button', ariaChecked: 'false' }, createElement('canvas'))
    button.setAttribute('role', 'radio')
    button.dataset.value = String(place.children.length)
    place.append(button)
  }
  return /** @type {HTMLElement[]} */ ([...place.children])
}
