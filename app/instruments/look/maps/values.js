// What the maps on the screen say: values from codes or exact ones, and the scale they are coloured by. Pure.
import { scale } from '../../kit/colour.js'
import { asMaps, isVector } from '../../kit/geometry.js'

/** The value of a cell as its code says it; of a reduced map, the mean of the cells around it. */
export function approximate({ codes, size: [, height, width], low, step, factor }, channel, row, col) {
  const y = Math.min(height - 1, Math.floor(row / factor))
  const x = Math.min(width - 1, Math.floor(col / factor))
  return low[channel] + step[channel] * codes[(channel * height + y) * width + x]
}

/** A vector's units from its codes; exact where every unit came with a scale of its own. */
export function units(maps) {
  const [count] = asMaps(maps.shape)
  if (maps.low.length === count) return { values: Float32Array.from(maps.low), exact: maps.step.every(s => !(s > 0)) }
  return { values: Float32Array.from(maps.codes, code => maps.low[0] + maps.step[0] * code), exact: !(maps.step[0] > 0) }
}

export const rangeOfChannel = (maps, channel) => [maps.low[channel], maps.low[channel] + 255 * maps.step[channel]]

const bounds = values => {
  let low = Infinity
  let high = -Infinity
  for (const v of values) {
    if (v < low) low = v
    if (v > high) high = v
  }
  return [low, high]
}

/** Where the scale ends for a channel (null: for no channel in particular), and whether it has a negative half. */
export function scaleOf({ maps, seen }, scope, channel, exact = null) {
  const whole = isVector(maps.shape) // every unit its own scale would say nothing: a vector is one channel
  /** @type {any} */
  const own = whole ? [maps.minimum, maps.maximum] : channel === null ? null : exact ? bounds(exact) : rangeOfChannel(maps, channel)
  return scale({ scope, layer: [maps.minimum, maps.maximum], layers: seen.layers.map(l => [l.minimum, l.maximum]), channel: own })
}

/** The most that a colour can be off, over all channels: half a step. */
export const halfStep = maps => maps.step.reduce((most, s) => Math.max(most, s || 0), 0) / 2
