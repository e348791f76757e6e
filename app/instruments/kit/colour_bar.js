// The bar of a legend: the colours of the scale from its least to its most, and where a value lies along it.
import { css, LAST, ZERO } from './colour.js'
import { theme } from './canvas.js'

/**
 * The colour at a part of the bar. Pure.
 * @param {number} part 0 at the left end, 1 at the right
 * @param {boolean} signed whether the bar begins at −end, not at 0
 * @param {number} [cut] how far along its ramp the scale goes, for maps laid over a picture
 * @returns {number} its index among the colours of the scale
 */
export const colourAlong = (part, signed, cut = 1) =>
  Math.max(0, Math.min(LAST, Math.round(ZERO + cut * (signed ? 2 * part - 1 : part) * ZERO)))

/**
 * Paints the bar, one colour a device pixel.
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} width px
 * @param {number} height px
 * @param {number} ratio device pixels a px
 * @param {boolean} signed
 * @param {number} [cut]
 */
export function paintColourBar(ctx, width, height, ratio, signed, cut = 1) {
  const steps = Math.round(width * ratio)
  for (let i = 0; i < steps; i++) {
    ctx.fillStyle = css(theme(), colourAlong(i / Math.max(1, steps - 1), signed, cut))
    ctx.fillRect(i / ratio, 0, 1 / ratio + 0.01, height) // a hair over the next one, so that no ground shows between
  }
}

/**
 * Where the mark of a value stands, as CSS has it: at an end where the value lies beyond.
 * @param {number} value
 * @param {number} end what the scale ends at; above 0
 * @param {boolean} signed
 */
export function placeAlong(value, end, signed) {
  const part = Math.max(-1, Math.min(1, value / end))
  return `${signed ? 50 + 50 * part : 100 * Math.max(0, part)}%`
}
