// What the cascade answers, and its windows as pictures of their own.
import { ask } from '../kit/ask.js'
import { parseBinary, requiredArray } from '../kit/binary.js'

/** @typedef {{ smallest: number, overlap: number, sure: string }} Handles */
/** @typedef {{ width: number, height: number, map: import('../kit/types.js').NumberArray }} Level the picture at one scale, and P-Net's probability of a face in each window */
/**
 * One network's windows, best first; corners are left, top, right, bottom in px of the picture.
 * @typedef {object} Stage
 * @property {string} network
 * @property {number} read how many windows it has read
 * @property {ArrayLike<number>} windows four corners each: what it read
 * @property {ArrayLike<number>} boxes four corners each: where it puts the face
 * @property {ArrayLike<number>} scores probability of a face
 * @property {ArrayLike<number>} fates what became of each, see FATES
 * @property {ArrayLike<number>} parents of P-Net the level, of the others the window of the stage before
 */
/** @typedef {{ width: number, height: number, smallest: number, cut: boolean, milliseconds: number, levels: Level[], stages: Stage[], landmarks: ArrayLike<number> }} Found */

export const FATES = { thrownOut: 0, overlapped: 1, kept: 2 }

/**
 * @param {ArrayBuffer} buffer
 * @returns {Found}
 */
export function parseFaces(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const values = (/** @type {string} */ name) => requiredArray(arrays, name).values
  return {
    width: head.width,
    height: head.height,
    smallest: head.smallest,
    cut: head.cut,
    milliseconds: head.milliseconds,
    levels: head.levels.map((/** @type {any} */ level, /** @type {number} */ i) => ({ ...level, map: requiredArray(arrays, `map:${i}`) })),
    stages: head.stages.map((/** @type {any} */ stage, /** @type {number} */ i) => ({
      ...stage,
      ...Object.fromEntries(['windows', 'boxes', 'scores', 'fates', 'parents'].map(name => [name, values(`${name}:${i}`)])),
    })),
    landmarks: values('landmarks'),
  }
}

/**
 * @param {Blob} file
 * @param {Handles} handles
 */
export async function askFaces(file, { smallest, overlap, sure }) {
  const response = await ask('faces', { form: 'picture', smallest, overlap, sure }, file)
  return parseFaces(await response.arrayBuffer())
}

/**
 * What `face_window` is asked for one window: P-Net's lies on the grid of its level, those of the others in the picture itself.
 * @param {Found} found
 * @param {number} at which stage
 * @param {number} i which window
 */
export function windowQuestion({ width, levels, stages }, at, i) {
  const { network, windows, parents } = stages[at]
  const corners = [0, 1, 2, 3].map(corner => windows[4 * i + corner])
  if (at > 0) return { network, window: corners.map(Math.round).join() }
  const level = levels[parents[i]]
  const [left, top] = [corners[0] / width, corners[1] / (width * (level.height / level.width))]
  const [x, y] = [Math.round(left * level.width), Math.round(top * level.height)]
  return { network, window: [x, y, x + 12, y + 12].join(), size: [level.width, level.height].join() }
}

/**
 * A window as the PNG of the pixels that its network read.
 * @param {Blob} file
 * @param {Found} found
 * @param {number} at
 * @param {number} i
 */
export async function askWindow(file, found, at, i) {
  const response = await ask('face_window', { form: 'picture', ...windowQuestion(found, at, i) }, file)
  return new Blob([await response.arrayBuffer()], { type: 'image/png' })
}
