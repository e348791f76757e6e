// A training whose loss exploded, in a sentence with what shows it. Pure.
import { fillTemplate } from './numbers.js'

/** @typedef {import('./types.js').Words} Words */
/** @typedef {import('./types.js').NumberWriter} NumberWriter */

/** @param {string} text */
const upper = text => text[0].toUpperCase() + text.slice(1)

/**
 * `exploded`: since which epoch, 0 where it did not; `growth`: the weights' norm against the start, null where that is no number. → sentence or ''.
 * @param {{ exploded?: number, growth?: number | null, how?: string }} run
 * @param {Words} t
 * @param {NumberWriter} write
 */
export function explosion({ exploded = 0, growth = null, how }, t, write) {
  if (!exploded) return ''
  const grown = growth !== null ? fillTemplate(t.grown, { times: write.short(growth, 2) }) : how === 'diverged' ? t.no_number : ''
  return `${[upper(fillTemplate(t.exploded, { epoch: write.count(exploded) })), grown].filter(Boolean).join('; ')}.`
}
