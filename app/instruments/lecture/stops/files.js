// A lecture in and out: chosen, dropped on the page, or saved. It is read here and nowhere else.
import { createElement } from '../../kit/element.js'
import { LIMITS, parseLecture, LectureError, toFile } from '../file_format.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const KEPT = 2000 // ms an address of a file is kept
const isLecture = file => /\.json$/i.test(file.name) || file.type === 'application/json'

/** Gives a text to the visitor as a file. */
export function save(text, name, type) {
  const link = createElement('a', { href: URL.createObjectURL(new Blob([text], { type })), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT)
}

/**
 * `before()` is told when another lecture is about to take the place of the one that is given.
 * @param {Pick<Instrument, '$' | 't' | 'bus'> & Record<string, any>} parts
 */
export function files({ $, t, bus, lecture, refuse, before, saved }) {
  const field = $('input[type=file]')
  async function load(file) {
    try {
      if (file.size > LIMITS.bytes) throw new LectureError('large', { given: LIMITS.bytes / 1e6 })
      const found = parseLecture(await file.text(), t.parts)
      before()
      lecture.replace(found)
      refuse(null)
      bus.set('error', null)
    } catch (thrown) {
      const error = /** @type {import('../../kit/types.js').Failure & { why?: string }} */ (thrown)
      if (!error.why) console.error(error)
      bus.set('lecture.error', null)
      bus.set('lecture.error', error)
    }
  }
  field.onchange = () => {
    const [file] = field.files
    field.value = ''
    if (file) load(file)
  }
  // Before anybody takes it for a picture.
  document.addEventListener(
    'drop',
    event => {
      const [file] = event.dataTransfer?.files ?? []
      if (!file || !isLecture(file)) return
      event.preventDefault()
      event.stopPropagation()
      document.body.classList.remove('dropping')
      load(file)
    },
    true,
  )
  return {
    choose: () => field.click(),
    download() {
      const given = bus.get('lecture.lecture')
      save(toFile(given), `${given.id}.lecture.json`, 'application/json')
      saved()
    },
  }
}
