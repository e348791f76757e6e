// Words in a chart that must find room: how wide they are, shortened, or in lines.
import { createElement } from './element.js'

/** @type {CanvasRenderingContext2D | null} */
let pen = null

/**
 * @param {string} font as CSS has it
 * @returns {(words: string) => number} how wide words are in it, in px
 */
export function widthIn(font) {
  pen ??= /** @type {CanvasRenderingContext2D} */ (createElement('canvas').getContext('2d'))
  const measuring = pen
  return words => {
    measuring.font = font
    return measuring.measureText(words).width
  }
}

/**
 * Words, or as many of their letters as have room, and "…".
 * @param {string} words
 * @param {number} room px
 * @param {(words: string) => number} widthOf
 */
export function shortened(words, room, widthOf) {
  if (widthOf(words) <= room) return words
  let n = words.length
  while (n > 1 && widthOf(`${words.slice(0, n)}…`) > room) n--
  return `${words.slice(0, n)}…`
}

/**
 * Words in lines no wider than the room; a word wider than that stays whole.
 * @param {string} words
 * @param {number} room px
 * @param {(words: string) => number} widthOf
 * @returns {string[]}
 */
export function wrapText(words, room, widthOf) {
  /** @type {string[]} */
  const lines = []
  for (const word of words.split(' ')) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word
    if (lines.length && widthOf(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
