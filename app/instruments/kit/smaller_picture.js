// A photograph as large as a server keeps it is made small before it travels: 4 MB of a phone become a tenth of one.
import { createElement } from './element.js'
import { contextOf } from './canvas.js'

const LARGE = 1e6 // bytes from which on it is worth decoding
const SHORT = 512 // px of the shorter side: twice what is kept of it
const QUALITY = 0.9
const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif']

/**
 * @param {ImageBitmap} bitmap
 * @returns {Promise<Blob | null>}
 */
async function toJpeg(bitmap) {
  const canvas = createElement('canvas', { width: bitmap.width, height: bitmap.height })
  const context = contextOf(canvas)
  context.fillStyle = '#fff' // what is transparent is laid on white, as the server does
  context.fillRect(0, 0, bitmap.width, bitmap.height)
  context.drawImage(bitmap, 0, 0)
  return new Promise(done => canvas.toBlob(done, 'image/jpeg', QUALITY))
}

/**
 * The same picture, upright, its shorter side 512 px; as it is where it is small already, of another type, too large in pixels to be taken, or
 * this browser cannot decode it: the server says what is wrong with it.
 * @param {Blob & { name?: string }} file
 * @param {{ most: number, open?: typeof createImageBitmap, draw?: typeof toJpeg }} how `most`: pixels that are taken
 * @returns {Promise<Blob & { name?: string }>}
 */
export async function toSmallPicture(file, { most, open = globalThis.createImageBitmap, draw = toJpeg }) {
  if (!(file instanceof Blob) || file.size <= LARGE || !TYPES.includes(file.type)) return file
  try {
    const whole = await open(file)
    const [short, pixels] = [Math.min(whole.width, whole.height), whole.width * whole.height]
    const k = SHORT / short
    const small =
      k >= 1 || pixels > most
        ? null
        : await open(whole, {
            resizeWidth: Math.round(whole.width * k),
            resizeHeight: Math.round(whole.height * k),
            resizeQuality: 'medium',
          })
    whole.close()
    const made = small && (await draw(small))
    small?.close()
    return made && made.size < file.size ? new File([made], file.name ?? '', { type: made.type }) : file
  } catch {
    return file
  }
}
