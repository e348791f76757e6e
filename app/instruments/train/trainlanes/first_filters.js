// The first layer's filters at epoch 0 and at the one that is looked at, side by side, both lanes and both epochs on one scale.
import { createElement } from '../../kit/element.js'
import { theme, contextOf } from '../../kit/canvas.js'
import { colours, css, LAST, scaleIndex, ZERO } from '../../kit/colour.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'

/** The largest weight that is shown of filters [filter, y, x]; 0 of none. */
export const largest = filters => (filters ? filters.values.reduce((a, v) => (Math.abs(v) > a ? Math.abs(v) : a), 0) : 0)

export function createFirstFilters(element, t) {
  const head = createElement('p', 'top')
  const epochs = createElement('span', 'quiet')
  const scale = createElement('span', 'scale')
  const [low, bar, high] = [createElement('span'), createElement('span', 'bar'), createElement('span')]
  scale.append(createElement('span', 'quiet', t.weight), low, bar, high)
  head.append(createElement('b', '', t.first_layer), epochs, scale)
  const list = createElement('div', 'filters')
  element.replaceChildren(head, list)
  const canvases = []
  return ({ before, now, end, epoch, of, finer }) => {
    epochs.textContent = ` ${epoch > 0 ? fillTemplate(t.epochs_shown, { n: epoch }) : t.epoch_0}`
    low.textContent = write.number(-end)
    high.textContent = `+${write.number(end)}`
    const stops = [0, 0.25, 0.5, 0.75, 1].map(at => css(theme(), Math.round(at * LAST)))
    bar.style.background = `linear-gradient(90deg, ${stops.join(', ')})`
    const [count, rows, columns] = before.shape
    while (canvases.length < 2 * count) canvases.push(createElement('canvas'))
    list.replaceChildren(...Array.from({ length: count }, (_, i) => pair(canvases.slice(2 * i, 2 * i + 2))))
    for (let i = 0; i < count; i++) {
      ;[before, now].forEach((filters, k) => {
        const values = filters.values.subarray(i * rows * columns, (i + 1) * rows * columns)
        const canvas = canvases[2 * i + k]
        paint(canvas, values, rows, columns, end)
        const range = { low: write.number(Math.min(...values)), high: write.number(Math.max(...values)) }
        const words = fillTemplate(t.filter, { i: i + 1, of, epoch: k ? epoch : 0, ...range })
        canvas.title = `${words}${finer > 1 ? fillTemplate(t.finer, { n: finer }) : ''}`
      })
    }
  }
}

const pair = canvases => {
  const both = createElement('span', 'both')
  both.append(...canvases)
  return both
}

function paint(canvas, values, rows, columns, end) {
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows })
  const table = colours(theme())
  const pixels = Uint32Array.from(values, v => table[end > 0 ? scaleIndex(v, end) : ZERO])
  contextOf(canvas).putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), columns, rows), 0, 0)
}
