// Questions that are asked again: some troubles end by themselves.

/** @typedef {import('./types.js').Failure} Failure */

const KINDS = ['unreachable', 'busy'] // nobody answers, or too many ask

/**
 * Whether the same question can be answered a little later.
 * @param {any} error
 */
export const isTransient = error => KINDS.includes(/** @type {Failure} */ (error)?.kind ?? '')

/**
 * What `f` answers, asked again after each trouble that ends by itself, `times` times at most; null when `still` no longer holds.
 * `trouble` hears of each, `pause` waits until the next try.
 * @template T
 * @param {() => Promise<T>} f
 * @param {{ pause: () => Promise<unknown>, times?: number, trouble?: (error: any) => void, still?: () => boolean }} how
 * @returns {Promise<T | null>}
 */
export async function retryTransient(f, { pause, times = Infinity, trouble = () => {}, still = () => true }) {
  for (let left = times; ; left--) {
    try {
      return await f()
    } catch (error) {
      if (!isTransient(error) || !left) throw error
      trouble(error)
      await pause()
      if (!still()) return null
    }
  }
}
