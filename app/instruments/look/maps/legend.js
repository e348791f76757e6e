// The colour scale with its numbers, and a tick where the value under the cursor lies.
import { css, LAST, ZERO } from '../../kit/colour.js'
import { fitCanvas, theme } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'

const ROOM = 12 // characters between the middle and the end

/** → show({ end (null: every channel its own), signed }, value or null) */
export function legend($, $$, t) {
  let signed = false
  const paint = fitCanvas($('.bar'), (ctx, width, height, ratio) => {
    const steps = Math.round(width * ratio)
    for (let i = 0; i < steps; i++) {
      const part = i / (steps - 1)
      ctx.fillStyle = css(theme(), Math.round(signed ? part * LAST : ZERO + part * ZERO))
      ctx.fillRect(i / ratio, 0, 1 / ratio + 0.01, height)
    }
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
    const part = Math.max(-1, Math.min(1, value / scale.end))
    tick.style.left = `${signed ? 50 + 50 * part : 100 * Math.max(0, part)}%`
  }
}
