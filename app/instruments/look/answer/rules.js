// Which classes are listed, how far the lever of the temperature reaches, and when an answer is unsure. Pure.
import { softmax } from '../../kit/softmax.js'

/** Whether there are probabilities: of no logits, or of any that is no finite number, there are none. */
export const allFinite = logits => logits.length > 0 && logits.every(Number.isFinite)

/** Indices of the classes to be listed: all in their own order where they fit, else the most probable ones. */
export function listed(logits, rows, classes = logits.length) {
  const all = Array.from(logits, (_, i) => i)
  if (classes <= Math.max(rows, 10)) return all
  return all.sort((a, b) => logits[b] - logits[a] || a - b).slice(0, rows)
}

/** The temperature as a lever has it: −2 ... 2 is 1/4 ... 4. */
export const temperatureOf = lever => 2 ** lever
export const leverOf = temperature => Math.log2(temperature)

/** Below one half the network itself holds it likelier that its best class is wrong than that it is right. */
export const UNSURE = 0.5

/**
 * Whether a picture may be none of the classes: no logit reaches `least`, which 95 % of validation pictures reach. Where nobody has
 * measured that (null), by the probabilities at T = 1. The lever of the temperature changes neither.
 */
export function unsure(logits, least = null) {
  if (!allFinite(logits)) return false
  return least === null ? softmax(logits).every(p => p < UNSURE) : logits.every(z => z < least)
}
