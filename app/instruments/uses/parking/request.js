// Asks for a car park and hands over its parts as they come; the newest question wins.
import { parseBinary, requiredArray } from '../../kit/binary.js'
import { askParts } from '../../kit/streamed_answers.js'

/** @typedef {import('../../kit/types.js').NumberArray} NumberArray */
/** @typedef {{ weather: string, camera: string, day: number, training: string }} Question */
/** @typedef {{ picture: NumberArray, corners: NumberArray, patches: NumberArray, taken: ArrayLike<number> }} Day */
/** @typedef {{ said: Record<string, ArrayLike<number>>, probabilities: ArrayLike<number>, spaces_learned: number[], learned_from: number, milliseconds: number }} Answers */
/** @typedef {{ weathers: { weather: string, free: number, taken: number, days: number, parkings: number }[], training: string, left_out: string }} Contents of a visitor's own file */
/** @typedef {{ weather: string, asked: number, right: Record<string, number>, intervals: Record<string, number[]> }} Score */

export const READERS = /** @type {const} */ (['network', 'lbp', 'hog'])

/** @param {ArrayBuffer} buffer */
export function parsePart(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const values = (/** @type {string} */ name) => requiredArray(arrays, name).values
  const day = () => ({
    picture: requiredArray(arrays, 'picture'),
    corners: requiredArray(arrays, 'corners'),
    patches: requiredArray(arrays, 'patches'),
    taken: values('taken'),
  })
  const answers = () => ({
    ...head,
    said: Object.fromEntries(READERS.map(name => [name, values(name)])),
    probabilities: values('probabilities'),
  })
  if (head.part === 'day') return { day: day() }
  if (head.part === 'answers') return { answers: answers() }
  if (head.part === 'contents') return { contents: head }
  if (head.part === 'weather') return { weather: head.weather, day: day(), answers: answers() }
  return head.error ? { error: head.error } : { score: head }
}

/**
 * `ask(question)` stops the one before. With a body that is asked about, in place of the drawn car park. `part` hears { contents }, { day }, { answers } or { score };
 * of a body { weather, day, answers } together; `failed` a RequestError.
 * @param {{ part: (found: any) => void, failed: (error: any) => void }} on
 */
export function parkingQuestions({ part, failed }) {
  /** @type {AbortController | null} */
  let control = null
  const stop = () => control?.abort()
  return {
    stop,
    /**
     * @param {Question | { training: string }} question
     * @param {Blob} [body]
     */
    async ask(question, body) {
      stop()
      const mine = (control = new AbortController())
      const heard = (/** @type {ArrayBuffer} */ buffer) => control === mine && part(parsePart(buffer))
      try {
        await askParts(body ? 'pklot' : 'parking', question, body, heard, mine.signal)
      } catch (error) {
        if (control === mine) failed(error)
      }
    },
  }
}
