// Frames around the cells that feel a pixel, on maps and on thumbnails.
import { contextOf } from '../kit/canvas.js'

const STROKES = [
  { token: '--field-edge', line: 3 },
  { token: '--field', line: 2 },
]

/**
 * Two strokes, one wider than the other, which show on light and on dark maps.
 * @param {HTMLCanvasElement} canvas
 * @param {{ left: number, top: number, width: number, height: number }[]} frames in the units of its context
 */
export function strokeFields(canvas, frames) {
  const ctx = contextOf(canvas)
  const style = getComputedStyle(canvas)
  for (const { token, line } of STROKES) {
    ctx.strokeStyle = style.getPropertyValue(token)
    ctx.lineWidth = line
    for (const { left, top, width, height } of frames) ctx.strokeRect(left, top, width, height)
  }
}
