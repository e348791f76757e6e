// A picture of the visitor's own, from wherever it comes: paste, drop, file picker, camera. It stays in this page's memory.
import { bus } from './bus.js'
import { fill } from './numbers.js'
import { write } from './language.js'
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

/** Puts a source to the networks, on the one that takes such pictures. */
export function show(source, drawing = false) {
  const key = networkFor(drawing)
  const other = key !== bus.get('choose')
  bus.set('choose', key)
  bus.set('source', other ? { ...source, after: key } : source)
}

/** A file that was brought. Too large a one is refused here already; everything else the server judges by its content. */
export function bring(file, name = file.name ?? '') {
  const most = bus.get('words')?.picture_mb ?? 20
  const given = file.size / 1e6
  if (given > most) return bus.set('trouble', fill(bus.get('words').too_large, { given: write.short(given), most: write.short(most) }))
  bus.set('trouble', null)
  show({ file, name })
  openTab('bring', 'bring-picture')
}

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
