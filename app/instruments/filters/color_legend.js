// A legend: the colours of the scale with numbers at both ends and a tick where a value lies. `cut`: how far along its ramp it goes.
import { css, LAST, ZERO } from '../kit/colour.js'
import { fitCanvas, theme } from '../kit/canvas.js'
import { write } from '../kit/language.js'

/** `legend` holds a canvas.bar, a .tick and three spans in .ends. → show({ end, signed, cut }, value or null) */
export function scaleBar(legend) {
  const $ = selector => legend.querySelector(selector)
  let now = { signed: true, cut: 1 }
  const paint = fitCanvas($('.bar'), (ctx, width, height, ratio) => {
    const steps = Math.round(width * ratio)
    const { signed, cut } = now
    for (let i = 0; i < steps; i++) {
      const part = i / (steps - 1)
      const v = cut * (signed ? 2 * part - 1 : part)
      ctx.fillStyle = css(theme(), Math.min(LAST, Math.max(0, Math.round(ZERO + v * ZERO))))
      ctx.fillRect(i / ratio, 0, 1 / ratio + 0.01, height)
    }
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
    const part = Math.max(-1, Math.min(1, value / end))
    tick.style.left = `${signed ? 50 + 50 * part : 100 * Math.max(0, part)}%`
  }
}
