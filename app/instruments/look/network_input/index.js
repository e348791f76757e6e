// The picture as the network took it, with the part of it that the cell under the cursor sees.
import { paintPicture } from '../../kit/canvas.js'
import { asMaps, projectiveField, fieldCell, isVector, percentBox, receptiveWindow } from '../../kit/geometry.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { tooltip } from '../../kit/tooltip.js'
import { stepsOf } from './steps.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const FINE = 64 // px: smaller pictures are shown pixel by pixel

/**
 * @param {any} parts
 * @param {any} list
 * @param {import('../../kit/types.js').Words} t
 */
function describeField({ receptive_field: field, shape }, [height, width], t) {
  const [h, w] = [Math.min(height, field.size[0]), Math.min(width, field.size[1])]
  if (field.whole || (h === height && w === width)) return isVector(shape) ? t.whole_unit : t.whole
  return h === 1 && w === 1 ? t.itself : fillTemplate(isVector(shape) ? t.field_unit : t.field, { h, w })
}

/**
 * Pointing at a pixel, or walking from pixel to pixel with arrows.
 * @param {any} canvas
 * @param {Bus} bus
 */
function pointing(canvas, bus) {
  const put = pixel => {
    if (String(pixel) !== String(bus.get('pixel') ?? null)) bus.set('pixel', pixel)
  }
  const size = () => bus.get('forward').picture.shape
  canvas.addEventListener('pointermove', event => {
    if (!bus.get('forward')) return
    const box = canvas.getBoundingClientRect()
    const [height, width] = size()
    const at = (v, from, long, cells) => Math.min(cells - 1, Math.max(0, Math.floor(((v - from) / long) * cells)))
    put([at(event.clientY, box.top, box.height, height), at(event.clientX, box.left, box.width, width)])
  })
  for (const name of ['pointerleave', 'blur']) canvas.addEventListener(name, () => put(null))
  canvas.addEventListener('keydown', event => {
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
    if (!by || !bus.get('forward')) return
    event.preventDefault()
    const from = bus.get('pixel') ?? size().map(cells => cells >> 1)
    put(from.map((v, axis) => Math.min(size()[axis] - 1, Math.max(0, v + by[axis]))))
  })
}

/** Where a pixel is felt in a layer, as a sentence. */
function describeProjectiveField({ receptive_field: field, shape }, pixel, t) {
  if (isVector(shape)) return field.flattened ? projectiveUnits(field, shape, pixel, t) : t.felt_units
  const [, rows, columns] = asMaps(shape)
  const felt = projectiveField(field, pixel[0], pixel[1], rows, columns)
  return felt ? fillTemplate(t.felt, { top: felt.top, bottom: felt.bottom - 1, left: felt.left, right: felt.right - 1 }) : t.felt_nowhere
}

/** Of a flattened map, the units whose cell feels the pixel: as many in each channel. */
function projectiveUnits(field, shape, pixel, t) {
  const [units] = asMaps(shape)
  const [rows, columns] = field.flattened
  const felt = projectiveField(field, pixel[0], pixel[1], rows, columns)
  const channels = units / (rows * columns)
  const n = felt ? channels * (felt.bottom - felt.top) * (felt.right - felt.left) : 0
  return fillTemplate(t.felt_some, { n: write.count(n), all: write.count(units) })
}

/** The cell that a receipt names, or that the cursor is on. */
const cellOf = (shape, { cell, channel, row, col }) => cell ?? (isVector(shape) ? [channel] : [channel, row, col])

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const canvas = $('canvas')
  stepsOf(parts)
  const frame = $('.field')
  tooltip($('.sees'), t.field_help)
  const present = () => {
    const network = bus.get('network')
    const seen = bus.get('forward')
    const maps = bus.get('maps')
    if (!network || seen?.network !== network.key || maps?.network !== network.key) return null
    return { network, shape: seen.picture.shape, layer: network.layers.find(l => l.name === maps.layer) }
  }
  bus.on('forward', ({ picture }) => {
    paintPicture(canvas, picture.values, picture.shape)
    canvas.classList.toggle('fine', Math.max(...picture.shape.slice(0, 2)) > FINE)
  })
  pointing(canvas, bus)
  bus.on(['forward', 'maps', 'pixel'], () => {
    const now = present()
    if (!now?.layer) return
    $('.size').textContent = now.shape.join(' × ')
    $('.how').textContent = now.network.drawing ? t.drawing : t.photograph
    const pixel = bus.get('pixel')
    $('.how').hidden = !!pixel || !!bus.get('forward').found?.steps.length // room for where it is felt; steps say more
    $('.sees').textContent = pixel ? describeProjectiveField(now.layer, pixel, t) : describeField(now.layer, now.shape, t)
  })
  bus.on(['hover', 'framedCell', 'pixel', 'maps'], () => {
    const now = present()
    const pixel = bus.get('pixel')
    const at = bus.get('framedCell') ?? bus.get('hover')
    const layer = at?.layer ? now?.network.layers.find(l => l.name === at.layer) : now?.layer
    const hidden = !layer || !(pixel ?? at)
    frame.hidden = hidden
    if (hidden) return
    const [height, width] = now?.shape ?? []
    const window = pixel
      ? { top: pixel[0], left: pixel[1], bottom: pixel[0] + 1, right: pixel[1] + 1 }
      : receptiveWindow(layer.receptive_field, ...fieldCell(layer, cellOf(layer.shape, /** @type {any} */ (at))), height, width)
    Object.assign(frame.style, percentBox(window, [height, width]))
  })
}
