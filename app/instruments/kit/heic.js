// HEIC, as iPhones keep photographs: the server does not read it, some browsers do. What the browser reads goes on as a JPEG.
import { createElement } from './element.js'
import { contextOf } from './canvas.js'
const BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx']
const OURS = ['avif', 'avis'] // of the same family, and read by the server
const HEAD = 64 // bytes in which a file says what it is
const LONGEST = 4096 // px of the longer side: a phone's 48 megapixels are more than is taken
const QUALITY = 0.95

/**
 * Whether these first bytes are those of a HEIC file (ISO/IEC 23008-12): its own brand, else those that it also claims.
 * @param {Uint8Array} bytes
 */
export function isHeic(bytes) {
  /** @param {number} at */
  const word = at => String.fromCharCode(...bytes.subarray(at, at + 4))
  if (bytes.length < 12 || word(4) !== 'ftyp') return false
  const end = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.length)
  const brands = [word(8)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(word(at))
  const first = brands.find(brand => BRANDS.includes(brand) || OURS.includes(brand))
  return first ? BRANDS.includes(first) : ['mif1', 'msf1'].includes(brands[0])
}

/**
 * @param {ImageBitmap} bitmap
 * @returns {Promise<Blob | null>}
 */
async function toJpeg(bitmap) {
  const k = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map(side => Math.max(1, Math.round(side * k)))
  const canvas = createElement('canvas', { width, height })
  contextOf(canvas).drawImage(bitmap, 0, 0, width, height)
  return new Promise(done => canvas.toBlob(done, 'image/jpeg', QUALITY))
}

/**
 * A file as the server can read it: a HEIC as a JPEG of the same name where this browser decodes it, everything else as it is.
 * @template {Blob} Given
 * @param {Given & { name?: string }} file
 * @param {{ open?: (file: Blob) => Promise<ImageBitmap>, draw?: (bitmap: ImageBitmap) => Promise<Blob | null> }} with
 * @returns {Promise<(Given | File) & { name?: string }>}
 */
export async function toReadableFile(file, { open = globalThis.createImageBitmap, draw = toJpeg } = {}) {
  if (!(file instanceof Blob)) return file
  try {
    if (!isHeic(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()))) return file
    const bitmap = await open(file)
    const made = await draw(bitmap)
    bitmap.close?.()
    return made ? new File([made], file.name ?? '', { type: made.type }) : file
  } catch {
    return file // the server says what it is, and what to do
  }
}
