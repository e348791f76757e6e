// The samples, listed once by the server, and one of them as a source.
import { askJson, retryWhileOffline, resolveUrl, RequestError } from './ask.js'
import { fromText } from './strokes.js'

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').Sample} Sample */

/** @type {Promise<Sample[]> | null} */
let listing = null
/**
 * [{ key, title, drawing, url | ink, credit }]; asked again after a failure.
 * @returns {Promise<Sample[]>}
 */
export function samples() {
  listing ??= askJson('samples').catch(error => {
    listing = null
    throw error
  })
  return listing
}

/**
 * A sample as a source: { strokes | file, sample }.
 * @param {Sample} sample
 * @returns {Promise<Source>}
 */
export async function sampleSource(sample) {
  if (sample.ink !== undefined) return { strokes: fromText(sample.ink) ?? new Uint8Array(), sample: sample.key }
  const response = await retryWhileOffline(() =>
    fetch(resolveUrl(sample.url)).catch(() => {
      throw new RequestError('unreachable')
    }),
  )
  if (!response.ok) throw new RequestError('refused', String(response.status))
  return { file: await response.blob(), sample: sample.key, name: sample.title }
}
