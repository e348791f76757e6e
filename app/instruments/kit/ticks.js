// Round numbers for axes. Pure.

const ONE_TWO_FIVE = [1, 2, 5]
const WITHIN = 1e-6 // of a step: rates and losses come as float32
/** @param {number} v */
const plain = v => Number(v.toPrecision(12)) // 0.3 and not 3 · 0.1

/**
 * The smallest round number that is no less than `rough`: 1, 2 or 5 times a power of ten.
 * @param {number} rough more than 0
 * @param {number[]} [digits] what a power of ten is multiplied by, from 1 upwards
 */
export function roundStep(rough, digits = ONE_TWO_FIVE) {
  const ten = 10 ** Math.floor(Math.log10(rough))
  const digit = digits.find(n => n * ten >= rough * (1 - WITHIN)) ?? 10
  return plain(digit * ten)
}

/**
 * @param {number} first
 * @param {number} last
 * @param {number} step
 */
const multiples = (first, last, step) => Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => plain((first + i) * step))

/**
 * The multiples of a step from `low` to `high`: with `roundStep((high - low) / n)` at most n + 1 of them.
 * @param {number} low
 * @param {number} high
 * @param {number} step
 */
export const ticksWithin = (low, high, step) => multiples(Math.ceil(low / step - WITHIN), Math.floor(high / step + WITHIN), step)

/**
 * The multiples of a step from the last one below `low` to the first one above `high`: an axis that holds both.
 * @param {number} low
 * @param {number} high
 * @param {number} step
 */
export const ticksAround = (low, high, step) => multiples(Math.floor(low / step + WITHIN), Math.ceil(high / step - WITHIN), step)
