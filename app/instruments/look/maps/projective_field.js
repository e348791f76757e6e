// Over the maps: the cells of each channel that feel the pixel which is pointed at in the network's input.
import { bus } from '../../kit/bus.js'
import { fitCanvas } from '../../kit/canvas.js'
import { tileCorner, projectiveField } from '../../kit/geometry.js'
import { strokeFields } from '../field_frames.js'

/** `now()` is the subject, `view()` how it is laid out. */
export function paintProjectiveField(canvas, { now, view }) {
  const paint = fitCanvas(canvas, (_, width, height) => {
    const d = now()
    const v = view()
    const pixel = bus.get('pixel')
    if (!pixel || !d || d.vector || !v) return
    const felt = projectiveField(d.layer.receptive_field, ...pixel, d.height, d.width)
    if (!felt) return
    const [across, down] = [(felt.right - felt.left) * v.cell, (felt.bottom - felt.top) * v.cell]
    const corners = Array.from({ length: v.count }, (_, slot) => tileCorner(v, slot)).filter(({ x, y }) => y <= height && x <= width)
    strokeFields(
      canvas,
      corners.map(({ x, y }) => ({
        left: x + felt.left * v.cell,
        top: y + felt.top * v.cell,
        width: Math.max(3, across),
        height: Math.max(3, down),
      })),
    )
  })
  bus.on(['pixel', 'maps', 'selectedChannel'], paint)
}
