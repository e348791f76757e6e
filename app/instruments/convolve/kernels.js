// The kernels one can pick, at any odd size; and what becomes of a kernel when its size changes. Pure.
// Smoothing is a row of binomials, a derivative such a row less the same row one further. At 3 × 3 they are the textbook's; larger ones
// are as strong as those: their weights' absolute values have the same sum.

export const SIZES = [1, 3, 5, 7, 9, 11]
export const PRESETS = ['identity', 'box', 'gaussian', 'sharpen', 'sobel_x', 'sobel_y', 'prewitt_x', 'prewitt_y', 'laplacian', 'emboss']

const convolved = (a, b) => {
  const both = new Array(a.length + b.length - 1).fill(0)
  a.forEach((v, i) => b.forEach((w, j) => (both[i + j] += v * w)))
  return both
}
const repeated = (row, times) => Array.from({ length: times }).reduce(so => convolved(so, row), [1])
/** k cells: [1 2 1], [1 4 6 4 1], … */
const smooth = k => repeated([1, 1], k - 1)
/** k cells: [−1 0 1], [−1 −2 0 2 1], … */
const firstDifference = k => convolved(repeated([1, 1], k - 3), [-1, 0, 1])
/** k cells: [1 −2 1], [1 0 −2 0 1], … */
const secondDifference = k => convolved(repeated([1, 1], k - 3), [1, -2, 1])
const ramp = k => Array.from({ length: k }, (_, i) => i - (k - 1) / 2)
const flat = k => new Array(k).fill(1)
const outer = (down, across) => down.flatMap(v => across.map(w => v * w))
const identity = k => outer(ramp(k), ramp(k)).map((_, i) => (i === (k * k - 1) / 2 ? 1 : 0))
const plus = (a, b) => a.map((v, i) => v + b[i])
const strength = weights => weights.reduce((sum, v) => sum + Math.abs(v), 0)
/** As strong as `most`, which is what it is at 3 × 3. */
const asStrong = (most, weights) => weights.map(v => (v * most) / strength(weights))
const laplacian = k =>
  k === 3 ? [0, 1, 0, 1, -4, 1, 0, 1, 0] : asStrong(8, plus(outer(secondDifference(k), smooth(k)), outer(smooth(k), secondDifference(k))))
const diagonal = k =>
  asStrong(
    8,
    outer(flat(k), flat(k)).map((_, i) => Math.floor(i / k) + (i % k) - (k - 1)),
  )

const BUILDERS = {
  identity: identity,
  box: k => outer(flat(k), flat(k)).map(v => v / (k * k)),
  gaussian: k => outer(smooth(k), smooth(k)).map(v => v / 4 ** (k - 1)),
  sharpen: k =>
    plus(
      identity(k),
      k === 3
        ? laplacian(3).map(v => -v)
        : plus(
            identity(k),
            BUILDERS.gaussian(k).map(v => -v),
          ),
    ),
  sobel_x: k => asStrong(8, outer(smooth(k), firstDifference(k))),
  sobel_y: k => asStrong(8, outer(firstDifference(k), smooth(k))),
  prewitt_x: k => asStrong(6, outer(flat(k), ramp(k))),
  prewitt_y: k => asStrong(6, outer(ramp(k), flat(k))),
  laplacian,
  emboss: k => plus(identity(k), diagonal(k)),
}

/** Weights of a preset, size × size of them, row by row; of size 1 there is only the identity. */
export function preset(key, size) {
  return Float32Array.from(size === 1 ? [1] : BUILDERS[key](size))
}

/** A kernel of that preset: one plane, no bias. */
export const presetKernel = (key, size) => ({
  key: size === 1 ? 'identity' : key,
  rows: size,
  columns: size,
  planes: [preset(key, size)],
  bias: 0,
  filter: null,
})

/** Weights in another window: what is beyond it falls away, what is new is zero; the middle stays the middle. */
export function resized(weights, [rows, columns], size) {
  const up = Math.floor((size - rows) / 2)
  const left = Math.floor((size - columns) / 2)
  return Float32Array.from({ length: size * size }, (_, at) => {
    const i = Math.floor(at / size) - up
    const j = (at % size) - left
    return i >= 0 && i < rows && j >= 0 && j < columns ? weights[i * columns + j] : 0
  })
}

/** The same kernel at another size: a preset is made anew, anything else is cut or surrounded by zeros and is then the visitor's own. */
export function atSize(kernel, size) {
  if (PRESETS.includes(kernel.key)) return presetKernel(kernel.key, size)
  const planes = kernel.planes.map(weights => resized(weights, [kernel.rows, kernel.columns], size))
  return { ...kernel, key: 'yours', rows: size, columns: size, planes }
}

export const LARGEST = 100 // a weight that is typed or dragged

/** The same kernel with another weight at `at` of plane `plane`, of `count` planes in sight: then it is the visitor's own. */
export function edited(kernel, plane, at, weight, count = kernel.planes.length) {
  const have = kernel.planes
  const planes = have.length >= count ? have : Array.from({ length: count }, (_, p) => have[p] ?? have[0])
  const limited = Math.min(LARGEST, Math.max(-LARGEST, weight))
  return { ...kernel, key: 'yours', planes: planes.map((weights, p) => (p === plane ? weights.with(at, limited) : weights)) }
}

export const READS = ['grey', 'r', 'g', 'b', 'rgb']

/**
 * Which planes of a kernel meet the planes that are read: its one plane meets them all; of three, each meets its own colour, and grey meets
 * the one that was chosen.
 */
export function matchPlanes(kernel, read) {
  const { planes } = kernel
  if (read === 'rgb') return planes.length === 3 ? [0, 1, 2] : [0, 0, 0]
  if (planes.length === 1) return [0]
  return [{ r: 0, g: 1, b: 2 }[read] ?? Math.min(planes.length - 1, kernel.filter?.in ?? 0)]
}

const GREY = [19595, 38470, 7471] // of 65 536, rounded: Pillow's own, so that its convert('L') gives the same bytes

/** uint8 [height, width, 1 or 3] → the planes that are read, as bytes. */
export function levels(values, [height, width, channels], read) {
  const at = channel => Uint8Array.from({ length: height * width }, (_, i) => values[i * channels + channel])
  if (channels === 1) return [at(0)]
  if (read === 'rgb') return [0, 1, 2].map(at)
  if (read !== 'grey') return [at({ r: 0, g: 1, b: 2 }[read])]
  const grey = i => (GREY[0] * values[3 * i] + GREY[1] * values[3 * i + 1] + GREY[2] * values[3 * i + 2] + 0x8000) >> 16
  return [Uint8Array.from({ length: height * width }, (_, i) => grey(i))]
}
/** A level 0 … 255 as the number that is multiplied: x / 255 in float32. */
export const UNIT = Float64Array.from({ length: 256 }, (_, level) => Math.fround(level / 255))
