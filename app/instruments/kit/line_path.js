// A line to see through points that are measured or meant. Pure.

/**
 * A curve through points [x, y] that goes no higher and no lower than they do between any two: Fritsch and Carlson, 1980.
 * @param {number[][]} points
 * @param {number} parts
 * @returns {number[][]}
 */
export function monotoneCurve(points, parts = 6) {
  const slopes = points.slice(1).map(([x, y], i) => (y - points[i][1]) / (x - points[i][0]))
  /** @type {number[]} */
  const turn = points.map((_, i) => {
    const [before, after] = [slopes[i - 1], slopes[i]]
    if (before === undefined || after === undefined) return before ?? after
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after) // never steeper than the flatter side allows
  })
  /**
   * @param {number} i
   * @param {number} s
   */
  const between = (i, s) => {
    const [[x0, y0], [x1, y1]] = [points[i], points[i + 1]]
    const h = x1 - x0
    const [a, b] = [s * s * (3 - 2 * s), s * (1 - s)]
    return [x0 + s * h, y0 + a * (y1 - y0) + h * b * ((1 - s) * turn[i] - s * turn[i + 1])]
  }
  return points.flatMap((point, i) => (i === points.length - 1 ? [point] : Array.from({ length: parts }, (_, k) => between(i, k / parts))))
}
