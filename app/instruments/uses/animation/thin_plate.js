// A thin-plate spline through given points: of all smooth maps that take each point where it shall go, the one that bends least (Duchon 1977;
// Bookstein, IEEE PAMI 1989). Pure.

/** @typedef {readonly [number, number]} Place [x, y] */

/** The kernel r² log r², from the squared distance; 0 at the point itself. @param {number} squared */
const bending = squared => (squared > 0 ? squared * Math.log(squared) : 0)

/**
 * Solves a square system by elimination with row exchange, for several right sides at once; both are used up.
 * @param {number[][]} matrix [row][column]
 * @param {number[][]} right [row][side]
 * @returns {number[][] | null} [row][side]; null where the system has no one solution
 */
export function solve(matrix, right) {
  const n = matrix.length
  const largest = Math.max(...matrix.flat().map(Math.abs))
  for (let k = 0; k < n; k++) {
    let best = k
    for (let row = k + 1; row < n; row++) if (Math.abs(matrix[row][k]) > Math.abs(matrix[best][k])) best = row
    if (!(Math.abs(matrix[best][k]) > 1e-12 * largest)) return null
    ;[matrix[k], matrix[best]] = [matrix[best], matrix[k]]
    ;[right[k], right[best]] = [right[best], right[k]]
    for (let row = k + 1; row < n; row++) {
      const factor = matrix[row][k] / matrix[k][k]
      if (!factor) continue
      for (let column = k; column < n; column++) matrix[row][column] -= factor * matrix[k][column]
      right[row] = right[row].map((v, side) => v - factor * right[k][side])
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    right[k] = right[k].map((v, side) => {
      for (let column = k + 1; column < n; column++) v -= matrix[k][column] * right[column][side]
      return v / matrix[k][k]
    })
  }
  return right
}

/**
 * The spline that takes each of `from` to its place in `to`: a function of a place. Null where the points lie on one line or two are the same.
 * @param {Place[]} from at least three
 * @param {Place[]} to
 * @returns {((x: number, y: number) => [number, number]) | null}
 */
export function thinPlateSpline(from, to) {
  const n = from.length
  const row = (x, y) => [...from.map(([u, v]) => bending((x - u) ** 2 + (y - v) ** 2)), 1, x, y]
  const matrix = [...from.map(([x, y]) => row(x, y)), ...[0, 1, 2].map(k => [...from.map(p => (k ? p[k - 1] : 1)), 0, 0, 0])]
  const found = solve(matrix, [...to.map(([x, y]) => [x, y]), [0, 0], [0, 0], [0, 0]])
  if (!found) return null
  return (x, y) => {
    const terms = row(x, y)
    let [u, v] = [0, 0]
    for (let i = 0; i < n + 3; i++) {
      u += terms[i] * found[i][0]
      v += terms[i] * found[i][1]
    }
    return [u, v]
  }
}
