// Asks for sections, their colours and their patches. A body: uint32 length | JSON of the marks | the file, nothing for a sample.
import { askBytes, askJson } from '../../kit/ask.js'
import { concatBytes, parseBinary, requiredArray } from '../../kit/binary.js'
import { askParts } from '../../kit/streamed_answers.js'

/** @typedef {import('../marks.js').Mark} Mark */
/** @typedef {{ slide: string, file: Blob | null }} Slide */

let listing = null
/** The samples with their kinds and marks; asked again after a failure. */
export function tissueSamples() {
  listing ??= askJson('tissue_samples').catch(error => {
    listing = null
    throw error
  })
  return listing
}

const queryOf = ({ slide, file }) => (file ? {} : { sample: slide })
const bytesOf = async file => new Uint8Array(file ? await file.arrayBuffer() : 0)

/** @param {Slide} slide */
export async function askSection(slide) {
  const { head, arrays } = parseBinary(await askBytes('tissue_section', queryOf(slide), await bytesOf(slide.file)))
  return { size: head.size, picture: requiredArray(arrays, 'picture'), brown: requiredArray(arrays, 'brown') }
}

/**
 * Every part of an answer to `path`, as `part(head, arrays)`; throws what went wrong. Ends quietly where `signal` is aborted.
 * @param {string} path
 * @param {Slide} slide
 * @param {{ marks: readonly Mark[], kinds: number }} asked
 */
export async function askMarked(path, slide, { marks, kinds }, part, signal) {
  const text = new TextEncoder().encode(JSON.stringify({ kinds, strokes: marks }))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, text.length, true)
  const body = concatBytes(length, text, await bytesOf(slide.file))
  let wrong = null
  await askParts(
    path,
    queryOf(slide),
    body,
    buffer => {
      const { head, arrays } = parseBinary(buffer)
      if (head.error) wrong = Object.assign(new Error(head.error), { kind: 'refused' })
      else if (!signal.aborted) part(head, arrays)
    },
    signal,
  )
  if (wrong && !signal.aborted) throw wrong
}
