// Thumbnails of the stops: those that came with the lecture, and of others one made from the live page once they have been seen.
import { contextOf } from '../../kit/canvas.js'
import { createElement } from '../../kit/element.js'
import { resolveUrl } from '../../kit/ask.js'
import { OURS } from '../presenter.js'
import { cropStage, renderStage } from '../snapshot.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const WIDTH = 144 // px, twice what is shown
const CALM = 1500 // ms at a stop until its picture is made
const QUALITY = 0.8

const CORNER = { history: [0.02, 0.06], uses: [0.25, 0.08], '': [0.25, 0.26] } // of the part that is shown, in fractions of the stage

/**
 * The part of the stage where the work is, as a small picture; what is masked on the stage is masked in it.
 * @param {any} [tab]
 */
export async function thumbnailOfStage(tab = '') {
  const shot = await renderStage()
  const [x, y] = CORNER[tab] ?? CORNER['']
  const height = Math.min(1 - y, (0.5 * shot.width) / 1.6 / shot.height)
  const picture = cropStage(shot, [x, y, 0.5, height], WIDTH)
  const scale = WIDTH / (0.5 * shot.width)
  const from = { left: shot.left + x * shot.width, top: shot.top + y * shot.height }
  for (const sheet of document.querySelectorAll('#cnn-path .veils > div')) hatch(picture, sheet.getBoundingClientRect(), from, scale)
  return picture.toDataURL('image/webp', QUALITY)
}

function hatch(picture, box, from, scale) {
  const ctx = contextOf(picture)
  const style = getComputedStyle(document.body)
  const of = name => style.getPropertyValue(name).trim()
  const [left, top, width, height] = [box.left - from.left, box.top - from.top, box.width, box.height].map(v => v * scale)
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, top, width, height)
  ctx.clip()
  ctx.fillStyle = of('--wash')
  ctx.fillRect(left, top, width, height)
  ctx.strokeStyle = of('--edge')
  ctx.lineWidth = 0.7
  ctx.beginPath()
  for (let at = left - height; at < left + width; at += 7) {
    ctx.moveTo(at, top + height)
    ctx.lineTo(at + height, top)
  }
  ctx.stroke()
  ctx.fillStyle = of('--accent')
  ctx.fillRect(left, top, 2, height)
  ctx.restore()
}

/** @param {Pick<Instrument, 'bus'>} parts */
export function createThumbnails({ bus }) {
  const made = new Map()
  let due = 0
  const now = () => bus.get('lecture.stops')?.[bus.get('lecture.at')] ?? null
  const known = stop => stop.thumb ?? made.get(`${stop.id} ${stop.see}`) ?? null
  const ours = stop => (bus.get('lecture.name') === OURS ? resolveUrl(`cnn/lecture/${stop.id}.webp`) : null)
  async function take() {
    const stop = now()
    if (!stop || known(stop) || ours(stop) || bus.get('lecture.away') || bus.get('lecture.overview')) return
    made.set(`${stop.id} ${stop.see}`, await thumbnailOfStage(bus.get('tab')).catch(() => null))
    bus.set('lecture.thumbs', Symbol())
  }
  bus.on(['lecture.at', 'lecture.navigating'], () => {
    clearTimeout(due)
    if (now() && !bus.get('lecture.navigating')) due = setTimeout(take, CALM)
  })
  return {
    /** An image of a stop, or an empty place of its size. */
    element(stop) {
      const place = createElement('span', 'thumb')
      const address = known(stop) ?? ours(stop)
      if (address) place.append(Object.assign(new Image(), { src: address, alt: '', onerror: () => place.replaceChildren() }))
      return place
    },
  }
}
