// Thumbnails of examples: asked for once, painted wherever they are shown.
import { createElement } from '../kit/element.js'
import { bus } from '../kit/bus.js'
import { paintPicture } from '../kit/canvas.js'
import { examplePictures } from './example_pictures.js'

const SIDE = 96 // px: sharp at twice the largest size at which they stand
const MOST = 4000 // that are kept
const known = new Map()
const wanted = new Map() // id → canvases that wait for it
let due = 0

async function fetch() {
  due = 0
  const ids = [...wanted.keys()]
  const waiting = new Map(wanted)
  wanted.clear()
  try {
    for (const [id, picture] of await examplePictures(ids, SIDE)) known.set(id, picture)
  } catch {
    return // what did not come is asked for when it is shown again
  }
  for (const [id, canvases] of waiting) if (known.has(id)) for (const canvas of canvases) paint(canvas, id)
  for (const id of known.keys()) if (known.size > MOST) known.delete(id)
}
const paint = (canvas, id) => paintPicture(canvas, known.get(id).values, known.get(id).shape)

bus.on('visitor', () => known.clear()) // ids are the server's, which gives them anew

/** A canvas that shows an example as soon as it is here. */
export function thumb(id, label = '') {
  const canvas = createElement('canvas', { className: 'thumb', width: 1, height: 1 })
  canvas.setAttribute('role', 'img')
  if (label) canvas.setAttribute('aria-label', label)
  else canvas.setAttribute('aria-hidden', 'true')
  if (known.has(id)) paint(canvas, id)
  else {
    wanted.set(id, [...(wanted.get(id) ?? []), canvas])
    due ||= setTimeout(fetch)
  }
  return canvas
}
