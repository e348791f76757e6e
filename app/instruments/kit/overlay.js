// A map over a photograph. Light: the photograph goes grey and is multiplied by the map's colour, whose ramp is cut so that it stays
// readable under the maximum; zero leaves it alone. Dark: the photograph is dimmed and the colour laid on with alpha |v|^0.6.
import { colours, LAST, scaleIndex, ZERO } from './colour.js'
import { contextOf } from './canvas.js'

/** @typedef {import('./types.js').NumberArray} NumberArray */
/** @typedef {import('./types.js').ReceptiveField} ReceptiveField */
/** @typedef {import('./types.js').Theme} Theme */

export const CUT = { light: 1 / 1.3, dark: 1 }
const CONTRAST = 0.72
const DIM = 0.55
/** @param {number} packed */
const bytes = packed => [packed & 255, (packed >> 8) & 255, (packed >> 16) & 255]

/**
 * Value of map [rows, columns] at a point in cells, between four cells; outside, the nearest.
 * @param {NumberArray} map
 * @param {number} y
 * @param {number} x
 */
export function interpolate({ values, shape: [rows, columns] }, y, x) {
  const top = Math.min(rows - 1, Math.max(0, y))
  const left = Math.min(columns - 1, Math.max(0, x))
  const [r, c] = [Math.floor(top), Math.floor(left)]
  const [dr, dc] = [top - r, left - c]
  const at = (/** @type {number} */ row, /** @type {number} */ column) =>
    values[Math.min(rows - 1, row) * columns + Math.min(columns - 1, column)]
  return (1 - dr) * ((1 - dc) * at(r, c) + dc * at(r, c + 1)) + dr * ((1 - dc) * at(r + 1, c) + dc * at(r + 1, c + 1))
}

/**
 * Where a pixel lies among the cells of a map, as a fraction of cells: the middles of their fields are whole numbers. [y, x]
 * @param {ReceptiveField} field
 * @param {number[]} pixel
 */
export const cellAtPixel = ({ size, stride, offset, whole }, pixel) =>
  pixel.map((v, axis) => (whole ? 0 : (v - offset[axis] - size[axis] / 2) / stride[axis]))

/**
 * For every place of the scale how much of the grey level stays and what is added to it, as flat [place, r g b] each.
 * @param {Theme} theme
 * @param {number} opacity
 */
function blending(theme, opacity) {
  const table = colours(theme)
  const zero = bytes(table[ZERO])
  const keep = new Float32Array(3 * (LAST + 2))
  const add = new Float32Array(3 * (LAST + 2))
  for (let at = 0; at <= LAST + 1; at++) {
    const part = at > LAST ? 1 : (at - ZERO) / ZERO
    const cut = at > LAST ? at : ZERO + Math.round(ZERO * CUT[theme] * part)
    const alpha = opacity * Math.abs(part) ** 0.6
    bytes(table[cut]).forEach((c, i) => {
      keep[3 * at + i] = theme === 'dark' ? (1 - alpha) * DIM : 1 - opacity + (opacity * c) / zero[i]
      add[3 * at + i] = theme === 'dark' ? alpha * c : 0
    })
  }
  return { keep, add }
}
/**
 * @param {Theme} theme
 * @param {number} grey
 */
const dimmed = (theme, grey) => (theme === 'dark' ? grey : 255 - CONTRAST * (255 - grey))

/**
 * One colour over one grey level 0 … 255, [r, g, b]; `v` is −1 … 1 of the scale.
 * @param {Theme} theme
 * @param {number} grey
 * @param {number} v
 * @param {number} opacity
 */
export function blended(theme, grey, v, opacity) {
  const { keep, add } = blending(theme, opacity)
  const at = 3 * scaleIndex(v, 1)
  return [0, 1, 2].map(i => keep[at + i] * dimmed(theme, grey) + add[at + i])
}

/**
 * Paints `map` { values, shape } over a picture { values, shape: [h, w, c] } into a canvas of width × height device pixels.
 * `field`: what a cell sees; `inked`: white ink on nothing, shown as ink on paper where the page is light.
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {{ picture: NumberArray, map: NumberArray, field: ReceptiveField, end: number, opacity: number, theme: Theme, inked: boolean }} what
 * @param {number} width
 * @param {number} height
 */
export function paintOver(canvas, { picture, map, field, end, opacity, theme, inked }, width, height) {
  const [rows, columns, channels] = picture.shape
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const ctx = contextOf(canvas)
  const image = ctx.createImageData(width, height)
  const grey = greyOf(picture.values, rows * columns, channels, inked && theme === 'light').map(level => dimmed(theme, level))
  const { keep, add } = blending(theme, opacity)
  for (let y = 0, to = 0; y < height; y++) {
    const py = ((y + 0.5) / height) * rows
    for (let x = 0; x < width; x++, to += 4) {
      const px = ((x + 0.5) / width) * columns
      const [cy, cx] = cellAtPixel(field, [py, px])
      const level = grey[Math.min(rows - 1, Math.floor(py)) * columns + Math.min(columns - 1, Math.floor(px))]
      const at = 3 * scaleIndex(interpolate(map, cy, cx), end)
      for (let i = 0; i < 3; i++) image.data[to + i] = keep[at + i] * level + add[at + i]
      image.data[to + 3] = 255
    }
  }
  ctx.putImageData(image, 0, 0)
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} count
 * @param {number} channels
 * @param {boolean} inverted
 */
function greyOf(values, count, channels, inverted) {
  const grey = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const at = i * channels
    const level = channels === 1 ? values[at] : 0.2126 * values[at] + 0.7152 * values[at + 1] + 0.0722 * values[at + 2]
    grey[i] = inverted ? 255 - level : level
  }
  return grey
}
