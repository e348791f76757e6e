// Files as one zip, unpacked: what a folder holds travels as what the server reads anyway. Pure. (APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16)

const POLYNOMIAL = 0xedb88320 // of CRC-32, reflected
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
  return value
})
const UTF8 = 0x800 // bit 11: names are in UTF-8
const VERSION = 20 // of the format that is needed to read it
const DAY = 0x21 // 1 January 1980, the first that a zip can say

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let value = 0xffffffff
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

/**
 * Numbers, little end first: [bytes, value], …
 * @param {[2 | 4, number][]} fields
 */
function numbers(fields) {
  const made = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)))
  let at = 0
  for (const [size, value] of fields) {
    if (size === 2) made.setUint16(at, value, true)
    else made.setUint32(at, value, true)
    at += size
  }
  return new Uint8Array(made.buffer)
}

/**
 * @param {{ path: string, bytes: Uint8Array<ArrayBuffer> }[]} files
 */
export function storedZip(files) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const body = []
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const list = []
  let at = 0
  for (const { path, bytes } of files) {
    const name = new TextEncoder().encode(path)
    /** @type {[2 | 4, number][]} */
    const about = [
      [2, VERSION],
      [2, UTF8],
      [2, 0], // stored
      [2, 0], // midnight
      [2, DAY],
      [4, crc32(bytes)],
      [4, bytes.length],
      [4, bytes.length],
      [2, name.length],
      [2, 0],
    ]
    const head = numbers([[4, 0x04034b50], ...about])
    body.push(head, name, bytes)
    list.push(numbers([[4, 0x02014b50], [2, VERSION], ...about, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), name)
    at += head.length + name.length + bytes.length
  }
  const length = list.reduce((sum, part) => sum + part.length, 0)
  const end = numbers([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, length],
    [4, at],
    [2, 0],
  ])
  return new Blob([...body, ...list, end], { type: 'application/zip' })
}
