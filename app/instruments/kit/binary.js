// The binary answer: uint32 n | n bytes of JSON, padded so that 4 + n is a multiple of 4 | arrays, each padded to a multiple of 4.

/** @typedef {import('./types.js').NumberArray} NumberArray */
/** @typedef {import('./types.js').Forward} Forward */
/** @typedef {import('./types.js').Maps} Maps */

/** @typedef {{ head: Record<string, any>, arrays: Map<string, NumberArray> }} Answer its header as the server says it, and its arrays by name */

export const VERSION = 1
export class Unreadable extends Error {}

/**
 * Uint8Arrays behind each other, as one.
 * @param {...Uint8Array} parts
 */
export function concatBytes(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** @type {Record<string, Uint8ArrayConstructor | Float32ArrayConstructor>} */
const TYPES = { uint8: Uint8Array, float32: Float32Array }
/** @param {number[]} shape */
const product = shape => shape.reduce((a, b) => a * b, 1)
/** @type {(holds: unknown, what: string) => asserts holds} */
const assertThat = (holds, what) => {
  if (!holds) throw new Unreadable(what)
}

/** @param {string} text */
function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new Unreadable('its header is no JSON')
  }
}

/**
 * ArrayBuffer → { head, arrays: Map name → { values, shape } }. The arrays are views: nothing is copied.
 * @param {ArrayBuffer} buffer
 * @returns {Answer}
 */
export function parseBinary(buffer) {
  assertThat(buffer.byteLength >= 4, 'it is too short')
  const n = new DataView(buffer).getUint32(0, true)
  assertThat(n % 4 === 0 && 4 + n <= buffer.byteLength, 'its header does not fit in it')
  const head = parseJson(new TextDecoder().decode(new Uint8Array(buffer, 4, n)))
  assertThat(head?.version === VERSION, `it is of version ${head?.version}, this page reads ${VERSION}`)
  assertThat(Array.isArray(head.arrays), 'it names no arrays')
  /** @type {Answer['arrays']} */
  const arrays = new Map()
  let at = 4 + n
  for (const { name, type, shape } of head.arrays) {
    assertThat(
      Object.hasOwn(TYPES, type) && Array.isArray(shape) && shape.every(s => Number.isInteger(s) && s >= 0),
      `${name} is of no known type`,
    )
    const Type = TYPES[type]
    const length = product(shape)
    assertThat(at + length * Type.BYTES_PER_ELEMENT <= buffer.byteLength, `${name} is cut off`)
    arrays.set(name, { values: new Type(buffer, at, length), shape })
    at += Math.ceil((length * Type.BYTES_PER_ELEMENT) / 4) * 4
  }
  return { head, arrays }
}

/**
 * A number of the header: NaN comes as null and infinity quoted, as JSON has no word for them.
 * @param {unknown} v
 */
export const real = v => (v === null || v === undefined ? NaN : Number(v))

/**
 * An array that an answer must have.
 * @param {Answer['arrays']} arrays
 * @param {string} name
 */
export function requiredArray(arrays, name) {
  const found = arrays.get(name)
  assertThat(found, `${name} is missing`)
  return found
}

/**
 * @param {Answer['arrays']} arrays
 * @param {string} name
 * @param {number} dimensions
 * @returns {NumberArray}
 */
const takeArray = (arrays, name, dimensions) => {
  const found = arrays.get(name)
  assertThat(found && found.shape.length === dimensions, `${name} is missing`)
  return found
}

/**
 * @param {Answer} answer
 * @returns {Maps}
 */
function mapsOf({ head, arrays }) {
  const { layer, shape, factor, minimum, maximum } = head.maps ?? {}
  assertThat(typeof layer === 'string' && Array.isArray(shape), 'it has no maps')
  const codes = takeArray(arrays, 'codes', 3)
  const low = takeArray(arrays, 'low', 1).values
  const step = takeArray(arrays, 'step', 1).values
  assertThat(low.length === codes.shape[0] && step.length === codes.shape[0], 'a channel has no scale')
  return {
    network: head.network,
    layer,
    shape,
    factor: factor || 1,
    minimum: real(minimum),
    maximum: real(maximum),
    codes: codes.values,
    size: codes.shape,
    low,
    step,
  }
}

/**
 * An answer to `cnn/forward` → { seen, maps }.
 * @param {ArrayBuffer} buffer
 * @returns {{ seen: Forward, maps: Maps }}
 */
export function parseLook(buffer) {
  const answer = parseBinary(buffer)
  const { head, arrays } = answer
  assertThat(Array.isArray(head.layers) && head.layers.length > 0, 'it has no layers')
  const layers = head.layers.map((l, i) => ({
    name: l.name,
    channel: l.channel ?? null,
    minimum: real(l.minimum),
    maximum: real(l.maximum),
    low: real(l.low),
    step: real(l.step),
    thumbnail: takeArray(arrays, `thumbnail:${i}`, 2),
  }))
  const picture = /** @type {import('./types.js').ByteArray} */ (takeArray(arrays, 'picture', 3))
  const seen = {
    network: head.network,
    milliseconds: real(head.milliseconds),
    remembered: head.remembered === true,
    layers,
    picture,
    answered: arrays.get('answered') ?? null, // the picture that it answered: then there are no logits
    logits: /** @type {Float32Array} */ (takeArray(arrays, 'logits', 1).values),
    nothing: head.nothing ?? '', // a sentence where nothing is drawn: then the logits mean nothing
    found: head.found
      ? {
          ...head.found,
          steps: head.found.steps.map((/** @type {any} */ step, /** @type {number} */ i) => ({
            ...step,
            picture: arrays.get(`step:${i}`),
          })),
        }
      : null,
  }
  return { seen, maps: { ...mapsOf(answer), picture: picture.values } }
}

/**
 * An answer to `cnn/feature_maps`.
 * @param {ArrayBuffer} buffer
 */
export const parseMaps = buffer => mapsOf(parseBinary(buffer))

/**
 * An answer to `cnn/channel` → { values: Float32Array, shape }.
 * @param {ArrayBuffer} buffer
 */
export const parseChannel = buffer => {
  const { arrays } = parseBinary(buffer)
  const found = arrays.get('values')
  assertThat(found, 'values is missing')
  return found
}

/**
 * Files as one body, each behind its length.
 * @param {Blob[]} files
 */
export async function filesBody(files) {
  const parts = []
  for (const file of files) {
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, file.size, true)
    parts.push(length, file)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
