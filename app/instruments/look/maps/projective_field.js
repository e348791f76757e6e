// Over the maps: the cells of each channel that feel the pixel which is pointed at in the network's input.
import { bus } from '../../kit/bus.js'
import { fitCanvas } from '../../kit/canvas.js'
import { tileCorner, projectiveField } from '../../kit/geometry.js'

/** `now()` is the subject, `view()` how it is laid out. */
export function paintProjectiveField(canvas, { now, view }) {
  const paint = fitCanvas(canvas, (ctx, width, height) => {
    const d = now()
    const v = view()
    const pixel = bus.get('pixel')
    if (!pixel || !d || d.vector || !v) return
    const felt = projectiveField(d.layer.receptive_field, ...pixel, d.height, d.width)
    if (!felt) return
    const style = getComputedStyle(canvas)
    for (const { token, line } of [
      { token: '--field-edge', line: 3 },
      { token: '--field', line: 2 },
    ]) {
      ctx.strokeStyle = style.getPropertyValue(token)
      ctx.lineWidth = line
      for (let slot = 0; slot < v.count; slot++) {
        const { x, y } = tileCorner(v, slot)
        if (y > height || x > width) continue
        const [across, down] = [(felt.right - felt.left) * v.cell, (felt.bottom - felt.top) * v.cell]
        ctx.strokeRect(x + felt.left * v.cell, y + felt.top * v.cell, Math.max(3, across), Math.max(3, down))
      }
    }
  })
  bus.on(['pixel', 'maps', 'selectedChannel'], paint)
}
