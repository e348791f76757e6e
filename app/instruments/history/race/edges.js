// The visitor's picture as oriented strokes, a cell of it taken apart; and a sheet of the pictures that the race runs on.
import { createElement } from '../../kit/element.js'
import { askBytes } from '../../kit/ask.js'
import { parseBinary, requiredArray } from '../../kit/binary.js'
import { fitCanvas, paintPicture, styleOf, contextOf } from '../../kit/canvas.js'
import { latestOnly } from '../../kit/latest_only.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { paint } from './gradients.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const form = source => (source.strokes ? 'strokes' : 'picture')
const BLOCK = 36 // numbers of a block of four cells

/** @param {Pick<Instrument, 'element' | '$' | 't' | 'bus'> & Record<string, any>} parts */
export function edges({ element, $, t, bus, open }) {
  const canvas = $('.oriented')
  let found = null
  let at = null
  const soon = fitCanvas(canvas, (ctx, width) => {
    if (!found) return
    const styles = styleOf(element)
    ctx.fillStyle = styles.of('plane')
    ctx.fillRect(0, 0, width, width)
    paint(ctx, width, { ...found, styles })
    if (!at) return
    const k = width / found.cells.shape[1]
    ctx.strokeStyle = styles.of('ink')
    ctx.lineWidth = 2
    ctx.strokeRect(at[1] * k + 1, at[0] * k + 1, k - 2, k - 2)
  })
  const ask = latestOnly(
    ({ network, source }) => askBytes('gradient_orientations', { network, form: form(source) }, source.strokes ?? source.file),
    (_, buffer) => {
      const { head, arrays } = parseBinary(buffer)
      found = {
        cell: head.cell,
        cells: requiredArray(arrays, 'cells'),
        blocks: requiredArray(arrays, 'blocks'),
        image: pictureOf(requiredArray(arrays, 'picture')),
      }
      at = null
      words()
      soon()
    },
  )
  let asked = null
  const again = () => {
    const [network, source] = [bus.get('network'), bus.get('source')]
    if (!open() || !network || !source || (asked?.source === source && asked.network === network.key)) return
    asked = { network: network.key, source }
    ask(asked)
  }
  const words = () => {
    if (!found) return
    const [rows, columns] = found.cells.shape
    $('.says').textContent = at
      ? fillTemplate(t.cell, cellOf(found, at))
      : fillTemplate(t.explained, { cell: found.cell, numbers: write.count((rows - 1) * (columns - 1) * BLOCK) })
    canvas.title = t.few_strokes
  }
  const point = cell => {
    if (String(cell) === String(at)) return
    at = cell
    words()
    soon()
  }
  bindPointer(
    canvas,
    () => found,
    () => at,
    point,
  )
  bus.on(['network', 'source', 'history.view', 'tab'], again)
}

/** What there is to say of a cell: its strength, its main direction along the edge, its numbers in the first block that holds it. */
function cellOf({ cells, blocks }, [row, column]) {
  const [rows, columns, bins] = cells.shape
  const own = [...cells.values.subarray((row * columns + column) * bins, (row * columns + column + 1) * bins)]
  const [y, x] = [Math.min(row, rows - 2), Math.min(column, columns - 2)]
  const from = (((y * (columns - 1) + x) * 2 + (row - y)) * 2 + (column - x)) * bins
  const scaled = [...blocks.values.subarray(from, from + bins)]
  const angle = ((own.indexOf(Math.max(...own)) + 0.5) * 20 + 90) % 180
  return {
    row,
    column,
    sum: write.short(own.reduce((a, b) => a + b, 0)),
    angle: write.count(angle),
    low: write.short(Math.min(...scaled), 2),
    high: write.short(Math.max(...scaled), 2),
  }
}

function bindPointer(canvas, found, at, point) {
  const cellAt = event => {
    const box = canvas.getBoundingClientRect()
    const [rows, columns] = found().cells.shape
    const k = box.width / columns
    const cell = [Math.floor((event.clientY - box.top) / k), Math.floor((event.clientX - box.left) / k)]
    return cell[0] >= 0 && cell[1] >= 0 && cell[0] < rows && cell[1] < columns ? cell : null
  }
  for (const name of ['pointermove', 'pointerdown']) canvas.addEventListener(name, event => found() && point(cellAt(event)))
  canvas.addEventListener('pointerleave', event => event.pointerType === 'mouse' && point(null))
  canvas.addEventListener('keydown', event => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (!by || !found() || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    const [rows, columns] = found().cells.shape
    const [row, column] = at() ?? [0, 0]
    point([Math.min(rows - 1, Math.max(0, row + by[0])), Math.min(columns - 1, Math.max(0, column + by[1]))])
  })
}

function pictureOf({ values, shape }) {
  const canvas = createElement('canvas')
  paintPicture(canvas, shape[2] === 1 ? values.map(v => 255 - v) : values, shape) // a drawing is ink on paper here as on the board
  return canvas
}

/**
 * Pictures [class, picture, height, width, channel] side by side, a row a class.
 * @param {HTMLCanvasElement} canvas
 * @param {any} parts
 */
export function sheet(canvas, { values, shape: [classes, count, height, width, channels] }) {
  const one = createElement('canvas')
  Object.assign(canvas, { width: count * width, height: classes * height })
  const ctx = contextOf(canvas)
  const size = height * width * channels
  for (let i = 0; i < classes * count; i++) {
    const own = values.subarray(i * size, (i + 1) * size)
    paintPicture(one, channels === 1 ? own.map(v => 255 - v) : own, [height, width, channels])
    ctx.drawImage(one, (i % count) * width, Math.floor(i / count) * height)
  }
}
