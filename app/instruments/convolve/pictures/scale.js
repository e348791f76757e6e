// One scale for all four pictures, so that half the size is seen as half the size. Pure.
import { extent } from '../convolution.js'

const SIDE = 224 // of a picture's place, in units of the page
const MOST = [230, 246] // height and width that a result may take before it meets what is beside it

/** px that a pixel takes, where a unit of the page takes `unit` px: the picture fills its place, and the largest result still fits. */
export function scaleOf(picture, results, unit) {
  const fills = SIDE / Math.max(...picture)
  const [rows, columns] = [0, 1].map(axis => Math.max(...results.map(size => size[axis])))
  return unit * Math.min(fills, MOST[0] / rows, MOST[1] / columns)
}

/** A window on the picture in px of it: { x, y, width, height } and the cells that it reads, where there are gaps between them. */
export function windowOn([row, col], { stride, padding, dilation }, [rows, columns], scale) {
  const [top, left] = [row * stride - padding, col * stride - padding]
  const at = (i, j) => ({ x: (left + j * dilation) * scale, y: (top + i * dilation) * scale })
  const [height, width] = [rows, columns].map(k => extent(k, dilation) * scale)
  const taps = []
  if (dilation > 1) for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) taps.push({ ...at(i, j), width: scale, height: scale })
  return { ...at(0, 0), width, height, taps }
}

/** A box that can still be seen and held: grown about its middle to `least` px. */
export function visible({ x, y, width, height }, least) {
  const [w, h] = [Math.max(least, width), Math.max(least, height)]
  return { x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h }
}
