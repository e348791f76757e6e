// All stops at a glance, and making a lecture: add, reorder, edit in both languages, load, download. Nothing of it leaves this browser.
import { language } from '../../kit/language.js'
import { fill } from '../../kit/numbers.js'
import { giving, OWN } from '../giving.js'
import { minutesOf, told } from '../lecture.js'
import { editing } from './editing.js'
import { ending } from './ending.js'
import { files } from './files.js'
import { handout } from './handout.js'
import { columns } from './list.js'
import { picturing } from './picturing.js'
import { sentence } from './sentence.js'

export function mount(parts) {
  const { $, $$, t, bus } = parts
  const lecture = giving(t.parts)
  const panel = $('section.stops')
  const get = key => bus.get(`lecture.${key}`)
  const now = { editing: false, chosen: null }
  const refuse = (error, how = 'refused') => ($('.refused').textContent = error ? sentence(error, t, how) : '')
  const picture = picturing({ bus, lecture })
  const edit = editing({ ...parts, lecture, now, refuse, again: () => show() })
  const list = columns($('.columns'), { t, now, go: at => (now.editing ? edit.choose(at) : lecture.go(at)), edit, picture })
  const file = files({ ...parts, lecture, refuse, before: edit.remember, saved: edit.saved })
  const print = handout({ ...parts, lecture, picture })
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
    const given = get('given')
    panel.hidden = !given || !get('overview')
    if (panel.hidden) return
    const stops = get('stops')
    $('section.stops h2').textContent = told(given.title, language)
    $('.about').textContent = fill(t.about, { n: stops.length, s: given.sections.length, m: minutesOf(given) })
    $('[data-do=edit]').ariaPressed = String(now.editing)
    $('[data-do=ours]').hidden = get('name') !== OWN
    const { changes } = edit
    $('[data-do=download]').textContent = changes() ? fill(t.unsaved, { n: changes() }) : t.download
    panel.classList.toggle('editing', now.editing)
    list(given, stops, get('at'))
    edit.show()
  }
  bus.on(['lecture.overview', 'lecture.given', 'lecture.at', 'lecture.thumbs'], () => queueMicrotask(show))
  bus.on('lecture.overview', open => {
    if (open) queueMicrotask(() => list.focus(get('at')))
    else if (panel.contains(document.activeElement)) document.activeElement.blur()
  })
  bus.on('lecture.adding', () => get('given') && edit.add())
  bus.on('lecture.refused', error => {
    if (!error) return
    refuse(error)
    bus.set('trouble', sentence(error, t))
  })
  ending({ ...parts, lecture })
}
