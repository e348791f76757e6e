// A canvas that is as large as its place and as fine as the screen.
import { bus } from './bus.js'

/**
 * What draws on a canvas. Every browser that shows the page has it.
 * @template {HTMLCanvasElement | OffscreenCanvas} Canvas
 * @param {Canvas} canvas
 */
export const contextOf = canvas =>
  /** @type {Canvas extends OffscreenCanvas ? OffscreenCanvasRenderingContext2D : CanvasRenderingContext2D} */ (canvas.getContext('2d'))

/** @typedef {import('./types.js').Theme} Theme */

/**
 * Calls draw(g, width, height, ratio) in CSS px whenever the canvas gets a size, another size, or another theme. A canvas in a hidden
 * tab has none, so nothing is drawn there. Returns a function that asks for one more painting in the next frame.
 * @param {HTMLCanvasElement} canvas
 * @param {(ctx: CanvasRenderingContext2D, width: number, height: number, ratio: number) => void} draw
 */
export function fitCanvas(canvas, draw) {
  const paint = () => {
    const { clientWidth: width, clientHeight: height } = canvas
    const ratio = devicePixelRatio || 1
    if (!width || !height) return
    const w = Math.round(width * ratio)
    const h = Math.round(height * ratio)
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h })
    const ctx = contextOf(canvas)
    ctx.save() // each painting begins with the pen as new, whatever the one before has left
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.clearRect(0, 0, width, height)
    draw(ctx, width, height, ratio)
    ctx.restore()
  }
  let due = 0
  const soon = () => {
    due ||= requestAnimationFrame(() => {
      due = 0
      paint()
    })
  }
  new ResizeObserver(soon).observe(canvas)
  bus.on('theme', soon)
  return soon
}

/**
 * Packed colours (see colour.js), `width` in a row, as a picture that drawImage takes.
 * @param {Uint32Array<ArrayBuffer>} pixels
 * @param {number} width
 * @param {number} height
 */
export function imageOf(pixels, width, height) {
  const canvas = new OffscreenCanvas(width, height)
  const data = new ImageData(new Uint8ClampedArray(pixels.buffer, pixels.byteOffset, pixels.byteLength), width, height)
  contextOf(canvas).putImageData(data, 0, 0)
  return canvas
}

/**
 * uint8 [height, width, 1 or 3] onto a canvas of that very size.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {number[]} shape
 */
export function paintPicture(canvas, values, [height, width, channels]) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const ctx = contextOf(canvas)
  const image = ctx.createImageData(width, height)
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = values[i * channels + (channels === 1 ? 0 : c)]
    image.data[4 * i + 3] = 255
  }
  ctx.putImageData(image, 0, 0)
}

/**
 * The page's own colours and type, as an element has them now.
 * @param {Element} element
 */
export function styleOf(element) {
  const computed = getComputedStyle(element)
  return {
    font: (weight = 400) => `${weight} ${computed.fontSize} ${computed.fontFamily}`,
    size: parseFloat(computed.fontSize),
    line: parseFloat(computed.lineHeight) || 1.3 * parseFloat(computed.fontSize),
    /** @param {string} token */
    of: token => computed.getPropertyValue(`--${token}`).trim(),
  }
}

/**
 * The theme that the page has now.
 * @returns {Theme}
 */
export const theme = () => (document.body.classList.contains('dark') ? 'dark' : 'light')
