// The cell of maps whose value is largest, as their codes say it. Pure.
import { asMaps } from '../kit/geometry.js'

/**
 * { channel, row, col } of the largest |value| in one channel, or in all of them (null).
 * @param {import('../kit/types.js').Maps} maps
 * @param {number | null} channel
 */
export function strongest({ shape, codes, size: [, height, width], low, step, factor }, channel) {
  const [count, rows, columns] = asMaps(shape)
  const [first, end] = channel === null ? [0, count] : [channel, channel + 1]
  let best = { channel: first, at: 0, size: -1 }
  for (let c = first; c < end; c++)
    for (let at = 0; at < height * width; at++) {
      const size = Math.abs(low[c] + step[c] * codes[c * height * width + at])
      if (size > best.size) best = { channel: c, at, size }
    }
  const place = (cell, cells) => Math.min(cells - 1, cell * factor + ((factor - 1) >> 1)) // the middle of the cells that a mean is of
  return { channel: best.channel, row: place(Math.floor(best.at / width), rows), col: place(best.at % width, columns) }
}
