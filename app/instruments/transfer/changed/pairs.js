// How far each filter has moved. Pure.

/** Kernels [out, in, y, x] before and after → [{ unit, share (of its length), before, after }], the farthest first; input 0 of each. */
export function moved(before, after) {
  const [units, inputs, rows, columns] = before.shape
  const size = inputs * rows * columns
  return Array.from({ length: units }, (_, unit) => {
    const [a, b] = [before, after].map(({ values }) => values.subarray(unit * size, (unit + 1) * size))
    const length = Math.hypot(...a)
    const share = length ? Math.hypot(...a.map((v, i) => b[i] - v)) / length : 0
    return { unit, share, before: a.subarray(0, rows * columns), after: b.subarray(0, rows * columns) }
  }).sort((one, other) => other.share - one.share || one.unit - other.unit)
}

/** The largest weight of all that is shown. */
export const reachOf = pairs => pairs.reduce((most, { before, after }) => Math.max(most, ...[...before, ...after].map(Math.abs)), 0)
