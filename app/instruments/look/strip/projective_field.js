// On a thumbnail: the cells that feel the pixel which is pointed at in the network's input.
import { projectiveField, isVector } from '../../kit/geometry.js'
import { thumbnailPlace } from '../../kit/thumbnail.js'
import { strokeFields } from '../field_frames.js'

/**
 * Frames them on the painted canvas of a layer; `shown`: [rows, columns] of its thumbnail.
 * @param {HTMLCanvasElement} canvas
 * @param {import('../../kit/types.js').LayerInfo} layer
 * @param {[number, number]} pixel [y, x]
 * @param {number[]} shown
 */
export function frameProjectiveField(canvas, { receptive_field: field, shape }, pixel, shown) {
  if (isVector(shape)) return
  const [, rows, columns] = shape
  const felt = projectiveField(field, ...pixel, rows, columns)
  if (!felt) return
  const { x, y, width, height } = thumbnailPlace(canvas.width, shown)
  const least = 3 * (devicePixelRatio || 1)
  strokeFields(canvas, [
    {
      left: x + (felt.left / columns) * width,
      top: y + (felt.top / rows) * height,
      width: Math.max(least, ((felt.right - felt.left) / columns) * width),
      height: Math.max(least, ((felt.bottom - felt.top) / rows) * height),
    },
  ])
}
