// The thumbnails of the cards: only those that can be seen are painted.
import { fillTemplate } from '../../kit/numbers.js'
import { paintThumbnail } from '../../kit/thumbnail.js'
import { frameProjectiveField } from './projective_field.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */

const BESIDE = '120px' // painted a little before it is scrolled into sight

/**
 * Paints the cards of `list` when they come into sight. → { watch(cards), repaint() }
 * @param {HTMLElement} list
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
export function createThumbnails(list, t, bus) {
  const visible = new Set()
  let due = 0
  const paint = card => {
    const [seen, network] = [bus.get('forward'), bus.get('network')]
    const place = Number(card.dataset.place)
    const layer = seen?.network === network?.key && seen.layers[place]
    if (!layer) return
    const canvas = card.querySelector('canvas')
    paintThumbnail(canvas, layer)
    const pixel = bus.get('pixel')
    if (pixel) frameProjectiveField(canvas, network.layers[place], pixel, layer.thumbnail.shape)
    const what = fillTemplate(layer.channel === null ? t.thumbnail_units : t.thumbnail_channel, { n: layer.channel, name: layer.name })
    card.title = `${layer.name}\n${what}`
  }
  const watcher = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        visible[isIntersecting ? 'add' : 'delete'](target)
        if (isIntersecting) paint(target)
      }
    },
    { root: list, rootMargin: `0px ${BESIDE}` },
  )
  return {
    watch(cards) {
      watcher.disconnect()
      visible.clear()
      cards.forEach(card => watcher.observe(card))
    },
    repaint() {
      due ||= requestAnimationFrame(() => {
        due = 0
        visible.forEach(paint)
      })
    },
  }
}
