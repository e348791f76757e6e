// Pictures on their way to the server: several together, and the next are made ready while those are taken.
import { toReadableFile } from '../kit/heic.js'
import { toSmallPicture } from '../kit/smaller_picture.js'

const MOST_FILES = 16 // of one question
const MOST_BYTES = 20e6 // of one question, unless a single file is larger
const TURNS = 2 // pictures that are decoded at a time: one of a phone takes 50 MB
const PIXELS = 40e6 // that a picture may have, until the page's words say it
const FIRST = 5 // files of the first question: something is seen soon

/**
 * What is sent of a file.
 * @param {any} source
 * @param {number} [pixels] that are taken
 */
export const ready = async (source, pixels = PIXELS) => toSmallPicture(await toReadableFile(source), { most: pixels })

/**
 * @param {Blob[]} sources
 * @param {number} from
 * @param {number} pixels
 */
async function batch(sources, from, pixels) {
  /** @type {Blob[]} */
  const some = []
  const wanted = sources.slice(from, from + (from ? MOST_FILES : FIRST))
  for (let i = 0; i < wanted.length; i += TURNS)
    some.push(...(await Promise.all(wanted.slice(i, i + TURNS).map(one => ready(one, pixels)))))
  let bytes = 0
  const over = some.findIndex((file, i) => (bytes += file.size) > MOST_BYTES && i > 0)
  return over < 0 ? some : some.slice(0, over)
}

/**
 * Files, some at a time: { files: as they are sent, done: how many have been given }.
 * @param {Blob[]} sources
 * @param {number} [pixels] that a picture may have
 */
export async function* readyInBatches(sources, pixels = PIXELS) {
  let next = batch(sources, 0, pixels)
  for (let done = 0; done < sources.length;) {
    const files = await next
    done += files.length
    if (done < sources.length) next = batch(sources, done, pixels)
    yield { files, done }
  }
}
