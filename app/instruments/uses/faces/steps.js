// The steps of the cascade: which boxes each shows, and how many. Pure.
import { FATES } from '../face_answer.js'

/** @typedef {import('../face_answer.js').Found} Found */
/** @typedef {{ at: number, i: number, corners: number[], score: number, kept: boolean }} Box a box of a step: window `i` of stage `at` */

/** The steps in their order: the stage that each shows. */
export const STEPS = /** @type {Record<string, number>} */ ({ all: 0, kept: 0, rnet: 1, onet: 2 })

/**
 * How many windows of a stage had each fate.
 * @param {import('../face_answer.js').Stage} stage
 */
export function counts({ fates }) {
  const found = { kept: 0, overlapped: 0, thrownOut: 0 }
  for (let i = 0; i < fates.length; i++)
    found[fates[i] === FATES.kept ? 'kept' : fates[i] === FATES.overlapped ? 'overlapped' : 'thrownOut']++
  return found
}

/**
 * How many boxes a step leaves.
 * @param {Found} found
 * @param {string} step
 */
export const left = (found, step) => (step === 'all' ? found.stages[0].fates.length : counts(found.stages[STEPS[step]]).kept)

/**
 * The boxes that a step shows, largest first so that none lies over a smaller one. P-Net's are its windows, as suppression compares them; of
 * R-Net and O-Net those that stay are where the network puts them, those that go the windows that it read.
 * @param {Found} found
 * @param {string} step
 * @param {number | null} level whose windows alone are shown; null: all
 * @returns {Box[]}
 */
export function boxesOf(found, step, level = null) {
  const at = STEPS[step]
  const { windows, boxes, scores, fates, parents } = found.stages[at]
  /** @type {Box[]} */
  const list = []
  for (let i = 0; i < fates.length; i++) {
    const kept = step === 'all' || fates[i] === FATES.kept
    if ((at === 0 && !kept) || (at === 0 && level !== null && parents[i] !== level)) continue
    const corners = at > 0 && kept ? boxes : windows
    list.push({ at, i, corners: [0, 1, 2, 3].map(c => corners[4 * i + c]), score: scores[i], kept })
  }
  const area = (/** @type {Box} */ { corners: [l, t, r, b] }) => (r - l) * (b - t)
  return list.sort((a, b) => area(b) - area(a))
}

/**
 * The five landmarks of every face that O-Net keeps: [[[x, y], …], …].
 * @param {Found} found
 * @returns {number[][][]}
 */
export function landmarksOf({ stages, landmarks }) {
  const { fates } = stages[2]
  return Array.from(fates).flatMap((fate, i) =>
    fate === FATES.kept ? [[0, 1, 2, 3, 4].map(p => [landmarks[10 * i + 2 * p], landmarks[10 * i + 2 * p + 1]])] : [],
  )
}

/**
 * How large a level is drawn: px of the screen for one of its own, so that all stand in a row.
 * @param {{ width: number, height: number }[]} levels
 * @param {number} width px of the row
 * @param {number} height px of the row
 * @param {number} gap px
 */
export function pyramidScale(levels, width, height, gap) {
  const wide = levels.reduce((sum, level) => sum + level.width, 0)
  const high = Math.max(1, ...levels.map(level => level.height))
  return Math.max(0.1, Math.min(2, height / high, (width - gap * (levels.length - 1)) / Math.max(1, wide)))
}
