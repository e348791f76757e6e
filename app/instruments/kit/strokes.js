// A drawing as bytes: for each stroke uint8 pen width, uint16 number of points (little end first), that many (uint8 x, uint8 y).
// The board is 255 × 255 whatever its size on the screen, so a whole digit fits in an address.

/** @typedef {{ pen: number, points: number[] }} Stroke its width, and x, y of every point in turn */

export const BOARD = 255
const NEAREST = 2 // units: closer points say nothing new
const MOST_POINTS = 65535

/**
 * Strokes → bytes.
 * @param {Stroke[]} strokes
 */
export function encode(strokes) {
  /** @type {number[]} */
  const bytes = []
  for (const { pen, points } of strokes) {
    const n = points.length / 2
    bytes.push(pen, n & 255, n >> 8, ...points)
  }
  return Uint8Array.from(bytes)
}

/**
 * Bytes → strokes; anything that is not a whole drawing is null.
 * @param {Uint8Array} bytes
 */
export function decode(bytes) {
  /** @type {Stroke[]} */
  const strokes = []
  for (let at = 0; at < bytes.length;) {
    if (at + 3 > bytes.length) return null
    const pen = bytes[at]
    const end = at + 3 + 2 * (bytes[at + 1] + 256 * bytes[at + 2])
    if (end > bytes.length || end === at + 3 || pen === 0) return null
    strokes.push({ pen, points: [...bytes.subarray(at + 3, end)] })
    at = end
  }
  return strokes
}

/**
 * Bytes as text for an address.
 * @param {Uint8Array} bytes
 */
export const toText = bytes => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
/**
 * And back; null for what is none.
 * @param {string} text
 */
export function fromText(text) {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0))
  } catch {
    return null
  }
}

/** @param {number} v */
const unit = v => Math.min(BOARD, Math.max(0, Math.round(v * BOARD)))
/**
 * A stroke one point longer, from fractions of the board's sides; the same stroke where the point is too near the last.
 * @param {Stroke} stroke
 * @param {number} fractionX
 * @param {number} fractionY
 */
export function extendStroke(stroke, fractionX, fractionY) {
  const { points } = stroke
  const x = unit(fractionX)
  const y = unit(fractionY)
  if (points.length && Math.hypot(x - points[points.length - 2], y - points[points.length - 1]) < NEAREST) return stroke
  return points.length / 2 >= MOST_POINTS ? stroke : { ...stroke, points: [...points, x, y] }
}

/**
 * Paints strokes on a board `side` px wide, as smooth curves through the middles between points.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Stroke[]} strokes
 * @param {number} side
 * @param {string} colour
 */
export function paintStrokes(ctx, strokes, side, colour) {
  const k = side / BOARD
  Object.assign(ctx, { strokeStyle: colour, lineCap: 'round', lineJoin: 'round' })
  for (const { pen, points: p } of strokes) {
    ctx.lineWidth = pen * k
    ctx.beginPath()
    ctx.moveTo(p[0] * k, p[1] * k)
    for (let i = 2; i + 3 < p.length; i += 2)
      ctx.quadraticCurveTo(p[i] * k, p[i + 1] * k, ((p[i] + p[i + 2]) / 2) * k, ((p[i + 1] + p[i + 3]) / 2) * k)
    ctx.lineTo(p[p.length - 2] * k + (p.length === 2 ? 0.01 : 0), p[p.length - 1] * k) // a dot is a line too
    ctx.stroke()
  }
}
