// Strokes of a brush in pictures of tissue, and names of their kinds, as one text each for a link: 'colon.TEXT~own.TEXT'. Pure.
import { decode, encode, fromText, toText } from '../kit/strokes.js'

/** @typedef {{ kind: number, width: number, points: number[] }} Mark `width` as a part of the longer side, `points` x, y in turn as parts of the sides */

export const OWN = 'own' // the slide that is the visitor's
export const SLIDES = ['colon', 'retina', OWN]
export const KINDS = [2, 3]
const BOARD = 255
const PEN = 63 // widths that a pen's byte tells apart; above them it holds the kind
const LONGEST = 24 // letters of a name

/** @param {string} text → Map of slide → what is said of it */
const parts = text =>
  new Map(
    text
      .split('~')
      .filter(Boolean)
      .map(one => /** @type {[string, string]} */ ([one.slice(0, one.indexOf('.')), one.slice(one.indexOf('.') + 1)])),
  )

/** What `text` says of a slide, undefined where it says nothing. */
export const saidOf = (text, slide) => parts(text).get(slide)
/** `text` with something else said of a slide; undefined: nothing. */
export function withSaid(text, slide, said) {
  const all = parts(text)
  if (said === undefined) all.delete(slide)
  else all.set(slide, said)
  return [...all].map(([key, value]) => `${key}.${value}`).join('~')
}

/** @param {readonly Mark[]} marks */
export const marksText = marks =>
  toText(
    encode(
      marks.map(({ kind, width, points }) => ({
        pen: kind * (PEN + 1) + Math.min(PEN, Math.max(1, Math.round(width * BOARD))),
        points: points.map(part => Math.round(part * BOARD)),
      })),
    ),
  )

/**
 * And back; null for what is none.
 * @param {string} text
 * @returns {Mark[] | null}
 */
export function marksOf(text) {
  const bytes = fromText(text)
  const strokes = bytes && decode(bytes)
  if (!strokes || strokes.some(({ pen }) => pen >= 3 * (PEN + 1) || pen % (PEN + 1) === 0)) return null
  return strokes.map(({ pen, points }) => ({
    kind: Math.floor(pen / (PEN + 1)),
    width: (pen % (PEN + 1)) / BOARD,
    points: points.map(unit => unit / BOARD),
  }))
}

/** Whether a link's text says marks of known slides. */
export const legalMarks = text =>
  text.length <= 20_000 && [...parts(text)].every(([slide, said]) => SLIDES.includes(slide) && /^[\w-]*$/.test(said) && marksOf(said))

/** Names of kinds, without the signs that part them. */
export const cleanName = name => name.replace(/[~|.\n]/g, ' ').slice(0, LONGEST)
export const legalNames = text =>
  text.length <= 400 &&
  [...parts(text)].every(([slide, said]) => {
    const names = said.split('|')
    return SLIDES.includes(slide) && KINDS.includes(names.length) && names.every(name => name.length <= LONGEST)
  })

/** What was there before, and what was undone; one for each slide. */
export class Undo {
  /** @type {(string | undefined)[]} */
  #before = []
  /** @type {(string | undefined)[]} */
  #after = []
  /** @param {string | undefined} was */
  did(was) {
    this.#before.push(was)
    this.#after = []
  }
  /**
   * @param {string | undefined} now
   * @returns {{ to: string | undefined } | null}
   */
  back(now) {
    if (!this.#before.length) return null
    this.#after.push(now)
    return { to: this.#before.pop() }
  }
  /** @param {string | undefined} now */
  again(now) {
    if (!this.#after.length) return null
    this.#before.push(now)
    return { to: this.#after.pop() }
  }
  get canBack() {
    return this.#before.length > 0
  }
  get canAgain() {
    return this.#after.length > 0
  }
}
