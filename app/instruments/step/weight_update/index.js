// Before, change, after: one unit's weights as three pictures on one scale.
import { tabState } from '../../kit/bus.js'
import { paintColourBar } from '../../kit/colour_bar.js'
import { colours, scaleIndex } from '../../kit/colour.js'
import { fitCanvas, imageOf, styleOf, theme } from '../../kit/canvas.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { cellOf, largest, changeMagnification } from '../settings.js'
import { currentPass, startStep } from '../controller.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

/** @param {Instrument} parts */
export function mount({ $, $$, t, bus }) {
  const { get } = tabState(bus, 'step')
  const shown = () => (currentPass(bus) && get('update')) || null
  const canvases = $$('.tiles canvas')
  const paints = canvases.map(canvas => fitCanvas(canvas, (ctx, width, height) => draw(ctx, canvas, width, height)))
  const bar = fitCanvas($('.scale canvas'), (ctx, width, height, ratio) => paintColourBar(ctx, width, height, ratio, true))
  const scaleOf = update => {
    const end = Math.max(largest(update.before), largest(update.after))
    const times = changeMagnification(largest(update.delta), end)
    return { end, times }
  }
  function draw(ctx, canvas, width, height) {
    const update = shown()
    if (!update) return
    const { of } = styleOf(canvas)
    const [rows, columns] = update.size
    const cell = Math.max(1, Math.floor(Math.min(width / columns, height / rows)))
    const box = [0, 0, columns * cell, rows * cell]
    const { end, times } = scaleOf(update)
    const what = canvas.dataset.of
    if (what !== 'before' && get('phase') < 4) {
      ctx.strokeStyle = of('line')
      ctx.setLineDash([3, 3])
      ctx.strokeRect(0.5, 0.5, box[2] - 1, box[3] - 1)
      ctx.setLineDash([])
      return
    }
    const table = colours(theme())
    const by = what === 'delta' ? times : 1
    ctx.imageSmoothingEnabled = false
    const pixels = Uint32Array.from(update[what], (v, i) => (i < update.numbers ? table[scaleIndex(by * v, end)] : 0))
    ctx.drawImage(imageOf(pixels, columns, rows), ...box)
    ctx.strokeStyle = of('line')
    ctx.strokeRect(0.5, 0.5, box[2] - 1, box[3] - 1)
    const [row, column] = cellOf(update, get('cell'))
    ctx.strokeStyle = of('accent')
    ctx.lineWidth = 2
    ctx.strokeRect(column * cell + 1, row * cell + 1, cell - 2, cell - 2)
  }
  bus.on(['step.update', 'step.phase', 'step.cell', 'step.forwardBackward', 'theme'], () => {
    const update = shown()
    if (!update) return
    words({ $, t, update, ...scaleOf(update), cell: cellOf(update, get('cell')) })
    for (const paint of [...paints, bar]) paint()
  })
  choosing({ $, canvases, bus, shown })
  startStep()
}

function words({ $, t, update, end, times, cell: [row, column] }) {
  const [, columns] = update.size
  const shape = update.of.pass.columns.find(({ weights }) => weights?.layer === update.layer)?.weights.shape ?? []
  const name = shape.length < 4 ? t.unit : shape[1] > 1 ? t.plane : t.filter
  $('.whose').textContent = fillTemplate(name, update)
  $('.times').textContent = fillTemplate(t.times, { n: write.count(times) })
  $('.high').textContent = `±${write.number(end)}`
  const at = row * columns + column
  const [before, delta, after] = [update.before, update.delta, update.after].map(of => write.number(of[at]))
  $('[role=status]').textContent = fillTemplate(t.cell, { row, column, before, delta, after })
}

/** @param {Pick<Instrument, '$' | 'bus'> & Record<string, any>} parts */
function choosing({ $, canvases, bus, shown }) {
  const choose = (canvas, event) => {
    const update = shown()
    if (!update) return
    const [rows, columns] = update.size
    const cell = Math.max(1, Math.floor(Math.min(canvas.clientWidth / columns, canvas.clientHeight / rows)))
    const at = [Math.floor(event.offsetY / cell), Math.floor(event.offsetX / cell)]
    if (at[0] < rows && at[1] < columns && at[0] * columns + at[1] < update.numbers) bus.set('step.cell', at)
  }
  for (const canvas of canvases) canvas.addEventListener('click', event => choose(canvas, event))
  $('.tiles').addEventListener('keydown', event => {
    const update = shown()
    const by = ARROWS[event.key]
    const unit = { PageUp: -1, PageDown: 1 }[event.key]
    if (!update || !(by || unit) || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    if (unit) {
      const { norms } = update.of.pass.columns.find(({ weights }) => weights?.layer === update.layer).weights
      return bus.set('step.weights', { layer: update.layer, unit: (update.unit + unit + norms.length) % norms.length })
    }
    const now = cellOf(update, bus.get('step.cell'))
    const to = now.map((v, axis) => Math.min(update.size[axis] - 1, Math.max(0, v + by[axis])))
    if (to[0] * update.size[1] + to[1] < update.numbers) bus.set('step.cell', to)
  })
}
