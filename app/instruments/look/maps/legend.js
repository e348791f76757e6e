// The colour scale with its numbers, and a tick where the value under the cursor lies.
import { paintColourBar, placeAlong } from '../../kit/colour_bar.js'
import { fitCanvas } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'

const ROOM = 12 // characters between the middle and the end

/** → show({ end (null: every channel its own), signed }, value or null) */
export function legend($, $$, t) {
  let signed = false
  const paint = fitCanvas($('.bar'), (ctx, width, height, ratio) => {
    paintColourBar(ctx, width, height, ratio, signed)
  })
  return function show(scale, value) {
    if (scale.signed !== signed) {
      signed = scale.signed
      paint()
    }
    const [left, middle, right] = $$('.ends span')
    const far = scale.end === null ? t.its_max : write.number(scale.end)
    left.textContent = signed ? `−${far}` : '0'
    right.textContent = signed ? `+${far}` : far
    const half = signed ? '0' : scale.end === null ? '' : write.number(scale.end / 2)
    middle.textContent = half.length / 2 + right.textContent.length > ROOM ? '' : half
    const tick = $('.tick')
    const shown = value !== null && !Number.isNaN(value) && scale.end > 0
    tick.hidden = !shown
    if (!shown) return
    tick.style.left = placeAlong(value, scale.end, signed)
  }
}
