// Back to the pixels: the cell, its strongest term's cell, and so on; what was walked stands before it. Each is a door.
import { contextOf } from '../../kit/canvas.js'
import { createElement } from '../../kit/element.js'
import { reach } from '../../kit/colour.js'
import { channelName } from '../../kit/channels.js'
import { fieldCell, isVector, receptiveWindow } from '../../kit/geometry.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { shortened } from '../layer_names.js'
import { same } from '../receipt_trace.js'
import { createCanvas, paintCodes } from './elements.js'

const SIDE = 80 // px
const NAME = 8 // characters of a layer's name
const SHOWN = 5
const LAST = 3

/**
 * What is shown of a way: [{ step, at (its place in the way, or null where it only follows), skipped (before it) }].
 * `walked`: steps before the open one; `ahead`: the open one and what follows it, `skipped` of which are left out after `near`.
 */
export function shownOf(walked, ahead, skipped, near = 2) {
  const all = [
    ...walked.map((traceStep, at) => ({ traceStep, at, skipped: 0 })),
    ...ahead.map((traceStep, i) => ({ traceStep, at: i === 0 ? walked.length : null, skipped: skipped && i === near ? skipped : 0 })),
  ]
  if (all.length <= SHOWN && !skipped) return all
  const open = walked.length
  const first = all.slice(Math.max(0, open - 1), open + 1)
  const rest = all.slice(open + 1)
  const last = rest.slice(-LAST)
  const between = rest.length - last.length + rest.reduce((sum, one) => sum + one.skipped, 0)
  const kept = [...first, ...last]
  return kept.map((one, i) => ({ ...one, skipped: i === first.length ? between : i === 0 && open > 1 ? open - 1 : 0 }))
}

const short = v => write.number(v, 4)
const brief = v => write.short(v, 3)

/** What a step does in a word, and in a line. */
export function describeStep(traceStep, t, drawing) {
  const { rule, kind, terms, strongest, values, formula, facts } = traceStep
  const n = write.count(terms)
  const product = strongest && Number.isFinite(strongest.weight) ? `${brief(strongest.value)} × ${brief(strongest.weight)}` : ''
  const weighted = product ? fillTemplate(t.largest_term, { product }) : ''
  if (rule === 'given') return [t.a_pixel, fillTemplate(drawing ? t.of_ink : t.of_level, { level: write.count(facts.pixel) })]
  if (rule === 'largest')
    return [fillTemplate(t.max_n, { n }), values.length ? fillTemplate(t.of_values, { list: values.map(brief).join('; ') }) : '']
  if (rule === 'function') {
    const rectified = formula === 'max(0, {x})'
    return [formula.replaceAll('{x}', 'x'), rectified ? (strongest.value > 0 ? t.passes_short : t.stopped_short) : '']
  }
  if (rule === 'copy') return [t.passes_on, kind === 'dropout' ? t.nothing_here : '']
  if (rule === 'product') return [t.product_2, values.length ? values.map(brief).join(' × ') : '']
  if (rule === 'share') return [fillTemplate(t.share_n, { n }), '']
  if (kind === 'normalisation') return ['a · x + b', 'a' in facts ? `${write.short(facts.a, 4)} · x` : weighted]
  if (kind === 'average pooling') return [fillTemplate(t.mean_n, { n }), '']
  return [fillTemplate(t.sum_n, { n }), weighted]
}

/** A step's map with its cell; the input as the picture itself, with the field of the cell that the way began at. */
function thumbnail(traceStep, { seen, token, field }) {
  const { thumbnail: map, layer } = traceStep
  return createCanvas('map', SIDE, SIDE, ctx => {
    const input = layer === 'input' && seen
    const [height, width] = input ? seen.picture.shape : map.shape
    const k = SIDE / Math.max(height, width)
    const box = { x: (SIDE - width * k) / 2, y: (SIDE - height * k) / 2, across: width * k, down: height * k }
    if (input) ctx.drawImage(inputOf(seen), box.x, box.y, box.across, box.down)
    else paintCodes(ctx, map, traceStep.low, traceStep.step, reach(traceStep.minimum, traceStep.maximum), box)
    const mark = (row, column, rows, columns, colour) => {
      ctx.lineWidth = 2
      ctx.strokeStyle = token(colour)
      const down = Math.max(6, rows * k)
      const across = Math.max(6, columns * k)
      const [y, x] = [box.y + (row + rows / 2) * k, box.x + (column + columns / 2) * k]
      ctx.strokeRect(Math.max(1, x - across / 2), Math.max(1, y - down / 2), Math.min(across, SIDE - 2), Math.min(down, SIDE - 2))
    }
    if (input && field) mark(field.top, field.left, field.bottom - field.top, field.right - field.left, 'field')
    const [row, column] = placeIn(traceStep, input ? [height, width] : map.shape)
    mark(row, column, 1, 1, input ? 'field' : 'accent')
  })
}

/** The cell's [row, column] in what is painted, [height, width]: a thumbnail, which may be smaller than the layer, or the picture itself. */
export function placeIn({ cell, size }, [height, width]) {
  if (!size || isVector(size)) return [Math.floor(cell[0] / width), cell[0] % width]
  return [Math.min(height - 1, (cell[1] * height) / size[1]), Math.min(width - 1, (cell[2] * width) / size[2])]
}

const pictures = new WeakMap()
/** The picture as the network took it, once per answer. */
function inputOf(seen) {
  if (!pictures.has(seen)) {
    const [height, width, channels] = seen.picture.shape
    const canvas = new OffscreenCanvas(width, height)
    const ctx = contextOf(canvas)
    const image = ctx.createImageData(width, height)
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) image.data[4 * i + c] = seen.picture.values[i * channels + (channels === 1 ? 0 : c)]
      image.data[4 * i + 3] = 255
    }
    ctx.putImageData(image, 0, 0)
    pictures.set(seen, canvas)
  }
  return pictures.get(seen)
}

const cellText = (cell, shape) => (shape && !isVector(shape) ? cell.slice(1).join(', ') : '')

/** Fills `list`. `context`: { walked, receipt, network, seen, t, token, drawing }; `go(place in the way, step)` when one is chosen. */
export function paintTrace(list, context, go) {
  const { walked, receipt, network, t } = context
  const layers = new Map(network.layers.map(l => [l.name, l]))
  const from = layers.get(receipt.layer)
  const [height, width] = context.seen.picture.shape
  const field = from?.receptive_field && receptiveWindow(from.receptive_field, ...fieldCell(from, receipt.cell), height, width)
  const items = shownOf(walked, receipt.trace, receipt.skipped).flatMap(({ traceStep, at, skipped }) => {
    const gap = skipped
      ? [createElement('li', 'gap', fillTemplate(skipped === 1 ? t.step_more : t.steps_more, { n: write.count(skipped) }))]
      : []
    const [does, line] = describeStep(traceStep, t, context.drawing)
    const button = createElement(
      'button',
      'trace-step',
      thumbnail({ ...traceStep, size: layers.get(traceStep.layer)?.shape }, { ...context, field }),
      createElement(
        'span',
        'text',
        createElement(
          'span',
          '',
          createElement('b', '', shortened(traceStep.layer, NAME)),
          ` ${channelName(network, traceStep.layer, traceStep.cell[0])}`,
        ),
        createElement('span', '', cellText(traceStep.cell, layers.get(traceStep.layer)?.shape)),
        createElement('span', 'does', does),
        createElement('b', '', `${short(traceStep.torch_value)}`, traceStep.agrees ? '' : ' ✗'),
      ),
      createElement('span', 'line', line),
    )
    button.type = 'button'
    const open = same(traceStep, receipt)
    button.setAttribute('aria-current', open ? 'step' : 'false')
    button.title = `${traceStep.layer} [${traceStep.cell.join(', ')}]`
    button.onclick = () => go(at, traceStep)
    return [...gap, createElement('li', '', button)]
  })
  list.replaceChildren(...items)
}
