// Deletion and insertion of the hottest pixels, beside orders that know nothing of the heat. Measured on demand, for one heat only.
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const PICTURES = 136 // of a whole measurement, until the server has said so
const EDGE = { left: 2.5, right: 0.3, top: 0.5, bottom: 1.6 } // around the axes, of the size of the type
/** @type {[string, string, number[], number][]} */
const LINES = [
  ['random_deleted', 'ink-2', [2, 3], 1],
  ['random_inserted', 'ink-2', [2, 3], 1],
  ['deleted', 'ink', [], 2],
  ['inserted', 'accent', [], 2],
]

function axes(ctx, { x, y, edge, styles, word }, width, height) {
  Object.assign(ctx, {
    strokeStyle: styles.of('line'),
    lineWidth: 1,
    fillStyle: styles.of('ink-2'),
    font: styles.font(),
    textBaseline: 'middle',
  })
  for (const level of [0, 0.5, 1]) {
    ctx.beginPath()
    ctx.moveTo(x(0), Math.round(y(level)) + 0.5)
    ctx.lineTo(x(1), Math.round(y(level)) + 0.5)
    ctx.stroke()
  }
  ctx.textAlign = 'right'
  ctx.fillText('100', edge.left - 6, y(1) + 2)
  ctx.fillText('0', edge.left - 6, y(0))
  ctx.textBaseline = 'alphabetic'
  ctx.textAlign = 'left'
  ctx.fillText('0', x(0), height - 3)
  ctx.textAlign = 'right'
  ctx.fillText('100', width - edge.right, height - 3)
  ctx.textAlign = 'center'
  const between = [x(0) + ctx.measureText('0').width, width - edge.right - ctx.measureText('100').width]
  ctx.fillText(word, (between[0] + between[1]) / 2, height - 3)
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  const button = $('[data-do=measure]')
  let going = false
  const paint = fitCanvas($('canvas'), (ctx, width, height) => {
    const styles = styleOf($('.plot'))
    const edge = Object.fromEntries(Object.entries(EDGE).map(([side, part]) => [side, part * styles.size]))
    const x = part => edge.left + part * (width - edge.left - edge.right)
    const y = part => height - edge.bottom - part * (height - edge.top - edge.bottom)
    axes(ctx, { x, y, edge, styles, word: t.hottest }, width, height)
    const found = bus.get('explain.curves')
    for (const [name, token, dash, wide] of LINES) {
      if (!found?.[name]) continue
      Object.assign(ctx, { strokeStyle: styles.of(token), lineWidth: wide, lineJoin: 'round' })
      ctx.setLineDash(dash)
      ctx.beginPath()
      found[name].forEach((p, i) => Number.isNaN(p) || ctx.lineTo(x(found.fractions[i]), y(p)))
      ctx.stroke()
      ctx.setLineDash([])
    }
  })
  function show() {
    const [found, heats, question] = [bus.get('explain.curves'), bus.get('explain.heats'), bus.get('explain.question')]
    const whole = heats && heats.q === question && heats.done === heats.of
    going = Boolean(found && (!found.of || found.done < found.of))
    button.textContent = going ? t.stop : t.measure
    button.disabled = !going && !whole
    $('.waits').textContent = found ? '' : fillTemplate(t.waits, { n: PICTURES })
    $('.of').textContent = going && found.of ? fillTemplate(t.going, { done: found.done, of: found.of }) : 'p(A) %'
    for (const name of ['inserted', 'deleted']) {
      const area = found?.areas?.[name] ?? null
      $(`.${name} span`).textContent = area === null ? '' : fillTemplate(t.area, { n: write.fixed(area) })
    }
    paint()
  }
  button.onclick = () => bus.set(going ? 'explain.unmeasure' : 'explain.measure', Symbol())
  bus.on(['explain.curves', 'explain.heats', 'explain.question'], show)
  show()
}
