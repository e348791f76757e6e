// Which of several digits in a picture is read. A file keeps its choice as long as it is there. Pure.

/** @type {WeakMap<object, number>} */
const choices = new WeakMap() // File → which of its digits, counted from the left

/**
 * Which digit of a body shall be read; undefined where nobody has chosen, or where it is no picture.
 * @param {unknown} body
 */
export const digitOf = body => (body && typeof body === 'object' ? choices.get(body) : undefined)

/**
 * Another digit of a file: the source that asks about it.
 * @param {import('./types.js').Source & { file: Blob }} source
 * @param {number} digit
 */
export function chooseDigit(source, digit) {
  choices.set(source.file, digit)
  return { ...source, digit }
}
