// The effective receptive field, on demand: how much each pixel of the input moves the cell, by its gradient.
import { paintColourBar } from '../../kit/colour_bar.js'
import { askBytes } from '../../kit/ask.js'
import { parseChannel } from '../../kit/binary.js'
import { fitCanvas } from '../../kit/canvas.js'
import { fieldCell, receptiveWindow } from '../../kit/geometry.js'
import { write } from '../../kit/language.js'
import { paintValues } from './elements.js'

/**
 * The button that lays the field over the cell's map and takes it away again. `subject()`: { network, layer, cell, picture } of the open
 * receipt. → away(): back to the map, for a receipt that is another one.
 */
export function fieldOf($, t, subject, failed) {
  const button = $('[data-do=field]')
  const box = $('.effect')
  let shown = null // { values, shape, most, window }
  const paint = fitCanvas($('.effect canvas'), (ctx, width) => {
    if (!shown) return
    const [rows, columns] = shown.shape
    const k = width / Math.max(rows, columns)
    const place = { x: (width - columns * k) / 2, y: (width - rows * k) / 2, across: columns * k, down: rows * k }
    paintValues(ctx, shown.values, shown.shape, shown.most, place)
    const { top, left, bottom, right } = shown.window
    ctx.strokeStyle = getComputedStyle(box).getPropertyValue('--accent')
    ctx.lineWidth = 2
    ctx.strokeRect(place.x + left * k + 1, place.y + top * k + 1, Math.max(2, (right - left) * k - 2), Math.max(2, (bottom - top) * k - 2))
  })
  const legend = fitCanvas($('.effect .scale'), (ctx, width, height, ratio) => paintColourBar(ctx, width, height, ratio, false))
  function put(on) {
    box.hidden = !on
    $('.plane').hidden = $('.legend').hidden = on
    button.textContent = on ? t.field_away : t.field_show
    button.setAttribute('aria-pressed', String(on))
  }
  button.onclick = async () => {
    if (!box.hidden) return put(false)
    const asked = subject()
    if (!asked) return
    try {
      const query = { network: asked.network.key, layer: asked.layer, cell: asked.cell.join(','), form: 'pixels' }
      const { values, shape } = parseChannel(await askBytes('effective_receptive_field', query, asked.picture))
      if (subject()?.key !== asked.key) return
      const at = asked.network.layers.find(l => l.name === asked.layer)
      const [row, col] = fieldCell(at, asked.cell)
      shown = {
        values,
        shape,
        most: Float32Array.from(values).reduce((a, b) => Math.max(a, b), 0),
        window: receptiveWindow(at.receptive_field, row, col, shape[0], shape[1]),
      }
    } catch (error) {
      return failed(error)
    }
    $('.effect .most').textContent = write.number(shown.most)
    put(true)
    paint()
    legend()
  }
  put(false)
  return () => put(false)
}
