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

/**
 * The multiples of a round step from 0 to an end, and the end itself; the last multiple gives way where it stands too near to the end.
 * @param {number} end a whole number, 1 or more: of epochs, of pictures
 * @param {number} parts about how many steps there are; a step is a whole number
 */
export function ticksToEnd(end, parts) {
  const step = roundStep(Math.max(end / parts, 1))
  const all = ticksWithin(0, end, step)
  const last = all[all.length - 1]
  return end - last > 0.4 * step ? [...all, end] : [...all.slice(0, -1), end]
}

/**
 * Ticks of an axis of factors, within its ends: 1, 2 and 5 times powers of ten; where those are too many, powers of ten, as many as are wanted.
 * @param {number} low more than 0
 * @param {number} high
 * @param {number} [most]
 * @returns {number[]}
 */
export function factorTicks(low, high, most = 12) {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const exponents = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  /** @param {number} digit @param {number} exponent */
  const power = (digit, exponent) => Number(`${digit}e${exponent}`) // 5e-7 as it is written, not 5 · 1e-7
  /** @param {number} v */
  const inside = v => v >= low * (1 - WITHIN) && v <= high * (1 + WITHIN)
  const fine = exponents.flatMap(e => ONE_TWO_FIVE.map(digit => power(digit, e))).filter(inside)
  if (fine.length <= most) return fine
  const tens = exponents.filter(e => inside(power(1, e)))
  const every = Math.max(1, roundStep(tens.length / most))
  return tens.filter(e => e % every === 0).map(e => power(1, e))
}
