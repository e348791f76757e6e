// The picture as the network took it, with the part of it that the cell under the cursor sees.
import { paintPicture } from '../kit/canvas.js'
import { isVector, receptiveWindow } from '../kit/geometry.js'
import { fill } from '../kit/numbers.js'
import { term } from '../kit/term.js'

const FINE = 64 // px: smaller pictures are shown pixel by pixel

function sentence({ receptive_field: field, shape }, [height, width], t) {
  const [h, w] = [Math.min(height, field.size[0]), Math.min(width, field.size[1])]
  if (field.whole || (h === height && w === width)) return isVector(shape) ? t.whole_unit : t.whole
  return h === 1 && w === 1 ? t.itself : fill(t.field, { h, w })
}

export function mount({ $, t, bus }) {
  const canvas = $('canvas')
  const frame = $('.field')
  term($('.sees'), t.field_help)
  const present = () => {
    const network = bus.get('network')
    const seen = bus.get('seen')
    const maps = bus.get('maps')
    if (!network || seen?.network !== network.key || maps?.network !== network.key) return null
    return { network, shape: seen.picture.shape, layer: network.layers.find(l => l.name === maps.layer) }
  }
  bus.on('seen', ({ picture }) => {
    paintPicture(canvas, picture.values, picture.shape)
    canvas.classList.toggle('fine', Math.max(...picture.shape.slice(0, 2)) > FINE)
  })
  bus.on(['seen', 'maps'], () => {
    const now = present()
    if (!now?.layer) return
    $('.size').textContent = now.shape.join(' × ')
    $('.how').textContent = now.network.drawing ? t.drawing : t.photograph
    $('.sees').textContent = sentence(now.layer, now.shape, t)
  })
  bus.on(['hover', 'maps'], () => {
    const now = present()
    const at = bus.get('hover')
    frame.hidden = !now?.layer || !at
    if (frame.hidden) return
    const [height, width] = now.shape
    const { top, left, bottom, right } = receptiveWindow(now.layer.receptive_field, at.row, at.col, height, width)
    const part = (v, whole) => `${(100 * v) / whole}%`
    Object.assign(frame.style, {
      top: part(top, height),
      left: part(left, width),
      height: part(bottom - top, height),
      width: part(right - left, width),
    })
  })
}
