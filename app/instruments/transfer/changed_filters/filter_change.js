// How far each filter has moved. Pure.

/** The middle one of values. */
const median = values => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/**
 * Kernels [out, in, y, x] before and after → [{ unit, share, before, after }], the farthest first; input 0 of each. `share`: the norm of the
 * change against the norm of the layer's middle filter. Against its own, a filter that is next to nothing would lead, however little it moved.
 */
export function moved(before, after) {
  const [units, inputs, rows, columns] = before.shape
  const size = inputs * rows * columns
  const norms = Array.from({ length: units }, (_, unit) => Math.hypot(...before.values.subarray(unit * size, (unit + 1) * size)))
  const typical = median(norms) || Math.max(...norms) // where more than half of them are nothing at all
  return Array.from({ length: units }, (_, unit) => {
    const [a, b] = [before, after].map(({ values }) => values.subarray(unit * size, (unit + 1) * size))
    const share = typical ? Math.hypot(...a.map((v, i) => b[i] - v)) / typical : 0
    return { unit, share, before: a.subarray(0, rows * columns), after: b.subarray(0, rows * columns) }
  }).sort((one, other) => other.share - one.share || one.unit - other.unit)
}

/** The largest weight of all that is shown. */
export const reachOf = pairs => pairs.reduce((most, { before, after }) => Math.max(most, ...[...before, ...after].map(Math.abs)), 0)
