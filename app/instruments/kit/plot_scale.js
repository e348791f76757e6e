// Where a value lies along an axis of a chart, in px, and which value lies at a place. Pure.

/**
 * @typedef {object} Axis
 * @property {number} low the value at its beginning
 * @property {number} high the value at its end
 * @property {boolean} [log] equal ways along it are equal factors; both ends are more than 0
 * @property {boolean} [held] what lies beyond an end stands on it: zero on the low end of an axis of factors
 * @property {number} [inset] px between the edge of the plot and the low end
 */

/**
 * A value's place in px; NaN for what has none.
 * @typedef {((value: number) => number) & { low: number, high: number, valueAt: (px: number) => number }} Scale
 */

/** @param {number} v @param {number} low @param {number} high */
const within = (v, low, high) => Math.min(high, Math.max(low, v))

/** How far along from low to high, 0 … 1, also where their distance is more than a number can be. @param {number} v @param {number} low @param {number} high */
function shareOf(v, low, high) {
  const span = high - low
  if (span === 0) return 0 // one value alone stands at the beginning
  return Number.isFinite(span) ? (v - low) / span : (v / 2 - low / 2) / (high / 2 - low / 2)
}

/** The value so far along. @param {number} share @param {number} low @param {number} high */
const along = (share, low, high) => (Number.isFinite(high - low) ? low + share * (high - low) : (1 - share) * low + share * high)

/**
 * The scale of an axis that goes from one px to another. Its `valueAt` never leaves the axis.
 * @param {Axis} axis
 * @param {number} from px of the low end
 * @param {number} to px of the high end
 * @returns {Scale}
 */
export function scaleOf({ low, high, log = false, held = false }, from, to) {
  const [forth, back] = log ? [Math.log, Math.exp] : [Number, Number]
  const [first, last] = [forth(low), forth(high)]
  /** @param {number} value */
  function place(value) {
    const v = held ? within(value, low, high) : value
    return from + shareOf(forth(v), first, last) * (to - from)
  }
  /** @param {number} px */
  const valueAt = px => within(back(along(to === from ? 0 : within((px - from) / (to - from), 0, 1), first, last)), low, high)
  return Object.assign(place, { low, high, valueAt })
}

/**
 * Which of these values lies nearest to a place; null where there is none.
 * @param {Scale} scale
 * @param {Iterable<number>} values
 * @param {number} px
 * @returns {number | null}
 */
export function nearestValue(scale, values, px) {
  let best = null
  for (const v of values) if (best === null || Math.abs(scale(v) - px) < Math.abs(scale(best) - px)) best = v
  return best
}

/**
 * Places from top to bottom, moved so that at least `apart` px are between any two: where words at the ends of lines stand.
 * @param {number[]} wanted px
 * @param {number} apart px
 * @param {[top: number, bottom: number]} room where they stay; many words overflow at the top
 * @returns {number[]} in the order of `wanted`
 */
export function spreadApart(wanted, apart, [top, bottom]) {
  const order = wanted.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y)
  for (let k = 0; k < order.length; k++) order[k].y = Math.max(order[k].y, k ? order[k - 1].y + apart : top)
  for (let k = order.length - 1, most = bottom; k >= 0; k--, most -= apart) order[k].y = Math.min(order[k].y, most)
  return order.sort((a, b) => a.i - b.i).map(({ y }) => y)
}
