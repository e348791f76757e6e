// Paints the moved portrait, and over it what somebody asked to see: the mesh, the points, where it is stretched.
import { createElement } from '../../kit/element.js'
import { contextOf } from '../../kit/canvas.js'
import { meshOf, stretch, warp } from './warp.js'
import { SIDE } from './portrait.js'

/** @typedef {import('./thin_plate.js').Place} Place */
/** @typedef {import('./warp.js').Mesh} Mesh */

const LINES = 2 // cells of the mesh from one drawn line to the next
const MILD = 1.12 // times that an area may be stretched before it is marked

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import('./portrait.js').Portrait} portrait
 * @param {Place[]} moved
 * @param {{ mesh: boolean, stretch: boolean }} shows
 * @param {{ accent: string, danger: string, paper: string }} colours
 * @returns {number} how much it is stretched where it is stretched most
 */
export function paintMoved(canvas, portrait, moved, shows, colours) {
  const { pixels, points } = portrait
  const mesh = meshOf(points, moved, SIDE, SIDE)
  if (canvas.width !== SIDE || canvas.height !== SIDE) Object.assign(canvas, { width: SIDE, height: SIDE })
  const ctx = contextOf(canvas)
  const out = ctx.createImageData(SIDE, SIDE)
  if (mesh) warp(pixels.data, SIDE, SIDE, mesh, out.data)
  ctx.putImageData(mesh ? out : pixels, 0, 0)
  if (!mesh) return 1
  const stretched = stretch(mesh, SIDE, SIDE)
  if (shows.stretch) paintStretch(ctx, stretched, mesh.cells, colours.danger)
  if (shows.mesh) paintMesh(ctx, portrait, moved, colours)
  return stretched.reduce((most, v) => (Number.isFinite(v) && v > most ? v : most), 1)
}

function paintStretch(ctx, stretched, cells, colour) {
  ctx.fillStyle = colour
  const side = SIDE / cells
  stretched.forEach((v, i) => {
    if (v < MILD) return
    ctx.globalAlpha = Math.min((v - MILD) / 0.6 + 0.2, 0.7)
    ctx.fillRect((i % cells) * side, Math.floor(i / cells) * side, side, side)
  })
  ctx.globalAlpha = 1
}

function paintMesh(ctx, { points }, moved, { accent, paper }) {
  const forward = meshOf(moved, points, SIDE, SIDE)
  if (!forward) return
  const corners = forward.cells + 1
  const place = (row, column) => /** @type {const} */ ([forward.x[row * corners + column], forward.y[row * corners + column]])
  ctx.strokeStyle = paper
  ctx.globalAlpha = 0.55
  ctx.lineWidth = 1
  for (let a = 0; a < corners; a += LINES)
    for (const at of [b => place(a, b), b => place(b, a)]) {
      ctx.beginPath()
      for (let b = 0; b < corners; b++) ctx.lineTo(...at(b))
      ctx.stroke()
    }
  ctx.globalAlpha = 1
  paintPoints(ctx, moved, accent, paper)
}

/** @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} ctx @param {readonly Place[]} points @param {string} fill @param {string} edge */
export function paintPoints(ctx, points, fill, edge) {
  for (const [x, y] of points) {
    ctx.beginPath()
    ctx.arc(x, y, 4, 0, 2 * Math.PI)
    ctx.fillStyle = fill
    ctx.strokeStyle = edge
    ctx.lineWidth = 1.5
    ctx.fill()
    ctx.stroke()
  }
}

/**
 * The picture with a mark burnt into it that says what it is, as a PNG.
 * @param {HTMLCanvasElement} canvas
 * @param {string} mark
 * @returns {Promise<Blob | null>}
 */
export function marked(canvas, mark) {
  const [copy, factor] = [createElement('canvas'), 2]
  Object.assign(copy, { width: factor * SIDE, height: factor * SIDE })
  const ctx = contextOf(copy)
  ctx.imageSmoothingQuality = 'high'
  ctx.drawImage(canvas, 0, 0, copy.width, copy.height)
  const line = 34
  ctx.fillStyle = '#000'
  ctx.fillRect(0, copy.height - line, copy.width, line)
  ctx.fillStyle = '#fff'
  ctx.font = '600 20px sans-serif'
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.fillText(mark, copy.width / 2, copy.height - line / 2, copy.width - 16)
  return new Promise(done => copy.toBlob(done, 'image/png'))
}
