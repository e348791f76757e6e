// A car park in every weather: what a network says of its spaces that has learned some of them in the sun, and what two older readers say.
import { createElement } from '../../kit/element.js'
import { paintPicture } from '../../kit/canvas.js'
import { radioGroup } from '../../kit/radio_group.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { parkingQuestions, READERS } from './request.js'
import { bindOwn, showTable } from './own.js'
import { bindSpaces, laySpaces } from './spaces.js'
import { paintScores, scoreText } from './scores.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {import('./request.js').Day} Day */
/** @typedef {import('./request.js').Answers} Answers */
/** @typedef {import('./request.js').Score} Score */
/** @typedef {{ asked: string, day: Day | null, answers: Answers | null, scores: Score[], space: number | null, own: import('./own.js').Own | null }} Now */

/** @typedef {Record<string, (value: unknown, allowed?: (value: any) => unknown, why?: string) => void>} Marks what shows which of a group is chosen */

const CHOICES = /** @type {const} */ (['weather', 'training', 'camera'])
const DAYS = 999

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  /** @type {Now} */
  const now = { asked: '', day: null, answers: null, scores: [], space: null, own: null }
  const visible = () => bus.get('tab') === 'uses' && bus.get('uses.view') === 'parking'
  const trouble = (/** @type {string | null} */ sentence) => ($('.trouble').textContent = sentence ?? '')
  const questions = parkingQuestions({
    part(found) {
      if (found.contents) now.own = own.heard(found.contents)
      if (now.own) hearOwn(parts, now, found, marks)
      hear(parts, now, found.weather ? {} : found, trouble)
    },
    failed(error) {
      now.asked = ''
      if (!error.kind) console.error(error)
      trouble(error.kind ? error.message || bus.get('words')?.gone : bus.get('words')?.unreadable)
    },
  })
  const renew = () => {
    if (!visible()) return
    const question = questionOf(bus, now.own)
    const asked = JSON.stringify([question, now.own?.number])
    if (asked === now.asked) return
    const [before, number] = now.asked ? JSON.parse(now.asked) : [{}]
    const same = before.training === question.training && before.camera === question.camera && number === (now.own?.number ?? null)
    if (!same) now.scores = []
    Object.assign(now, { asked, answers: null })
    trouble(null)
    $('.count').textContent = now.own ? fillTemplate(t.own_reading, { name: now.own.name }) : t.drawing
    questions.ask(question, now.own?.file)
  }
  const own = bindOwn(parts, given => {
    const [before, other] = [now.own, given?.number !== now.own?.number]
    now.own = given
    if (given && given.training !== before?.training) given.days = new Map()
    if (other) clearDay(parts, now)
    showOwn(parts, now, marks)
    renew()
  })
  const titles = { weather: t.weather_names, training: t.training_names, camera: t.camera_names }
  const chosen = (/** @type {typeof CHOICES[number]} */ name) => (/** @type {string} */ value) =>
    now.own ? own.choose(value) : bus.set(`uses.${name}`, value)
  /** @type {Marks} */
  const marks = Object.fromEntries(CHOICES.map(name => [name, choice(parts, name, titles[name], chosen(name))]))
  $('[data-do=day]').onclick = () => bus.set('uses.day', (bus.get('uses.day') % DAYS) + 1)
  bindSpaces($('.spaces'), space => {
    now.space = space
    showSpace(parts, now)
  })
  showSpace(parts, now)
  bus.on(['tab', 'uses.view', 'uses.weather', 'uses.camera', 'uses.day', 'uses.training'], renew)
  new ResizeObserver(() => showScores(parts, now)).observe($('.scores svg'))
}

/**
 * What is asked: about the drawn car park, or a file of the visitor's own.
 * @param {Instrument['bus']} bus
 * @param {Now['own']} own
 */
const questionOf = (bus, own) =>
  own
    ? { training: own.training }
    : { weather: bus.get('uses.weather'), camera: bus.get('uses.camera'), day: bus.get('uses.day'), training: bus.get('uses.training') }

/**
 * @param {Instrument} parts
 * @param {typeof CHOICES[number]} name
 * @param {Record<string, string>} titles
 * @param {(value: string) => void} choose
 */
function choice({ $, bus }, name, titles, choose) {
  const place = $(`[data-chooses=${name}]`)
  for (const [key, title] of Object.entries(titles)) {
    const button = createElement('button', { type: 'button' }, title)
    button.setAttribute('role', 'radio')
    button.dataset.value = key
    place.append(button)
  }
  const mark = radioGroup(place, choose)
  bus.on(`uses.${name}`, value => mark(value))
  return mark
}

/**
 * Nothing is shown until what was asked for is there.
 * @param {Instrument} parts
 * @param {Now} now
 */
function clearDay({ $ }, now) {
  Object.assign(now, { day: null, answers: null, space: null, scores: [] })
  const canvas = /** @type {HTMLCanvasElement} */ ($('.picture canvas'))
  canvas.width += 0 // which empties it
  $('.spaces').replaceChildren()
}

/**
 * The words and choices of the visitor's own spaces, or of the drawn ones; and those of the own that are chosen.
 * @param {Instrument} parts
 * @param {Now} now
 * @param {Marks} marks
 */
function showOwn(parts, now, marks) {
  const { $, t, bus } = parts
  const { own } = now
  $('.room').toggleAttribute('data-own', !!own)
  $('.what').textContent = own ? t.own_what : t.what
  $('.source').textContent = own ? t.own_source : t.source
  const there = own?.contents?.weathers.map(({ weather }) => weather)
  marks.weather(own ? own.weather : bus.get('uses.weather'), weather => !there || there.includes(weather), t.own_missing)
  const held = own?.days.get(own.weather)
  if (held) {
    Object.assign(now, held)
    paintPicture($('.picture canvas'), held.day.picture.values, held.day.picture.shape)
    showDay(parts, now)
  }
  showSpace(parts, now)
  showScores(parts, now)
}

/**
 * @param {Instrument} parts
 * @param {Now} now
 * @param {{ contents?: import('./request.js').Contents, weather?: string, day?: Day, answers?: Answers }} found
 * @param {Marks} marks
 */
function hearOwn(parts, now, { contents, weather, day, answers }, marks) {
  const { $, t } = parts
  const own = /** @type {import('./own.js').Own} */ (now.own)
  if (contents) $('.count').textContent = fillTemplate(t.own_learning, { training: t.weather_names[contents.training] })
  if (weather && day && answers) {
    own.weather ||= weather
    own.days.set(weather, { day, answers })
  }
  if (contents || weather === own.weather) showOwn(parts, now, marks)
}

/**
 * @param {Instrument} parts
 * @param {Now} now
 * @param {{ day?: Day, answers?: Answers, score?: Score, error?: string }} found
 * @param {(sentence: string | null) => void} trouble
 */
function hear(parts, now, { day, answers, score, error }, trouble) {
  const { $, t, bus } = parts
  if (error) trouble(error)
  if (day) {
    now.day = day
    paintPicture($('.picture canvas'), day.picture.values, day.picture.shape)
    $('.count').textContent = fillTemplate(t.is_learning, { training: t.training_names[bus.get('uses.training')] })
  }
  if (answers) now.answers = answers
  if (score) now.scores = [...now.scores.filter(({ weather }) => weather !== score.weather), score]
  if (day || answers) showDay(parts, now)
  if (score) showScores(parts, now)
}

/**
 * @param {Instrument} parts
 * @param {Now} now
 */
function showDay(parts, now) {
  const { $, t } = parts
  const { day, answers } = now
  if (!day) return
  const names = Array.from(day.taken, (_, i) => spaceText(now, i, t))
  laySpaces($('.spaces'), { day, answers, names, label: t.spaces })
  if (answers) {
    const free = (/** @type {ArrayLike<number>} */ taken) => Array.from(taken).filter(v => !v).length
    const wrong = Array.from(day.taken).filter((v, i) => v !== answers.said.network[i]).length
    const words = {
      free: free(day.taken),
      n: day.taken.length,
      said: free(answers.said.network),
      wrong,
      ms: write.short(answers.milliseconds, 2),
    }
    $('.count').textContent = fillTemplate(t.count, words)
  }
  showSpace(parts, now)
}

/**
 * What is really in a space, and what each reader says of it.
 * @param {Now} now
 * @param {number} space
 * @param {Instrument['t']} t
 */
function spaceText({ day, answers }, space, t) {
  const answer = (/** @type {number} */ taken) => (taken ? t.is_taken : t.is_free)
  const head = fillTemplate(t.space, { n: space + 1, truth: answer(/** @type {Day} */ (day).taken[space]) })
  if (!answers) return head
  const said = READERS.map(reader => fillTemplate(t.said, { reader: t[reader], answer: answer(answers.said[reader][space]) }))
  const sure = fillTemplate(t.sure, { part: write.short(100 * answers.probabilities[space], 3) })
  return `${head}; ${said[0]} ${sure}, ${said.slice(1).join(', ')}`
}

/**
 * @param {Instrument} parts
 * @param {Now} now
 */
function showSpace({ $, t }, now) {
  const { day, space } = now
  const canvas = $('.space canvas')
  canvas.hidden = !day || space === null
  $('.space p').textContent = day && space !== null ? `${spaceText(now, space, t)}.` : t.click
  if (!day || space === null) return
  const { values, shape } = day.patches
  const size = shape[1] * shape[2] * shape[3]
  paintPicture(canvas, values.subarray(space * size, (space + 1) * size), shape.slice(1))
}

/**
 * @param {Instrument} parts
 * @param {Now} now
 */
function showScores({ $, t, bus }, { scores, own }) {
  paintScores($('.scores svg'), scores, t)
  showTable($('.scores table'), own ? scores : [], t)
  const today = scores.find(({ weather }) => weather === (own?.weather ?? bus.get('uses.weather')))
  $('.scores .today').textContent = today ? `${scoreText(today, t)}.` : ''
  $('.scores .read').textContent = t.scores_read
}
