// A picture moved by a spline on a mesh: the spline is computed at the mesh's corners, between them the map is bilinear. Pure.
import { thinPlateSpline } from './thin_plate.js'

/** @typedef {import('./thin_plate.js').Place} Place */
/**
 * Where each corner of the mesh comes from in the picture.
 * @typedef {{ cells: number, x: Float32Array, y: Float32Array }} Mesh cells a side; (cells + 1)² corners, row by row, in px of the picture
 */

export const CELLS = 24

/** Eight places of the frame that stay where they are. @param {number} width @param {number} height @returns {Place[]} */
export const frameOf = (width, height) =>
  [0, 0.5, 1].flatMap(v => [0, 0.5, 1].map(u => /** @type {Place} */ ([u * (width - 1), v * (height - 1)]))).filter((_, i) => i !== 4)

/**
 * The mesh that moves `rest` to `moved` and holds the frame. Null where no spline goes through these points.
 * It says where a place of the new picture comes from, so the spline goes from `moved` back to `rest`.
 * @param {Place[]} rest points of the picture
 * @param {Place[]} moved where they shall be
 * @param {number} width px of the picture
 * @param {number} height
 * @returns {Mesh | null}
 */
export function meshOf(rest, moved, width, height) {
  const frame = frameOf(width, height)
  const spline = thinPlateSpline([...moved, ...frame], [...rest, ...frame])
  if (!spline) return null
  const corners = CELLS + 1
  const [x, y] = [new Float32Array(corners * corners), new Float32Array(corners * corners)]
  for (let row = 0; row < corners; row++)
    for (let column = 0; column < corners; column++) {
      const at = row * corners + column
      const [u, v] = spline((column * (width - 1)) / CELLS, (row * (height - 1)) / CELLS)
      x[at] = u
      y[at] = v
    }
  return { cells: CELLS, x, y }
}

/**
 * The picture as the mesh moves it: each pixel is read, bilinearly, where the mesh says that it comes from; beyond the frame its edge is read.
 * @param {Uint8ClampedArray} source RGBA
 * @param {number} width
 * @param {number} height
 * @param {Mesh} mesh
 * @param {Uint8ClampedArray} target RGBA, of the same size
 */
export function warp(source, width, height, mesh, target) {
  const corners = mesh.cells + 1
  for (let row = 0; row < height; row++) {
    const v = (row / (height - 1)) * mesh.cells
    const top = Math.min(Math.floor(v), mesh.cells - 1)
    for (let column = 0; column < width; column++) {
      const u = (column / (width - 1)) * mesh.cells
      const left = Math.min(Math.floor(u), mesh.cells - 1)
      const at = top * corners + left
      const [a, b] = [u - left, v - top]
      const x = between(mesh.x, at, corners, a, b)
      const y = between(mesh.y, at, corners, a, b)
      readPixel(source, width, height, x, y, target, 4 * (row * width + column))
    }
  }
}

/** @param {Float32Array} values @param {number} at @param {number} across @param {number} a @param {number} b */
const between = (values, at, across, a, b) =>
  (1 - b) * ((1 - a) * values[at] + a * values[at + 1]) + b * ((1 - a) * values[at + across] + a * values[at + across + 1])

function readPixel(source, width, height, x, y, target, to) {
  const [u, v] = [Math.min(Math.max(x, 0), width - 1), Math.min(Math.max(y, 0), height - 1)]
  const [left, top] = [Math.min(Math.floor(u), width - 2), Math.min(Math.floor(v), height - 2)]
  const [a, b] = [u - left, v - top]
  const at = 4 * (top * width + left)
  const below = at + 4 * width
  for (let c = 0; c < 3; c++)
    target[to + c] =
      (1 - b) * ((1 - a) * source[at + c] + a * source[at + 4 + c]) + b * ((1 - a) * source[below + c] + a * source[below + 4 + c])
  target[to + 3] = 255
}

/**
 * How much the picture is stretched in each cell of the mesh: the area there over the area that it comes from; 1 where nothing moves.
 * @param {Mesh} mesh
 * @param {number} width
 * @param {number} height
 * @returns {Float32Array} row by row
 */
export function stretch({ cells, x, y }, width, height) {
  const corners = cells + 1
  const whole = ((width - 1) * (height - 1)) / cells ** 2
  return Float32Array.from({ length: cells * cells }, (_, i) => {
    const at = Math.floor(i / cells) * corners + (i % cells)
    const ring = [at, at + 1, at + corners + 1, at + corners]
    const area = ring.reduce((sum, p, k) => sum + x[p] * y[ring[(k + 1) % 4]] - x[ring[(k + 1) % 4]] * y[p], 0) / 2
    return area > 0 ? whole / area : Infinity
  })
}
