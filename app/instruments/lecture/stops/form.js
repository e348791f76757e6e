// One stop as a form: every text in both languages side by side, the link, and the question with what it veils.
import { createButton, createElement } from '../../kit/element.js'
import { fillTemplate } from '../../kit/numbers.js'
import { isTyping } from '../../kit/typing.js'
import { LIMITS } from '../file_format.js'

let count = 0

/** A labelled field; `put(value)` hears what was typed when it is done. */
function field(label, value, put, { long = false, most = null, kind = 'text', lang = null } = {}) {
  const input = long ? createElement('textarea', { rows: 3 }) : createElement('input', { type: kind })
  input.value = value ?? ''
  input.id = `stop-field-${count++}`
  if (most) input.maxLength = most
  if (lang) input.lang = lang
  input.onchange = () => put(input.value)
  const name = createElement('label', '', label)
  name.htmlFor = input.id
  return createElement('p', long ? 'field long' : 'field', name, input)
}
const both = (label, text, put, more) =>
  ['en', 'pt'].map(lang =>
    field(`${label} ${lang.toUpperCase()}`, text[lang], value => put({ ...text, [lang]: value.trim() }), {
      ...more,
      lang: lang === 'pt' ? 'pt-BR' : 'en',
    }),
  )
const button = (words, act, disabled = false) => Object.assign(createButton(words, act), { disabled })

/** `view()`: the link of what the page shows. → show({ stop, section, steps: { undo, redo } } or null, acts) */
export function form(place, { t, view }) {
  place.onsubmit = event => event.preventDefault()
  /** @type {(() => void) | null} */
  let waiting = null // what came while somebody was typing
  place.addEventListener('focusout', () => setTimeout(() => waiting?.())) // when the next field has the focus
  return function show(given, acts) {
    waiting = null
    if (given && isTyping(place)) {
      waiting = () => show(given, acts)
      return
    }
    place.hidden = !given
    if (!given) return place.replaceChildren()
    const { stop, section, steps } = given
    const inside = place.contains(document.activeElement) ? [...place.elements].indexOf(document.activeElement) : -1
    const see = value => acts.stop({ see: value.replace(/^[^?]*\?/, '') })
    const undo = Object.assign(button(t.undo, acts.undo, !steps.undo), { title: t.undo_help })
    const redo = Object.assign(button(t.redo, acts.redo, !steps.redo), { title: t.redo_help })
    const first = createElement(
      'div',
      'row',
      undo,
      redo,
      button(stop.k === 1 ? t.join : t.split, stop.k === 1 ? acts.join : acts.split, stop.n === 1),
    )
    place.replaceChildren(
      first,
      createElement('div', 'pair', ...both(t.section_title, section.title, title => acts.section({ title }), { most: LIMITS.title })),
      field(t.section_minutes, section.minutes, value => acts.section({ minutes: Math.round(Number(value)) || 0 }), { kind: 'number' }),
      createElement('div', 'pair', ...both(t.title, stop.title, title => acts.stop({ title }), { most: LIMITS.title })),
      createElement('div', 'pair', ...both(t.say, stop.say, say => acts.stop({ say }), { long: true, most: LIMITS.say })),
      createElement(
        'div',
        'with',
        field(t.see, stop.see, see),
        button(t.take, () => see(view())),
      ),
      ...question(stop, { t, acts, view }),
    )
    const held = place.elements[inside]
    if (held) (held.disabled ? [undo, redo].find(one => !one.disabled) : held)?.focus()
  }
}

const EMPTY = {
  ask: { en: '?', pt: '?' },
  choices: [
    { en: '1', pt: '1' },
    { en: '2', pt: '2' },
  ],
  right: 1,
  veil: ['answer'],
}

/** A sketch as text, "15 73, 60 98", and back. */
const spelled = sketch => (sketch ?? []).map(point => point.join(' ')).join(', ')
const sketched = typed => (typed.trim() ? typed.split(',').map(point => point.trim().split(/\s+/).map(Number)) : undefined)

function question(stop, { t, acts, view }) {
  const { guess } = stop
  const box = createElement('input', { type: 'checkbox', checked: !!guess, onchange: () => acts.stop({ guess: guess ? null : EMPTY }) })
  const has = createElement('label', 'has', box, t.guess)
  if (!guess) return [has]
  const put = change => acts.stop({ guess: { ...guess, ...change } })
  const instead = (k, said) => put({ choices: guess.choices.map((one, i) => (i === k ? said : one)) })
  const choice = (text, k) =>
    createElement('div', 'pair', ...both(fillTemplate(t.choice, { k: k + 1 }), text, said => instead(k, said), { most: LIMITS.choice }))
  const sketch = (one, k) => {
    const line = field(fillTemplate(t.sketch, { k: k + 1 }), spelled(one.sketch), typed => instead(k, { ...one, sketch: sketched(typed) }))
    line.title = t.sketch_help
    return line
  }
  const { length } = guess.choices
  const more = button(
    '+',
    () => put({ choices: [...guess.choices, { en: String(length + 1), pt: String(length + 1) }] }),
    length === LIMITS.choices[1],
  )
  const less = button(
    '−',
    () => put({ choices: guess.choices.slice(0, -1), right: Math.min(guess.right, length - 1) }),
    length === LIMITS.choices[0],
  )
  const veil = field(t.veil, guess.veil.join(', '), value =>
    put({
      veil: value
        .split(',')
        .map(part => part.trim())
        .filter(Boolean),
    }),
  )
  veil.title = fillTemplate(t.veil_help, { parts: t.parts.join(', ') })
  const then = value => put({ then: value ? value.replace(/^[^?]*\?/, '') : undefined })
  return [
    has,
    createElement('div', 'pair', ...both(t.ask, guess.ask, ask => put({ ask }), { long: true, most: LIMITS.say })),
    ...guess.choices.flatMap((one, k) => [choice(one, k), sketch(one, k)]),
    createElement(
      'div',
      'row',
      less,
      more,
      field(t.right, guess.right, value => put({ right: Number(value) }), { kind: 'number' }),
    ),
    veil,
    createElement(
      'div',
      'with',
      field(t.then, guess.then, then),
      button(t.take, () => then(view())),
    ),
  ]
}
