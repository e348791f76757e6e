// For those who could not come: a page per stop, with the sentence, the question, the picture as it was, and the code; as one HTML file.
import { createElement } from '../../kit/element.js'
import { OWN_KEYS } from '../file_format.js'
import { language } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { codeOf } from '../code_on_screen.js'
import { inLanguage } from '../file_format.js'
import { cropStage, renderStage } from '../snapshot.js'
import { save } from './files.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const WIDE = 1280 // px of a picture
const QUALITY = 0.85
const REST = 900 // ms after a stop is there until its slow parts have come too

const SHEET = `
  @page { size: A4 landscape; margin: 12mm }
  body { font: 12pt/1.4 system-ui, sans-serif; color: #1b1b19; margin: 0 auto; max-width: 1100px; padding: 24px }
  article { break-after: page; margin-bottom: 48px } h1 { font-size: 22pt } h2 { font-size: 15pt; margin: 0 }
  .where { color: #5a5954; margin: 0 } .say { font-size: 14pt; margin: 6px 0 10px } img { width: 100%; max-height: 118mm; object-fit: contain; object-position: left top; border: 1px solid #e1dfd8 }
  ol { margin: 4px 0 } .right { font-weight: 600 } pre { font: 9pt/1.35 ui-monospace, monospace; white-space: pre-wrap; background: #fbfaf7; border: 1px solid #e1dfd8; padding: 8px; break-inside: avoid }
  a { color: #0b6e66 } @media print { body { max-width: none; padding: 0 } article { margin: 0 } }`

/** One stop as a page. */
function page(stop, section, { picture, code, t }) {
  const say = text => inLanguage(text, language)
  const made = createElement('article')
  made.append(
    createElement('p', 'where', `${stop.section + 1} ${say(section.title)}`),
    createElement('h2', '', `${stop.n}. ${say(stop.title)}`),
  )
  if (stop.guess) {
    const list = createElement('ol')
    list.append(
      ...stop.guess.choices.map((choice, i) =>
        createElement('li', i + 1 === stop.guess.right ? 'right' : '', say(choice) + (i + 1 === stop.guess.right ? ' ✓' : '')),
      ),
    )
    made.append(createElement('p', 'ask', say(stop.guess.ask)), list)
  }
  const link = createElement('a', { href: addressOf(stop) }, t.handout_link)
  made.append(createElement('p', 'say', say(stop.say)), createElement('img', { src: picture, alt: say(stop.title) }))
  const where = createElement('p')
  where.append(link)
  made.append(where)
  if (code) made.append(createElement('pre', '', code))
  return made
}

function addressOf(stop) {
  const query = new URLSearchParams(stop.guess?.then ?? stop.see)
  for (const key of OWN_KEYS) query.delete(key)
  return `${location.origin}${location.pathname}?${query}`
}

/** The whole as a document of its own, which asks nobody for anything. */
function documentOf(title, pages) {
  const made = document.implementation.createHTMLDocument(title)
  made.documentElement.lang = document.documentElement.lang
  const charset = made.createElement('meta')
  charset.setAttribute('charset', 'utf-8')
  made.head.prepend(charset)
  made.head.append(Object.assign(made.createElement('style'), { textContent: SHEET }))
  made.body.append(createElement('h1', '', title), ...pages)
  return `<!doctype html>\n${made.documentElement.outerHTML}\n`
}

const rest = ms => new Promise(done => setTimeout(done, ms))

/**
 * → print(): walks the whole lecture, takes each stage, and gives the file. A second call stops it.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
export function createHandout({ $, t, bus, lecture }) {
  let running = null
  const say = text => ($('.going').textContent = text)
  return async function print() {
    if (running) return (running = null)
    const mine = (running = Symbol())
    const given = bus.get('lecture.lecture')
    const stops = bus.get('lecture.stops')
    const [at, phase] = [bus.get('lecture.at'), bus.get('lecture.phase')]
    const pages = []
    $('[data-do=handout]').textContent = t.stop_walk
    for (const [i, stop] of stops.entries()) {
      if (running !== mine) break
      say(fillTemplate(t.walking, { k: i + 1, n: stops.length }))
      await lecture.go(i, stop.guess ? 'revealed' : 'plain', { quiet: true })
      await rest(REST)
      const picture = cropStage(await renderStage(), [0, 0, 1, 1], WIDE).toDataURL('image/webp', QUALITY)
      pages.push(page(stop, given.sections[stop.section], { picture, code: await codeOf(), t }))
    }
    const done = running === mine
    running = null
    say('')
    $('[data-do=handout]').textContent = t.handout
    await lecture.go(at, phase, { quiet: true })
    if (done) save(documentOf(inLanguage(given.title, language), pages), `${given.id}-${language}.html`, 'text/html')
  }
}
