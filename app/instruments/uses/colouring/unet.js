// The U-Net: encoder and decoder facing each other, a button on every skip connection, the bottleneck below.
import { createElement } from '../../kit/element.js'
import { LEVELS, toggled } from './levels.js'
import { paintPicture } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Words} Words */
/** @typedef {import('../../kit/types.js').NumberArray} NumberArray */

/**
 * Builds it into `place`; → paints an answer's blocks.
 * @param {HTMLElement} place
 * @param {Words} t
 * @param {Bus} bus
 */
export function unet(place, t, bus) {
  const blocks = new Map()
  const block = (/** @type {string} */ name, /** @type {number} */ level) => {
    const canvas = createElement('canvas', { role: 'img' })
    canvas.dataset.level = String(level)
    blocks.set(name, canvas)
    return canvas
  }
  const skips = LEVELS.map(level => {
    const button = createElement('button', { type: 'button', className: 'skip' }, createElement('span'))
    button.dataset.level = String(level)
    button.onclick = () => bus.set('uses.cut', toggled(bus.get('uses.cut'), level))
    place.append(block(`down${level}`, level), button, block(`up${level}`, level))
    return button
  })
  const bottom = createElement('div', 'bottom', createElement('span', '', t.bottleneck), block('bottleneck', 5))
  place.append(bottom)
  const say = (/** @type {Record<string, number[]>} */ shapes) => {
    const cut = bus.get('uses.cut')
    for (const button of skips) {
      const n = button.dataset.level ?? ''
      button.ariaPressed = String(cut.includes(n))
      button.firstElementChild?.replaceChildren(cut.includes(n) ? t.cut : t.skip)
      button.ariaLabel = fillTemplate(t.skip_label, { n, size: sizeOf(shapes[`down${n}`]) })
    }
  }
  /** @type {Record<string, number[]>} */
  let shapes = {}
  bus.on('uses.cut', () => say(shapes))
  return (/** @type {any} */ answer) => {
    shapes = answer.head.shapes
    for (const [name, canvas] of blocks) {
      const { values, shape } = /** @type {NumberArray} */ (answer.arrays.get(`block:${name}`))
      paintPicture(canvas, values, [shape[0], shape[1], 1])
      const [channels] = shapes[name]
      canvas.ariaLabel = canvas.title = fillTemplate(t.block, { name, channels: write.count(channels), size: sizeOf(shapes[name]) })
    }
    say(shapes)
  }
}

/** @param {number[] | undefined} shape */
const sizeOf = shape => (shape ? `${shape[2]} × ${shape[1]}` : '')
