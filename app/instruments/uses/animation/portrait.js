// The portrait: a square cut around the largest face of a picture, its pixels, and the face's five points in it.
import { contextOf } from '../../kit/canvas.js'

/** @typedef {import('./thin_plate.js').Place} Place */
/** @typedef {{ points: Place[], box: number[] }} Face left eye, right eye, nose, left and right corner of the mouth; [left, top, right, bottom]; px */
/** @typedef {{ pixels: ImageData, points: Place[], title: string }} Portrait */

export const SIDE = 320 // px of the square
const AROUND = 2.4 // sides of the face's box that the square holds

/**
 * The square around a face, inside the picture as far as that goes: [left, top, side].
 * @param {Face} face
 * @param {number} width px of the picture
 * @param {number} height
 */
export function squareAround({ box: [left, top, right, bottom] }, width, height) {
  const side = Math.min(AROUND * Math.max(right - left, bottom - top), width, height)
  const within = (middle, most) => Math.min(Math.max(middle - side / 2, 0), most - side)
  return [within((left + right) / 2, width), within((top + bottom) / 2, height), side]
}

/**
 * @param {ImageBitmap} picture
 * @param {Face} face
 * @param {string} title
 * @returns {Portrait}
 */
export function portraitOf(picture, face, title) {
  const [left, top, side] = squareAround(face, picture.width, picture.height)
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  const ctx = contextOf(canvas)
  ctx.imageSmoothingQuality = 'high'
  ctx.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE)
  const points = face.points.map(([x, y]) => /** @type {Place} */ ([((x - left) * SIDE) / side, ((y - top) * SIDE) / side]))
  return { pixels: ctx.getImageData(0, 0, SIDE, SIDE), points, title }
}

/**
 * Brightness of a square picture, made smaller by means of blocks.
 * @param {ImageData} pixels
 * @param {number} side
 */
export function greyOf(pixels, side) {
  const [from, to] = [new OffscreenCanvas(pixels.width, pixels.height), new OffscreenCanvas(side, side)]
  contextOf(from).putImageData(pixels, 0, 0)
  const ctx = contextOf(to)
  ctx.drawImage(from, 0, 0, side, side)
  const { data } = ctx.getImageData(0, 0, side, side)
  return Float64Array.from({ length: side * side }, (_, i) => 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2])
}
