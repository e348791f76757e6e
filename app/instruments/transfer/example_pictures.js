// Small squares of examples, as the server keeps them.
import { askBytes } from '../kit/ask.js'
import { parseBinary } from '../kit/binary.js'

const AT_ONCE = 200 // ids of one question

/**
 * Small squares of examples: Map id → { values, shape }.
 * @param {number[]} ids
 * @param {number} side px
 */
export async function examplePictures(ids, side) {
  const found = new Map()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { head, arrays } = parseBinary(await askBytes('example_pictures', { ids: ids.slice(at, at + AT_ONCE).join(','), side }))
    const { values, shape } = arrays.get('pictures') ?? { values: new Uint8Array(), shape: [0] }
    const size = shape.slice(1).reduce((a, b) => a * b, 1)
    head.ids.forEach((id, i) => found.set(id, { values: values.subarray(i * size, (i + 1) * size), shape: shape.slice(1) }))
  }
  return found
}
