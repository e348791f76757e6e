// A picture of the visitor's own, from wherever it comes: paste, drop, file picker, camera. It stays in this page's memory.
import { bus } from './bus.js'
import { toReadableFile } from './heic.js'
import { fillTemplate } from './numbers.js'
import { write } from './language.js'
import { isDigitOnPaper } from './digit_on_paper.js'
import { openTab } from './gradio_tabs.js'
import { usualNetwork } from './network_cards.js'

/** @typedef {import('./types.js').Source} Source */

/**
 * The network a photograph goes to: the one in use, unless that takes drawings and a better one is at hand.
 * @param {boolean} drawing
 */
export function networkFor(drawing) {
  const networks = bus.get('networks')
  const key = bus.get('wantedNetwork')
  const card = key && networks?.get(key)
  if (!card || card.drawing === drawing) return key
  return usualNetwork(networks, drawing)?.key ?? key
}

/** @type {WeakMap<Blob, NonNullable<import('./state.js').State['networkOffer']>>} */
const offers = new WeakMap() // file → what is offered of it: it comes back with its file, when another one is refused
/**
 * Another way to look at a file: `drawing`, whether with a network for digits; `moved`, whether that was done already.
 * @param {Blob} file
 * @param {boolean} drawing
 * @param {boolean} moved
 */
export function offerFor(file, drawing, moved = false) {
  offers.set(file, { file, drawing, moved })
  if (bus.get('source')?.file === file) bus.set('networkOffer', offers.get(file) ?? null)
}
bus.on('source', source => bus.set('networkOffer', (source?.file && offers.get(source.file)) || null))

/** @type {{ from: string | undefined, to: string | undefined } | null} */
let switchedNetwork = null // { from, to }: the network that a picture has put aside by itself, and the one that took its place

/**
 * Puts a source to the networks, on the one that takes such pictures.
 * @param {Source} source
 * @param {boolean} drawing
 */
export function showPicture(source, drawing = false) {
  const [from, key] = [bus.get('wantedNetwork'), networkFor(drawing)]
  const other = key !== from
  if (other) switchedNetwork = drawing ? null : { from, to: key }
  bus.set('wantedNetwork', key)
  bus.set('source', other ? { ...source, after: key } : source)
}

/**
 * A drawing goes back to the network that a picture has put aside, unless somebody has chosen another one since. → the source to show.
 * @param {Source} source
 * @returns {Source}
 */
export function backToDrawing(source) {
  const back = switchedNetwork && bus.get('wantedNetwork') === switchedNetwork.to ? switchedNetwork.from : null
  switchedNetwork = null
  if (!back) return source
  bus.set('wantedNetwork', back)
  return { ...source, after: back }
}

/** @type {Blob | null} */
let lastFile = null // the file that was brought last: one that takes long to read does not come after it

/**
 * A file that was brought. Too large a one is refused here already; everything else the server judges by its content.
 * @param {Blob & { name?: string }} given
 * @param {string} name
 */
export async function bringPicture(given, name = given.name ?? '') {
  lastFile = given
  const file = await toReadableFile(given)
  if (lastFile !== given) return
  const most = bus.get('words')?.picture_mb ?? 20
  const size = file.size / 1e6
  if (size > most)
    return bus.set(
      'error',
      withFileName(file, fillTemplate(bus.get('words').too_large, { given: write.short(size), most: write.short(most) })),
    )
  bus.set('error', null)
  const back = switchedNetwork && bus.get('wantedNetwork') === switchedNetwork.to ? switchedNetwork.from : null // a network for digits that a photograph has put aside
  const reads = !!back || !!bus.get('networks')?.get(bus.get('wantedNetwork') ?? '')?.drawing
  const digit = reads && (await isDigitOnPaper(file)) // it stays with the network that reads digits; any other picture goes to one for photographs
  if (lastFile !== given) return
  if (digit && back) bus.set('wantedNetwork', back)
  showPicture({ file, name }, digit)
  openTab('input', 'input-picture')
  if (reads) return offerFor(file, !digit, true)
  if (await isDigitOnPaper(file)) offerFor(file, true)
}

/**
 * A sentence about a file begins with its name, where it has one: pictures of the camera have none.
 * @param {{ name?: string } | null | undefined} file
 * @param {string} sentence
 */
export const withFileName = (file, sentence) => (file?.name ? `${file.name}: ${sentence}` : sentence)

/** @param {DataTransfer | null} transfer */
const filesOf = transfer => [...(transfer?.files ?? [])]
/** @param {DragEvent} event */
const carriesFiles = event => event.dataTransfer?.types.includes('Files')
/**
 * Gradio's own upload fields, on other tabs, keep what is dropped on them.
 * @param {Event} event
 */
const overUploadField = event =>
  /** @type {Partial<Element> | null} */ (event.target)?.closest?.('.block:has(input[type=file]):not(.instrument)')

/**
 * Takes what is pasted or dropped anywhere.
 * @param {Document} root
 */
export function listenForPictures(root = document) {
  root.addEventListener('paste', event => {
    const [file] = filesOf(event.clipboardData)
    if (!file || overUploadField(event)) return
    event.preventDefault()
    bringPicture(file)
  })
  /** @param {boolean} on */
  const mark = on => document.body.classList.toggle('dropping', on)
  root.addEventListener('dragover', event => {
    if (carriesFiles(event) && !overUploadField(event)) {
      event.preventDefault()
      mark(true)
    }
  })
  root.addEventListener('dragleave', event => {
    if (!event.relatedTarget) mark(false)
  })
  root.addEventListener('drop', event => {
    mark(false)
    const [file] = filesOf(event.dataTransfer)
    if (!file || overUploadField(event)) return
    event.preventDefault()
    bringPicture(file)
  })
}
