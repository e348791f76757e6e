// Guesses and what they are worth. Pure.
import { softmax } from '../../kit/softmax.js'

/** The `n` most probable classes: [{ index, probability }], the first first; equal logits in the order of the classes. */
export function topK(logits, n) {
  return Array.from(softmax(logits), (probability, index) => ({ index, probability }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, n)
}

/** The place of a class among all guesses, 1 for the first. */
export const rankOf = (logits, truth) => 1 + topK(logits, logits.length).findIndex(guess => guess.index === truth)

export const scoresOf = rank => ({ one: rank === 1, five: rank <= 5 })

/** Errors in % over ranks. */
export const errors = ranks => ({
  one: (100 * ranks.filter(rank => rank > 1).length) / ranks.length,
  five: (100 * ranks.filter(rank => rank > 5).length) / ranks.length,
})

/** The digit that a sample is known to show, or null. */
export function known(sample, classes) {
  const digit = /^(?:digit|drawn)-(\d)$/.exec(sample ?? '')
  return digit && classes.length === 10 ? Number(digit[1]) : null
}
