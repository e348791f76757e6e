// What nn.Conv2d, ReLU and pooling do, in float64. A plane is a flat list of numbers, row by row, with its [height, width]. Pure.
// The kernel is not turned over: this is cross-correlation, as everywhere in the field.

export const FILLS = ['zeros', 'reflect', 'replicate']

/** How far a window reaches: d (k − 1) + 1. */
export const extent = (k, dilation = 1) => dilation * (k - 1) + 1

/** Places that a window of k cells has along n: ⌊(n + 2p − d (k − 1) − 1) / s⌋ + 1, and 0 where it does not fit. */
export const places = (n, k, { stride = 1, padding = 0, dilation = 1 } = {}) =>
  Math.max(0, Math.floor((n + 2 * padding - extent(k, dilation)) / stride) + 1)

/**
 * Whether torch would take it too: the window fits, and reflection has enough to reflect.
 * @param {number[]} size
 * @param {number[]} cells
 * @param {any} [rule]
 */
export function fits([height, width], [rows, columns], rule = {}) {
  const { padding = 0, fill = 'zeros' } = rule
  if (padding && fill === 'reflect' && padding >= Math.min(height, width)) return false
  return places(height, rows, rule) > 0 && places(width, columns, rule) > 0
}

/** The cell of 0 … n − 1 that stands at `at`, which may lie in the padding; −1 for one that is filled with zero. */
export function source(at, n, fill) {
  if (at >= 0 && at < n) return at
  if (fill === 'zeros') return -1
  if (fill === 'replicate') return at < 0 ? 0 : n - 1
  return at < 0 ? -at : 2 * (n - 1) - at
}

/** A plane with its padding around it → { values, size: [height, width] }. */
export function padded(plane, [height, width], { padding = 0, fill = 'zeros' } = {}) {
  const across = width + 2 * padding
  const values = new Float64Array((height + 2 * padding) * across)
  for (let y = -padding; y < height + padding; y++) {
    const from = source(y, height, fill)
    if (from < 0) continue
    for (let x = -padding; x < width + padding; x++) {
      const column = source(x, width, fill)
      if (column >= 0) values[(y + padding) * across + x + padding] = plane[from * width + column]
    }
  }
  return { values, size: [height + 2 * padding, across] }
}

/**
 * Padded planes under their kernels, summed, plus a bias → { values: Float64Array, size }. Row by row, four weights at a time, so that the
 * innermost loop is products and sums and little else; a weight of zero costs nothing. `onto`: values that it is added to, in their place.
 */
export function correlate(planes, kernels, [rows, columns], { stride = 1, dilation = 1, bias = 0, onto = null } = {}) {
  const [high, across] = planes[0].size
  const height = places(high, rows, { stride, dilation })
  const width = places(across, columns, { stride, dilation })
  const values = onto ?? new Float64Array(height * width).fill(bias)
  planes.forEach(({ values: cells }, p) => {
    const { offsets, weights } = taps(kernels[p], [rows, columns], across, dilation)
    for (let y = 0; y < height; y++) {
      const row = values.subarray(y * width, (y + 1) * width)
      for (let t = 0; t < weights.length; t += 4) add(row, cells, y * stride * across, stride, offsets, weights, t)
    }
  })
  return { values, size: [height, width] }
}

/** The weights that are not zero, filled up to a multiple of four, and how far from the window's corner each reads. */
function taps(kernel, [rows, columns], across, dilation) {
  const offsets = []
  const weights = []
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      if (kernel[i * columns + j] !== 0) {
        offsets.push((i * across + j) * dilation)
        weights.push(kernel[i * columns + j])
      }
  while (weights.length % 4) {
    offsets.push(0)
    weights.push(0)
  }
  return { offsets: Int32Array.from(offsets), weights: Float64Array.from(weights) }
}

function add(row, cells, start, stride, offsets, weights, t) {
  const [a, b, c, d] = [weights[t], weights[t + 1], weights[t + 2], weights[t + 3]]
  let [i, j, k, l] = [start + offsets[t], start + offsets[t + 1], start + offsets[t + 2], start + offsets[t + 3]]
  for (let x = 0; x < row.length; x++) {
    row[x] += a * cells[i] + b * cells[j] + c * cells[k] + d * cells[l]
    i += stride
    j += stride
    k += stride
    l += stride
  }
}

/**
 * The cells under the window of one result cell, in one plane: values, where each lies in it (−1, −1 in the zeros around it).
 * @param {any} plane
 * @param {number[]} size
 * @param {number[]} cells
 * @param {any} rule
 * @param {number[]} at
 */
export function patch(plane, [height, width], [rows, columns], { stride = 1, padding = 0, fill = 'zeros', dilation = 1 }, [row, col]) {
  const values = new Float64Array(rows * columns)
  const cells = []
  for (let i = 0; i < rows; i++) {
    const y = source(row * stride - padding + i * dilation, height, fill)
    for (let j = 0; j < columns; j++) {
      const x = source(col * stride - padding + j * dilation, width, fill)
      const inside = y >= 0 && x >= 0
      if (inside) values[i * columns + j] = plane[y * width + x]
      cells.push(inside ? [y, x] : [-1, -1])
    }
  }
  return { values, cells }
}

export function relu(values) {
  const positive = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) if (values[i] > 0) positive[i] = values[i]
  return positive
}

/** Pooling with a window of size × size that moves by its own size → { values, size, winners }: of a maximum the cell that won, else −1. */
export function pool(values, [height, width], kind, size) {
  const down = places(height, size, { stride: size })
  const across = places(width, size, { stride: size })
  const pooled = new Float64Array(down * across)
  const winners = new Int32Array(down * across).fill(-1)
  const largest = kind === 'max'
  for (let y = 0; y < down; y++)
    for (let x = 0; x < across; x++) {
      const corner = (y * width + x) * size
      let best = corner
      let sum = 0
      for (let i = 0; i < size; i++)
        for (let at = corner + i * width, end = at + size; at < end; at++) {
          sum += values[at]
          if (values[at] > values[best]) best = at // the first of equals wins, as in torch
        }
      pooled[y * across + x] = largest ? values[best] : sum / (size * size)
      if (largest) winners[y * across + x] = best
    }
  return { values: pooled, size: [down, across], winners }
}

/** The least, the largest, and how many are zero or less. */
export function range(values) {
  let minimum = Infinity
  let maximum = -Infinity
  let quiet = 0
  for (let i = 0; i < values.length; i++) {
    const v = values[i]
    if (v < minimum) minimum = v
    if (v > maximum) maximum = v
    if (v <= 0) quiet++
  }
  return { minimum, maximum, quiet }
}
