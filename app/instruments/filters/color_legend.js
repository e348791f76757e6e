// A legend: the colours of the scale with numbers at both ends and a tick where a value lies. `cut`: how far along its ramp it goes.
import { paintColourBar, placeAlong } from '../kit/colour_bar.js'
import { fitCanvas } from '../kit/canvas.js'
import { write } from '../kit/language.js'

/**
 * `legend` holds a canvas.bar, a .tick and three spans in .ends.
 * @param {HTMLElement} legend
 * @returns {(scale: { end: number, signed: boolean, cut?: number }, value?: number | null) => void}
 */
export function scaleBar(legend) {
  const $ = selector => legend.querySelector(selector)
  let now = { signed: true, cut: 1 }
  const paint = fitCanvas($('.bar'), (ctx, width, height, ratio) => {
    paintColourBar(ctx, width, height, ratio, now.signed, now.cut)
  })
  return function show({ end, signed, cut = 1 }, value = null) {
    if (now.signed !== signed || now.cut !== cut) {
      now = { signed, cut }
      paint()
    }
    const [left, middle, right] = legend.querySelectorAll('.ends span')
    const far = write.number(end)
    left.textContent = signed ? `−${far}` : '0'
    middle.textContent = signed ? '0' : write.number(end / 2)
    right.textContent = signed ? `+${far}` : far
    const tick = $('.tick')
    tick.hidden = value === null || !(end > 0) || !Number.isFinite(value)
    if (tick.hidden) return
    tick.style.left = placeAlong(value ?? 0, end, signed)
  }
}
