// The two networks asked once for each picture: everything that the view shows of any place comes with the answer.
import { askBytes } from '../../kit/ask.js'
import { latestOnly } from '../../kit/latest_only.js'
import { samples, sampleSource } from '../../kit/samples.js'
import { isTransient } from '../../kit/retry.js'
import { read } from './positions.js'

/** Who is compared, and whose values are shown. */
export const PAIR = [
  { network: 'lenet5', layers: ['conv1', 'pool1', 'pool2'] },
  { network: 'mlp', layers: ['relu1', 'relu2', 'relu3'] },
]
const STAND_IN = 'digit-3'
const RETRY_MS = 3000 // ms until it is asked once more, where nobody answered

/** What both can read: a drawing, or a picture that the network in use reads as one (`drawing`); else a sample. */
export async function legible(source, drawing) {
  if (source.strokes || drawing) return { source, own: true }
  const sample = (await samples()).find(one => one.key === STAND_IN)
  return { source: sample ? await sampleSource(sample) : source, own: !sample }
}

async function askBoth({ source, drawing }) {
  const { source: used, own } = await legible(source, drawing)
  const form = used.strokes ? 'strokes' : 'picture'
  const found = []
  for (const { network: key, layers } of PAIR)
    found.push(read(await askBytes('translations', { network: key, layers: layers.join(), form }, used.strokes ?? used.file)))
  return { found, own }
}

/** → ask({ source, drawing }): `onAnswer(question, { found: [of each], own })`, or `onError(question, error)`. */
export function createRequest(onAnswer, onError) {
  const ask = latestOnly(askBoth, onAnswer, (error, question) => {
    onError(question, error)
    if (isTransient(error)) setTimeout(() => ask(question), RETRY_MS)
  })
  return ask
}
