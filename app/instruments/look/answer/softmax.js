// The softmax with a temperature, over all classes. Pure.

/** logits, T → { probabilities, largest logit, sum of exp((z − largest) / T) }; null if a logit is no finite number. */
export function softmax(logits, temperature) {
  let largest = -Infinity
  for (const z of logits) if (z > largest) largest = z
  if (!logits.length || ![...logits].every(Number.isFinite)) return null
  const powers = Float64Array.from(logits, z => Math.exp((z - largest) / temperature))
  const sum = powers.reduce((a, b) => a + b, 0)
  return { probabilities: powers.map(v => v / sum), largest, sum }
}

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

/** Whether the network is unsure: by its own probabilities at T = 1, whatever the lever says. */
export function unsure(logits) {
  const soft = softmax(logits, 1)
  return soft !== null && 1 / soft.sum < UNSURE // the largest one is exp(0) / sum
}
