// On a thumbnail: the cells that feel the pixel which is pointed at in the network's input.
import { contextOf } from '../../kit/canvas.js'
import { projectiveField, isVector } from '../../kit/geometry.js'

/**
 * Frames them on the painted canvas of a layer; `shown`: [rows, columns] of its thumbnail.
 * @param {HTMLCanvasElement} canvas
 * @param {any} layer
 * @param {[number, number]} pixel
 * @param {number[]} shown
 */
export function frameProjectiveField(canvas, { receptive_field: field, shape }, pixel, shown) {
  if (isVector(shape)) return
  const felt = projectiveField(field, ...pixel, shape[1], shape[2])
  if (!felt) return
  const ctx = contextOf(canvas)
  const k = Math.min(canvas.width / shown[1], canvas.height / shown[0])
  const [high, wide] = [Math.round(shown[0] * k), Math.round(shown[1] * k)]
  const [y, x] = [(canvas.height - high) >> 1, (canvas.width - wide) >> 1]
  const part = (v, cells, px) => (v / cells) * px
  const [top, bottom] = [part(felt.top, shape[1], high), part(felt.bottom, shape[1], high)]
  const [left, right] = [part(felt.left, shape[2], wide), part(felt.right, shape[2], wide)]
  const least = 3 * (devicePixelRatio || 1)
  const style = getComputedStyle(canvas)
  for (const { token, width } of [
    { token: '--field-edge', width: 3 },
    { token: '--field', width: 2 },
  ]) {
    ctx.strokeStyle = style.getPropertyValue(token)
    ctx.lineWidth = width
    ctx.strokeRect(x + left, y + top, Math.max(least, right - left), Math.max(least, bottom - top))
  }
}
