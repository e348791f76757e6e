// The softmax: logits become probabilities, in float64. Pure.

/** @param {Float64Array} logits */
const largestOf = logits => logits.reduce((a, b) => Math.max(a, b), -Infinity)

/**
 * exp(z / T) / Σ exp(z / T) over all classes. The largest logit is taken off first, so that no power overflows.
 * @param {ArrayLike<number> & Iterable<number>} logits
 * @param {number} [temperature] T > 0
 * @returns {Float64Array} NaN everywhere if a logit is NaN or +∞
 */
export function softmax(logits, temperature = 1) {
  const largest = largestOf(Float64Array.from(logits))
  const powers = Float64Array.from(logits, z => Math.exp((z - largest) / temperature))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map(v => v / sum)
}

/**
 * ln Σ exp(z / T): what the logarithm of every class's power is compared with.
 * @param {ArrayLike<number> & Iterable<number>} logits
 * @param {number} [temperature] T > 0
 */
export function logSumExp(logits, temperature = 1) {
  const largest = largestOf(Float64Array.from(logits))
  return largest / temperature + Math.log(Float64Array.from(logits, z => Math.exp((z - largest) / temperature)).reduce((a, b) => a + b, 0))
}

/**
 * The probability of one class where the sum is known already.
 * @param {number} logit
 * @param {number} sum the logSumExp of all logits at T = 1
 */
export const shareOf = (logit, sum) => Math.exp(logit - sum)
