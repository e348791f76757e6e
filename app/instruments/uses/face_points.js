// The largest face of a picture, with the five points by which it can be moved.
import { askFaces, FATES } from './face_answer.js'

/** @typedef {import('./animation/portrait.js').Face} Face */

const HANDLES = { smallest: 40, overlap: 0.5, sure: '0.6,0.7,0.7' }

/**
 * Null where there is none. Points and box are in px of the picture as its own tags turn it, `width` × `height`: a large one was made smaller.
 * @param {Blob} file
 * @returns {Promise<(Face & { width: number, height: number }) | null>}
 */
export async function largestFace(file) {
  const { width, height, stages, landmarks } = await askFaces(file, HANDLES)
  const { fates, boxes } = stages[2]
  const corners = (/** @type {number} */ i) => [0, 1, 2, 3].map(c => boxes[4 * i + c])
  const area = (/** @type {number} */ i) => {
    const [left, top, right, bottom] = corners(i)
    return (right - left) * (bottom - top)
  }
  const kept = Array.from(fates, (_, i) => i).filter(i => fates[i] === FATES.kept)
  if (!kept.length) return null
  const best = kept.reduce((a, b) => (area(b) > area(a) ? b : a))
  const point = (/** @type {number} */ p) =>
    /** @type {[number, number]} */ ([landmarks[10 * best + 2 * p], landmarks[10 * best + 2 * p + 1]])
  return { width, height, box: corners(best), points: [0, 1, 2, 3, 4].map(point) }
}
