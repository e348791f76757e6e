// Finds the portrait: the sample, or the face in the visitor's own photograph. What cannot be is said in a sentence, and the portrait stays.
import { samples, sampleSource } from '../../kit/samples.js'
import { largestFace } from '../face_points.js'
import { portraitOf } from './portrait.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SAMPLE = 'astronaut'
let asked = 0 // the newest question is answered, others are not

/**
 * @param {Pick<Instrument, 't' | 'bus'>} parts
 * @param {string} whose sample or own
 * @param {(sentence: string | null) => void} say
 * @returns {Promise<import('./portrait.js').Portrait | null>} null where there is none, or another was asked for meanwhile
 */
export async function openPortrait({ t, bus }, whose, say) {
  const mine = ++asked
  const own = whose === 'own' ? bus.get('source') : null
  if (whose === 'own' && !own?.file) return tell(say, t.no_own)
  say(t.finding)
  try {
    const file = own?.file ?? (await sampleFile())
    const face = await largestFace(file)
    if (mine !== asked) return null
    const size = face ? { resizeWidth: face.width, resizeHeight: face.height } : {}
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image', resizeQuality: 'high', ...size })
    if (mine !== asked) return null
    return face ? (say(null), portraitOf(picture, face, own?.name ?? t.sample)) : tell(say, t.no_face)
  } catch (thrown) {
    return mine === asked ? tell(say, sentenceOf(/** @type {import('../../kit/types.js').Failure} */ (thrown), bus.get('words'))) : null
  }
}

const tell = (say, sentence) => {
  say(sentence)
  return null
}

function sentenceOf(error, words) {
  if (error.kind) return error.message || words?.gone
  console.error(error)
  return words?.unreadable
}

async function sampleFile() {
  const sample = (await samples()).find(({ key }) => key === SAMPLE)
  const source = sample && (await sampleSource(sample))
  if (!source?.file) throw new Error(`no sample ${SAMPLE}`)
  return source.file
}
