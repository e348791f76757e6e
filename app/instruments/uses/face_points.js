// The faces in a picture, as the server finds them: boxes and five points each.
import { askBytes } from '../kit/ask.js'
import { parseBinary } from '../kit/binary.js'

/** @typedef {import('./animation/portrait.js').Face} Face */

/**
 * The largest face of a picture, null where there is none. Turned as the picture's own tags say.
 * @param {Blob} file
 * @returns {Promise<Face | null>}
 */
export async function largestFace(file) {
  const { head } = parseBinary(await askBytes('faces', { form: 'picture' }, file))
  /** @param {number[]} box */
  const area = ([left, top, right, bottom]) => (right - left) * (bottom - top)
  /** @type {Face[]} */
  const faces = head.faces
  return faces.reduce((best, face) => (!best || area(face.box) > area(best.box) ? face : best), /** @type {Face | null} */ (null))
}
