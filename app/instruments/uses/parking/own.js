// Spaces of the visitor's own in place of the drawn ones: a zip or a folder in PKLot's layout. They stay in this page's memory.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { radioButtons, radioGroup } from '../../kit/radio_group.js'
import { chooseSpaces, filesBelow, filesOf, zipOf } from './folder.js'
import { READERS } from './request.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */
/** @typedef {import('./request.js').Contents} Contents */
/** @typedef {import('./request.js').Day} Day */
/** @typedef {import('./request.js').Answers} Answers */
/** @typedef {{ file: Blob, name: string, number: number, training: string, weather: string, contents: Contents | null, days: Map<string, { day: Day, answers: Answers }> }} Own `weather`: whose spaces are shown */

let brought = 0 // files so far: each asks anew, whatever its name is

/**
 * Buttons, drops and choices. `changed(own)` hears the file and what is chosen of it, null for the drawn car park.
 * @param {Instrument} parts
 * @param {(own: Own | null) => void} changed
 */
export function bindOwn(parts, changed) {
  const { $, t, bus } = parts
  /** @type {Own | null} */
  let own = null
  const tell = (/** @type {Partial<Own>} */ more) => changed((own = own && { ...own, ...more }))
  const mark = radioGroup($('[data-chooses=lessons]'), training => tell({ training }))
  const take = (/** @type {Blob} */ file, /** @type {string} */ name, /** @type {string} */ files = '') => {
    own = { file, name, number: ++brought, training: '', weather: '', contents: null, days: new Map() }
    $('.own .files').textContent = files
    changed(own)
  }
  const says = (/** @type {string} */ text) => ($('.bring .coming').textContent = text)
  const takeFolder = folderTaker(t, take, says)
  bindPickers(parts, take, takeFolder)
  bindDrop(parts, takeFolder, says)
  bus.on('pklotFile', file => file && take(file, file.name))
  $('[data-do=drawn]').onclick = () => changed((own = null))
  return {
    /**
     * What the file holds.
     * @param {Contents} contents
     */
    heard(contents) {
      own = own && { ...own, contents } // `training` stays as it was asked
      showContents(parts, contents)
      mark(contents.training)
      return own
    },
    choose: (/** @type {string} */ weather) => tell({ weather }),
  }
}

/**
 * Reads a folder and hands its spaces over as a zip; what goes wrong on the way is said, and what was shown stays.
 * @param {Instrument['t']} t
 * @param {(file: Blob, name: string, files: string) => void} take
 * @param {(text: string) => void} says
 */
function folderTaker(t, take, says) {
  return async (/** @type {Promise<import('./folder.js').Found[]>} */ coming, /** @type {string} */ name) => {
    try {
      const files = await coming
      const chosen = chooseSpaces(files, t.most)
      says(chosen.length ? fillTemplate(t.reading, { n: write.short(chosen.length, 9) }) : t.no_spaces)
      if (!chosen.length) return
      const zip = await zipOf(chosen)
      says('')
      take(zip, name, fillTemplate(t.files, { n: write.short(chosen.length, 9), all: write.short(files.length, 9), most: t.most }))
    } catch (error) {
      if (!(error instanceof DOMException)) console.error(error) // what a browser says of a file that it cannot read
      says(fillTemplate(t.unreadable_folder, { name }))
    }
  }
}

/**
 * @param {Instrument} parts
 * @param {Contents} contents
 */
function showContents({ $, t }, { weathers, left_out }) {
  $('[data-chooses=lessons]').replaceChildren(...radioButtons(weathers.map(({ weather }) => [weather, t.weather_names[weather]])))
  $('.own .contents').replaceChildren(...weathers.map(one => createElement('li', {}, contentText(one, t))))
  $('.own .left').textContent = left_out
}

/**
 * @param {Contents['weathers'][number]} one
 * @param {Instrument['t']} t
 */
const contentText = ({ weather, free, taken, days }, t) =>
  fillTemplate(days === 1 ? t.content_day : t.content, { weather: t.weather_names[weather], days, free, taken })

/**
 * @param {Instrument} parts
 * @param {(file: Blob, name: string) => void} take
 * @param {(coming: Promise<import('./folder.js').Found[]>, name: string) => void} takeFolder
 */
function bindPickers({ $ }, take, takeFolder) {
  const [zip, folder] = ['zip', 'folder'].map(kind => /** @type {HTMLInputElement} */ ($(`.bring [data-picks=${kind}]`)))
  $('[data-do=zip]').onclick = () => zip.click()
  $('[data-do=folder]').onclick = () => folder.click()
  zip.onchange = () => {
    const [file] = zip.files ?? []
    zip.value = ''
    if (file) take(file, file.name)
  }
  folder.onchange = () => {
    const files = filesOf(folder.files ?? [])
    folder.value = ''
    if (files.length) takeFolder(Promise.resolve(files), files[0].path.split('/')[0])
  }
}

/**
 * A folder that is dropped while the view is open; a zip comes by the bus, from who opens projects.
 * @param {Instrument} parts
 * @param {(coming: Promise<import('./folder.js').Found[]>, name: string) => void} takeFolder
 * @param {(text: string) => void} says
 */
function bindDrop({ t, bus }, takeFolder, says) {
  addEventListener(
    'drop',
    event => {
      if (bus.get('tab') !== 'uses' || bus.get('uses.view') !== 'parking') return
      const entry = [...(event.dataTransfer?.items ?? [])].map(item => item.webkitGetAsEntry?.()).find(one => one?.isDirectory)
      if (!entry) return
      event.preventDefault()
      event.stopImmediatePropagation()
      document.body.classList.remove('dropping')
      const seen = (/** @type {number} */ n) => says(fillTemplate(t.looking, { n: write.short(n, 9) }))
      takeFolder(filesBelow(entry, seen), entry.name)
    },
    true,
  )
}

/**
 * Scores in figures, for own spaces: the chart has no room to say of how many spaces each is.
 * @param {HTMLElement} place
 * @param {import('./request.js').Score[]} scores
 * @param {Instrument['t']} t
 */
export function showTable(place, scores, t) {
  /** @type {(first: string, texts: string[], kind: 'th' | 'td') => HTMLElement} */
  const cells = (first, texts, kind) =>
    createElement(
      'tr',
      {},
      createElement('th', { scope: kind === 'td' ? 'row' : 'col' }, first),
      ...texts.map(text => createElement(kind, kind === 'th' ? { scope: 'col' } : {}, text)),
    )
  const order = Object.keys(t.weather_names)
  const sorted = [...scores].sort((a, b) => order.indexOf(a.weather) - order.indexOf(b.weather))
  const rows = sorted.map(({ weather, right, asked }) => {
    const figures = READERS.map(one => write.short((100 * right[one]) / asked, 3))
    return cells(t.weather_names[weather], [write.short(asked, 9), ...figures], 'td')
  })
  const head = cells(t.weather, [t.asked, ...READERS.map(one => t[one])], 'th')
  place.replaceChildren(createElement('thead', {}, head), createElement('tbody', {}, ...rows))
}
