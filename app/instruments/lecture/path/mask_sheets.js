// The veils as they are seen: a calm hatch over every part that is hidden. In a low window the choices lie on the largest of them
// that is not above or below what is sketched.
import { createElement } from '../../kit/element.js'
import { maskedBoxes } from '../mask.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MARGIN = 16

/** The largest of them; null where there is none. */
const largest = found => found.reduce((most, one) => (!most || one.width * one.height > most.width * most.height ? one : most), null)

const beside = (a, b) => a.right <= b.left || a.left >= b.right

/**
 * `sketched()`: where answers are sketched, or null.
 * @param {Pick<Instrument, '$' | 'bus'> & Record<string, any>} parts
 */
export function createMaskSheets({ $, bus, selector, card, slim, sketched }) {
  const place = $('.veils')
  let frame = 0
  const parts = () => bus.get('lecture.masked') ?? []
  function paint() {
    frame = parts().length ? requestAnimationFrame(paint) : 0
    const found = parts().length ? maskedBoxes(selector(parts())) : []
    while (place.children.length > found.length) place.lastChild.remove()
    while (place.children.length < found.length) place.append(createElement('div'))
    found.forEach((box, i) => put(place.children[i], box))
    lay(found)
  }
  function put(sheet, { left, top, width, height }) {
    const to = { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }
    for (const [key, value] of Object.entries(to)) if (sheet.style[key] !== value) sheet.style[key] = value
  }
  function lay(found) {
    const drawn = sketched()
    const free = drawn ? found.filter(one => beside(one, drawn)) : found
    const covered = bus.get('lecture.overview') || bus.get('lecture.ended')
    const box = slim() && !covered ? largest(free.length ? free : found) : null
    card.classList.toggle('laid', !!box)
    if (!box) return card.removeAttribute('style')
    const { offsetWidth: w, offsetHeight: h } = card
    const within = (at, size, most) => Math.max(MARGIN, Math.min(most - size - MARGIN, at))
    const left = within(box.left + (box.width - w) / 2, w, innerWidth)
    const top = within(Math.max(box.top, 0) + (Math.min(box.bottom, innerHeight) - Math.max(box.top, 0) - h) / 2, h, innerHeight)
    Object.assign(card.style, { left: `${left}px`, top: `${top}px`, maxWidth: `${Math.max(280, box.width - 2 * MARGIN)}px` })
  }
  bus.on('lecture.masked', () => {
    if (!frame) paint()
  })
}
