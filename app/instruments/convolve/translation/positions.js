// What two networks answer wherever a picture is moved to: places are [down, right] in pixels, both from −reach to reach. Pure.
import { softmax } from '../../kit/softmax.js'
import { parseBinary, real } from '../../kit/binary.js'

/** An answer to `cnn/translations`, with what is asked of it again and again. */
export function read(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const array = name => arrays.get(name) ?? { values: new Float32Array(), shape: [0, 0, 0] }
  const { values: logits, shape: [side, , classes] } = array('logits') // prettier-ignore
  const [alike, follow] = ['alike', 'follow'].map(name => array(name).values)
  const layers = (head.layers ?? []).map((layer, i) => {
    const { values, shape } = array(`codes:${i}`)
    const bounds = { minimum: real(layer.minimum), maximum: real(layer.maximum), low: real(layer.low), step: real(layer.step) }
    const at = head.names.indexOf(layer.name) * side * side
    const apart = layer.apart === null ? null : real(layer.apart)
    const of = values => values.subarray(at, at + side * side)
    return {
      name: layer.name,
      channel: layer.channel,
      apart,
      ...bounds,
      codes: values,
      size: shape.slice(2),
      alike: of(alike),
      follow: of(follow),
    }
  })
  const probabilities = new Float64Array(logits.length)
  for (let from = 0; from < logits.length; from += classes) probabilities.set(softmax(logits.subarray(from, from + classes)), from)
  return withHome({ network: head.network, reach: head.reach, side, classes, picture: array('picture'), probabilities, layers })
}

/** With the answer at every place, the one at home, and at how many places it stays. */
function withHome(found) {
  const { side, classes, probabilities } = found
  const answers = Array.from({ length: side * side }, (_, at) => best(probabilities.subarray(at * classes, (at + 1) * classes)))
  const home = answers[(side * side - 1) / 2]
  return { ...found, answers, home, held: answers.filter(answer => answer === home).length }
}
const best = row => row.reduce((most, v, k) => (v > row[most] ? k : most), 0)

export const placeOf = ({ reach, side }, [down, right]) => (down + reach) * side + right + reach
export const distribution = (found, place) => {
  const at = placeOf(found, place) * found.classes
  return found.probabilities.subarray(at, at + found.classes)
}

/** Codes of one layer at a place. */
export function codesAt({ codes, size }, at) {
  const cells = size.reduce((a, b) => a * b, 1)
  return codes.subarray(at * cells, (at + 1) * cells)
}

/** How a layer's values lie in a picture: [rows, columns]; units in rows, as high as wide or nearly. */
export function gridOf(size) {
  if (size.length === 2) return size
  const columns = Math.ceil(Math.sqrt(size[0]))
  return [Math.ceil(size[0] / columns), columns]
}

export const within = ([down, right], reach) => [down, right].map(v => Math.max(-reach, Math.min(reach, Math.round(v))))

/** uint8 [height, width] moved; what leaves is gone, what comes in is 0. */
export function shifted(values, [height, width], [down, right]) {
  const made = new Uint8Array(height * width)
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y++)
    for (let x = Math.max(0, right); x < Math.min(width, width + right); x++) made[y * width + x] = values[(y - down) * width + x - right]
  return made
}

const LEAST = 26 // a tenth of full ink

/** Rows and columns with ink, [top, left, bottom, right], the last two one past it; null for an empty picture. */
export function inked(values, [height, width]) {
  const rows = []
  const columns = []
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (values[y * width + x] >= LEAST) {
        rows.push(y)
        columns.push(x)
      }
  return rows.length ? [Math.min(...rows), Math.min(...columns), Math.max(...rows) + 1, Math.max(...columns) + 1] : null
}

/** How far a picture can be moved without losing ink: [least down, least right, most down, most right], cut at the reach. */
export function roomFor(values, [height, width], reach) {
  const ink = inked(values, [height, width])
  if (!ink) return null
  const cut = v => Math.max(-reach, Math.min(reach, v))
  return [cut(-ink[0]), cut(-ink[1]), cut(height - ink[2]), cut(width - ink[3])]
}
