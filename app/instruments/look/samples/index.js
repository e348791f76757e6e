// Samples: drawings for the networks that take drawings, photographs for the others, those of the network in use first.
import { createElement } from '../../kit/element.js'
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { resolveUrl } from '../../kit/ask.js'
import { samples, sampleSource } from '../../kit/samples.js'
import { fillTemplate } from '../../kit/numbers.js'
import { decode, fromText, paintStrokes } from '../../kit/strokes.js'
import { showPicture } from '../../kit/picture_input.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

function picture(sample) {
  if (sample.ink === undefined)
    return Object.assign(new Image(), { src: resolveUrl(sample.url), alt: '', loading: 'lazy', decoding: 'async' })
  const canvas = createElement('canvas')
  const strokes = decode(fromText(sample.ink) ?? new Uint8Array()) ?? []
  fitCanvas(canvas, (ctx, width) => paintStrokes(ctx, strokes, width, styleOf(canvas).of('ink')))
  return canvas
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const shelves = $('.shelves')
  function button(sample) {
    const b = createElement('button')
    b.type = 'button'
    b.dataset.sample = sample.key
    b.ariaLabel = sample.title
    b.title = sample.credit ? fillTemplate(t.credit, sample) : sample.title
    b.append(picture(sample))
    b.onclick = async () => {
      try {
        showPicture(await sampleSource(sample), sample.drawing)
      } catch {
        bus.set('error', bus.get('words').sample_missing)
      }
    }
    return b
  }
  function shelf(kind, list) {
    const section = createElement('section')
    const grid = createElement('div')
    section.className = 'shelf'
    section.ariaLabel = t[kind]
    grid.className = 'grid'
    grid.append(...list.map(button))
    section.append(grid)
    section.hidden = !list.length
    return section
  }
  function mark() {
    for (const b of shelves.querySelectorAll('button')) b.ariaPressed = String(b.dataset.sample === bus.get('source')?.sample)
  }
  async function fillShelves() {
    let list
    try {
      list = await samples()
    } catch {
      return bus.once('forward', fillShelves)
    } // when somebody answers again
    const drawings = shelf(
      'drawings',
      list.filter(s => s.drawing),
    )
    const photographs = shelf(
      'photographs',
      list.filter(s => !s.drawing),
    )
    shelves.replaceChildren(drawings, photographs)
    bus.on('network', network => {
      drawings.style.order = network.drawing ? '0' : '2'
    })
    bus.on('source', mark)
  }
  fillShelves()
}
