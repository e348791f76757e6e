// The colour law: zero is paper, positive is orange, negative is blue. The map for what cannot be negative is the positive half,
// so a colour means one value everywhere. Five stops from zero outward, interpolated in OKLab, 511 entries, 255 is zero.

/** @typedef {import('./types.js').Theme} Theme */

export const STOPS = {
  light: {
    positive: ['#f4f3ee', '#f3c68e', '#dd8a3a', '#a8530f', '#5e2500'],
    negative: ['#f4f3ee', '#a9c8e6', '#4c8fcb', '#1c5a99', '#08305c'],
  },
  dark: {
    positive: ['#1d1e20', '#5c3413', '#b06a23', '#eaa75a', '#ffe3bd'],
    negative: ['#1d1e20', '#1f4163', '#2f74b5', '#6fb0ec', '#cfe6ff'],
  },
}
/** What is neither positive nor negative nor zero: magenta is nowhere on the scale. */
const NO_NUMBER = { light: '#c2127a', dark: '#ff6ec0' }
export const ZERO = 255
export const LAST = 510

/** @param {string} hex */
const bytes = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16))
/** @param {number} byte */
const linear = byte => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4)
/** @param {number} v */
const gamma = v => Math.round(255 * Math.min(1, Math.max(0, v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055)))
/**
 * @param {number[][]} matrix
 * @param {number[]} v
 */
const multiply = (matrix, v) => matrix.map(row => row[0] * v[0] + row[1] * v[1] + row[2] * v[2])

// Björn Ottosson, "A perceptual color space for image processing", 2020.
const TO_CONES = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const TO_LAB = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]
const FROM_LAB = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
]
const FROM_CONES = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
]

/**
 * '#rrggbb' → OKLab [L, a, b].
 * @param {string} hex
 */
export const oklab = hex => multiply(TO_LAB, multiply(TO_CONES, bytes(hex).map(linear)).map(Math.cbrt))
/** @param {number[]} lab */
const fromOklab = lab =>
  multiply(
    FROM_CONES,
    multiply(FROM_LAB, lab).map(v => v ** 3),
  ).map(gamma)

/**
 * @param {string[]} stops
 * @param {number} entries
 */
function ramp(stops, entries) {
  const labs = stops.map(oklab)
  return Array.from({ length: entries }, (_, i) => {
    const x = (i / (entries - 1)) * (stops.length - 1)
    const from = Math.min(stops.length - 2, Math.floor(x))
    return fromOklab(labs[from].map((v, k) => v + (labs[from + 1][k] - v) * (x - from)))
  })
}
/** @param {number[]} rgb */
const packed = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0 // as ImageData lies in memory

/** @type {Partial<Record<Theme, Uint32Array<ArrayBuffer>>>} */
const tables = {}
/**
 * The 511 colours of a theme, packed for ImageData, with the one for what is no number after them.
 * @param {Theme} theme
 * @returns {Uint32Array<ArrayBuffer>}
 */
export function colours(theme) {
  return (tables[theme] ??= Uint32Array.from(
    [...ramp(STOPS[theme].negative, ZERO + 1).reverse(), ...ramp(STOPS[theme].positive, ZERO + 1).slice(1), bytes(NO_NUMBER[theme])],
    packed,
  ))
}

/**
 * Where a value lies on a scale that ends at ±`end`: 0 ... 510, or 511 for what is no number.
 * @param {number} value
 * @param {number} end
 */
export function scaleIndex(value, end) {
  if (Number.isNaN(value)) return LAST + 1
  if (!(end > 0)) return ZERO
  return ZERO + Math.round(ZERO * Math.min(1, Math.max(-1, value / end)))
}

/**
 * The colours of codes 0 ... 255 of a channel whose value is low + code · step.
 * @param {Uint32Array} table
 * @param {number} low
 * @param {number} step
 * @param {number} end
 */
export function coloursOfCodes(table, low, step, end) {
  return Uint32Array.from({ length: 256 }, (_, code) => table[scaleIndex(low + code * step, end)])
}

/** @param {number} packedColour */
const channels = packedColour => [packedColour & 255, (packedColour >> 8) & 255, (packedColour >> 16) & 255]
/**
 * A place on the scale as CSS has it.
 * @param {Theme} theme
 * @param {number} index
 */
export const css = (theme, index) => `rgb(${channels(colours(theme)[index]).join(' ')})`

/** @param {number[]} rgb */
const luminance = rgb => multiply([[0.2126, 0.7152, 0.0722]], rgb.map(linear))[0]
/**
 * Black or white, whichever is read better on that colour.
 * @param {Theme} theme
 * @param {number} index
 */
export function inkOn(theme, index) {
  const ground = luminance(channels(colours(theme)[index]))
  return 1.05 / (ground + 0.05) > (ground + 0.05) / 0.05 ? '#ffffff' : '#000000'
}

/**
 * @param {number} a
 * @param {number} b
 */
const largerDistance = (a, b) => Math.max(Math.abs(a), Math.abs(b))
/** @param {number} v */
const finite = v => (Number.isFinite(v) ? v : 0)
/**
 * The largest distance from zero of a range; a range that is no number counts as nothing.
 * @param {number} minimum
 * @param {number} maximum
 */
export const reach = (minimum, maximum) => largerDistance(finite(minimum), finite(maximum))

/**
 * The scale of a layer: where it ends under a scope, and whether it has a negative half (the layer decides, not the channel).
 * @param {{ scope: string, layer: [number, number], layers: [number, number][], channel?: [number, number] | null }} ranges ranges [minimum, maximum]
 * @returns {{ end: number | null, signed: boolean }}
 */
export function scale({ scope, layer, layers, channel }) {
  /** @type {Record<string, () => number | null>} */
  const ends = {
    channel: () => (channel ? reach(...channel) : null),
    layer: () => reach(...layer),
    network: () => Math.max(...layers.map(l => reach(...l))),
  }
  return { end: ends[scope](), signed: layer[0] < 0 }
}
