// All stops at a glance, and making a lecture: add, reorder, edit in both languages, load, download. Nothing of it leaves this browser.
import { focusedElement } from '../../kit/element.js'
import { tabState } from '../../kit/bus.js'
import { language } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { createPresenter, OWN } from '../presenter.js'
import { minutesOf, inLanguage } from '../file_format.js'
import { createEditor } from './editor.js'
import { createSummary } from './summary.js'
import { files } from './files.js'
import { createHandout } from './handout.js'
import { columns } from './list.js'
import { createThumbnails } from './thumbnails.js'
import { errorText } from './error_text.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, $$, t, bus } = parts
  const lecture = createPresenter(t.parts)
  const panel = $('section.stops')
  const { get } = tabState(bus, 'lecture')
  /** @type {Record<string, any>} */
  const now = { editing: false, chosen: null }
  const refuse = (error, how = 'refused') => ($('.refused').textContent = error ? errorText(error, t, how) : '')
  const picture = createThumbnails({ bus })
  const edit = createEditor({ ...parts, lecture, now, refuse, again: () => show() })
  const list = columns($('.columns'), { t, now, go: at => (now.editing ? edit.choose(at) : lecture.go(at)), edit, picture })
  const file = files({ ...parts, lecture, refuse, before: edit.remember, saved: edit.saved })
  const print = createHandout({ ...parts, lecture, picture })
  const doing = {
    add: edit.add,
    edit: () => {
      now.editing = !now.editing
      now.chosen = get('at')
      show()
    },
    load: file.choose,
    download: file.download,
    handout: print,
    ours: () => {
      edit.remember()
      lecture.restore()
    },
    close: () => bus.set('lecture.overview', false),
  }
  for (const button of $$('section.stops > header [data-do]')) button.onclick = () => doing[button.dataset.do]()
  function show() {
    const given = get('lecture')
    panel.hidden = !given || !get('overview')
    if (panel.hidden) return
    const stops = get('stops')
    $('section.stops h2').textContent = inLanguage(given.title, language)
    $('.about').textContent = fillTemplate(t.about, { n: stops.length, s: given.sections.length, m: minutesOf(given) })
    $('[data-do=edit]').ariaPressed = String(now.editing)
    $('[data-do=ours]').hidden = get('name') !== OWN
    const { changes } = edit
    $('[data-do=download]').textContent = changes() ? fillTemplate(t.unsaved, { n: changes() }) : t.download
    panel.classList.toggle('editing', now.editing)
    list(given, stops, get('at'))
    edit.show()
  }
  bus.on(['lecture.overview', 'lecture.lecture', 'lecture.at', 'lecture.thumbs'], () => queueMicrotask(show))
  bus.on('lecture.overview', open => {
    if (open) queueMicrotask(() => list.focus(get('at')))
    else if (panel.contains(document.activeElement)) focusedElement()?.blur()
  })
  bus.on('lecture.adding', () => get('lecture') && edit.add())
  bus.on('lecture.error', error => {
    if (!error) return
    refuse(error)
    bus.set('error', errorText(error, t))
  })
  createSummary({ ...parts, lecture })
}
