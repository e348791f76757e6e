// A lecture as a file: what is legal in it, and what it says. Pure. The format is described in docs/lecture.md.
//   lecture   { format, version, id, title, sections: [{ title, minutes, stops: [stop, …] }, …] }
//   stop      { id, title, say, see, guess }; see: a permalink's query, as L copies it
//   guess     { ask, choices: [choice, …], right: 1 …, veil: [part, …], then }; then: the permalink that the reveal goes to, where it goes on
//   choice    { en, pt, sketch: [[x, y], …] }; sketch: the answer as a line over the veiled curve, in the curve's units; missing: none
//   text      { en, pt }; one of them may be empty while a lecture is being written
import { presentLink, READS_LINK, readLink } from '../kit/permalink.js'

export const FORMAT = 'cnn-lecture'
export const VERSION = 1
export const LIMITS = {
  bytes: 1_000_000,
  stops: 200,
  sections: 40,
  title: 80,
  say: 160,
  link: 8000,
  choices: [2, 4],
  choice: 60,
  sketch: [2, 40],
  minutes: 600,
  thumb: 20_000,
}
/** Where it came from, not part of the permalink: which lecture is given, and which of its stops. */
export const OWN_KEYS = ['lecture', 'stop']

/** What is wrong: `why` names a sentence of the words, `at` says where: { section, stop, id }; `field` and `given` fill the sentence. */
export class LectureError extends Error {
  /**
   * @param {string} why
   * @param {{ at?: any, field?: string, given?: unknown }} [what]
   */
  constructor(why, { at = {}, field = '', given = '' } = {}) {
    super(`${field || 'lecture'}: ${why} ${given}`)
    this.why = why
    this.at = at
    this.field = field
    this.given = String(given).slice(0, 60)
  }
}

const object = v => v !== null && typeof v === 'object' && !Array.isArray(v)
const MARKUP = /<\/?[a-z!]/i

function whole(v, [low, high], field, at) {
  if (!Number.isInteger(v) || v < low || v > high) throw new LectureError('number', { at, field, given: v ?? '–' })
  return v
}

/** A text in both languages; `needed`: at least one of them says something. */
function text(v, most, field, at, needed = true) {
  if (!object(v)) throw new LectureError('text', { at, field, given: v ?? '–' })
  const said = {}
  for (const language of ['en', 'pt']) {
    const one = v[language] ?? ''
    if (typeof one !== 'string') throw new LectureError('text', { at, field: `${field}.${language}`, given: one })
    if (one.length > most) throw new LectureError('long', { at, field: `${field}.${language}`, given: most })
    if (MARKUP.test(one)) throw new LectureError('markup', { at, field: `${field}.${language}`, given: one })
    said[language] = one
  }
  if (needed && !said.en && !said.pt) throw new LectureError('empty', { at, field })
  return said
}

/** A permalink's query: every key of it is one that the page knows, with a value that it takes. */
function link(v, field, at) {
  if (typeof v !== 'string' || v.length > LIMITS.link) throw new LectureError('link', { at, field, given: v ?? '–' })
  const query = presentLink(v)
  for (const key of OWN_KEYS) query.delete(key)
  const said = readLink(query)
  for (const [key, value] of query)
    if (!READS_LINK.has(key) || said[key] === undefined) throw new LectureError('key', { at, field, given: `${key}=${value}` })
  return query.toString()
}

/** A line as a hand would draw it, [[x, y], …] from left to right; nothing where there is none. */
function sketch(v, field, at) {
  if (v === undefined) return {}
  const point = one => Array.isArray(one) && one.length === 2 && one.every(Number.isFinite)
  const [least, most] = LIMITS.sketch
  const line = Array.isArray(v) && v.length >= least && v.length <= most && v.every(point)
  if (!line || v.some(([x], i) => i && x <= v[i - 1][0])) throw new LectureError('sketch', { at, field, given: JSON.stringify(v) })
  return { sketch: v }
}
const choice = (v, field, at) => ({ ...text(v, LIMITS.choice, field, at), ...sketch(v.sketch, `${field}.sketch`, at) })

function guess(v, parts, at) {
  if (v === undefined || v === null) return null
  if (!object(v)) throw new LectureError('text', { at, field: 'guess', given: v })
  const { choices, veil } = v
  if (!Array.isArray(choices) || choices.length < LIMITS.choices[0] || choices.length > LIMITS.choices[1])
    throw new LectureError('choices', { at, field: 'guess.choices', given: choices?.length ?? '–' })
  if (!Array.isArray(veil) || !veil.length) throw new LectureError('veil', { at, field: 'guess.veil' })
  for (const part of veil) if (!parts.includes(part)) throw new LectureError('part', { at, field: 'guess.veil', given: part })
  return {
    ask: text(v.ask, LIMITS.say, 'guess.ask', at),
    choices: choices.map((one, i) => choice(one, `guess.choices ${i + 1}`, at)),
    right: whole(v.right, [1, choices.length], 'guess.right', at),
    veil: [...veil],
    ...(v.then === undefined ? {} : { then: link(v.then, 'guess.then', at) }),
  }
}

function thumb(v, at) {
  if (v === undefined) return {}
  if (typeof v !== 'string' || v.length > LIMITS.thumb || !/^data:image\/(webp|png|jpeg);base64,[A-Za-z0-9+/=]+$/.test(v))
    throw new LectureError('thumb', { at, field: 'thumb' })
  return { thumb: v }
}

function stop(v, parts, at, ids) {
  if (!object(v)) throw new LectureError('text', { at, field: 'stop', given: v })
  at = { ...at, id: typeof v.id === 'string' ? v.id : '' }
  if (!/^[a-z0-9-]{1,40}$/.test(at.id)) throw new LectureError('id', { at, field: 'id', given: v.id ?? '–' })
  if (ids.has(at.id)) throw new LectureError('twice', { at, field: 'id', given: at.id })
  ids.add(at.id)
  return {
    id: at.id,
    title: text(v.title, LIMITS.title, 'title', at),
    say: text(v.say ?? { en: '', pt: '' }, LIMITS.say, 'say', at, false),
    see: link(v.see, 'see', at),
    guess: guess(v.guess, parts, at),
    ...thumb(v.thumb, at),
  }
}

/** The text of a file → a lecture, every value of it checked; a Refusal where it is none. `parts`: what a stop may mask. */
export function parseLecture(source, parts) {
  if (new TextEncoder().encode(source).length > LIMITS.bytes) throw new LectureError('large', { given: LIMITS.bytes / 1e6 })
  let file
  try {
    file = JSON.parse(source)
  } catch (thrown) {
    const error = /** @type {import('../kit/types.js').Failure} */ (thrown)
    throw new LectureError('json', { given: error.message })
  }
  if (!object(file) || file.format !== FORMAT) throw new LectureError('format', { field: 'format', given: file?.format ?? '–' })
  if (file.version !== VERSION) throw new LectureError('version', { field: 'version', given: file.version ?? '–' })
  if (!Array.isArray(file.sections) || !file.sections.length || file.sections.length > LIMITS.sections)
    throw new LectureError('sections', { field: 'sections' })
  const ids = new Set()
  /** @type {Record<string, any>} */
  const lecture = {
    format: FORMAT,
    version: VERSION,
    id: identity(file.id),
    title: text(file.title, LIMITS.title, 'title', {}),
    sections: [],
  }
  for (const [i, section] of file.sections.entries()) lecture.sections.push(sectionOf(section, i, parts, ids))
  if (ids.size > LIMITS.stops) throw new LectureError('stops', { given: LIMITS.stops })
  return lecture
}

const identity = id => {
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,40}$/.test(id)) throw new LectureError('id', { field: 'id', given: id ?? '–' })
  return id
}

function sectionOf(v, i, parts, ids) {
  const at = { section: i + 1 }
  if (!object(v) || !Array.isArray(v.stops) || !v.stops.length) throw new LectureError('section', { at, field: 'stops' })
  return {
    title: text(v.title, LIMITS.title, 'title', at),
    minutes: whole(v.minutes ?? 0, [0, LIMITS.minutes], 'minutes', at),
    stops: v.stops.map((one, k) => stop(one, parts, { ...at, stop: k + 1 }, ids)),
  }
}

/** All stops in order, each with its number and its section's: [{ ...stop, n, section, k, of }], k of `of` in the section. */
export const allStops = lecture =>
  lecture.sections
    .flatMap((section, s) => section.stops.map((one, k) => ({ ...one, section: s, k: k + 1, of: section.stops.length })))
    .map((one, i) => ({ ...one, n: i + 1 }))

export const minutesOf = lecture => lecture.sections.reduce((sum, { minutes }) => sum + minutes, 0)

/** The text in this language, else in the other one. */
export const inLanguage = (said, language) => said[language] || said[language === 'en' ? 'pt' : 'en']
/** Whether a text has only the other language. */
export const isUntranslated = (said, language) => !said[language]

/** A lecture as its file. */
export const toFile = lecture => `${JSON.stringify(lecture, (key, value) => (key === 'guess' && value === null ? undefined : value), 1)}\n`
