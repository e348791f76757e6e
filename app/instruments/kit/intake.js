// A picture of the visitor's own, from wherever it comes: paste, drop, file picker, camera. It stays in this page's memory.
import { bus } from './bus.js'
import { readable } from './heic.js'
import { fill } from './numbers.js'
import { write } from './language.js'
import { onPaper } from './on_paper.js'
import { openTab } from './tabs.js'

const PHOTOGRAPHS = 'resnet109' // ours, and always on this machine; where it is not listed the network stays

/** The network a photograph goes to: the one in use, unless that takes drawings and a better one is at hand. */
export function networkFor(drawing) {
  const networks = bus.get('networks')
  const key = bus.get('choose')
  if (!networks?.has(key) || networks.get(key).drawing === drawing) return key
  const first = drawing ? [...networks.values()].find(c => c.drawing && c.weights !== 'random')?.key : PHOTOGRAPHS
  return networks.has(first) ? first : key
}

const offers = new WeakMap() // file → what is offered of it: it comes back with its file, when another one is refused
/** Another way to look at a file: `drawing`, whether with a network for digits; `moved`, whether that was done already. */
export function offerFor(file, drawing, moved = false) {
  offers.set(file, { file, drawing, moved })
  if (bus.get('source')?.file === file) bus.set('offer', offers.get(file))
}
bus.on('source', source => bus.set('offer', (source?.file && offers.get(source.file)) ?? null))

let moved = null // { from, to }: the network that a picture has put aside by itself, and the one that took its place

/** Puts a source to the networks, on the one that takes such pictures. */
export function show(source, drawing = false) {
  const [from, key] = [bus.get('choose'), networkFor(drawing)]
  const other = key !== from
  if (other) moved = drawing ? null : { from, to: key }
  bus.set('choose', key)
  bus.set('source', other ? { ...source, after: key } : source)
}

/** A drawing goes back to the network that a picture has put aside, unless somebody has chosen another one since. → the source to show. */
export function drawn(source) {
  const back = moved && bus.get('choose') === moved.to ? moved.from : null
  moved = null
  if (!back) return source
  bus.set('choose', back)
  return { ...source, after: back }
}

let latest = null // the file that was brought last: one that takes long to read does not come after it

/** A file that was brought. Too large a one is refused here already; everything else the server judges by its content. */
export async function bring(given, name = given.name ?? '') {
  latest = given
  const file = await readable(given)
  if (latest !== given) return
  const most = bus.get('words')?.picture_mb ?? 20
  const size = file.size / 1e6
  if (size > most) return bus.set('trouble', ofFile(file, fill(bus.get('words').too_large, { given: write.short(size), most: write.short(most) })))
  bus.set('trouble', null)
  const back = moved && bus.get('choose') === moved.to ? moved.from : null // a network for digits that a photograph has put aside
  const reads = !!back || !!bus.get('networks')?.get(bus.get('choose'))?.drawing
  const digit = reads && (await onPaper(file)) // it stays with the network that reads digits; any other picture goes to one for photographs
  if (latest !== given) return
  if (digit && back) bus.set('choose', back)
  show({ file, name }, digit)
  openTab('bring', 'bring-picture')
  if (reads) return offerFor(file, !digit, true)
  if (await onPaper(file)) offerFor(file, true)
}

/** A sentence about a file begins with its name, where it has one: pictures of the camera have none. */
export const ofFile = (file, sentence) => (file?.name ? `${file.name}: ${sentence}` : sentence)

const files = transfer => [...(transfer?.files ?? [])]
const carries = event => event.dataTransfer?.types.includes('Files')
/** Gradio's own upload fields, on other tabs, keep what is dropped on them. */
const elsewhere = event => event.target?.closest?.('.block:has(input[type=file]):not(.instrument)')

export function listen(root = document) {
  root.addEventListener('paste', event => {
    const [file] = files(event.clipboardData)
    if (!file || elsewhere(event)) return
    event.preventDefault()
    bring(file)
  })
  const mark = on => document.body.classList.toggle('dropping', on)
  root.addEventListener('dragover', event => {
    if (carries(event) && !elsewhere(event)) {
      event.preventDefault()
      mark(true)
    }
  })
  root.addEventListener('dragleave', event => {
    if (!event.relatedTarget) mark(false)
  })
  root.addEventListener('drop', event => {
    mark(false)
    const [file] = files(event.dataTransfer)
    if (!file || elsewhere(event)) return
    event.preventDefault()
    bring(file)
  })
}
