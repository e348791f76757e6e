// Layers as columns: values above gradient twins above weights; the answer and the loss at the end.
import { tabKeys, tabState } from '../../kit/bus.js'
import { paintColourBar } from '../../kit/colour_bar.js'
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { columnAt, columnState, weightsAt } from '../settings.js'
import { currentPass, startStep } from '../controller.js'
import { build } from './columns.js'
import { layout, weightsLayout } from './layout.js'
import { loss } from './loss.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const GAP = 10
const BARS = [172, 260] // px of the answer's column: at least, at most
const BLINK = 140 // ms from pass to pass
const [HIGH, LOW] = [150, 56] // px of values and of weights on a narrow page
const NAME = 3.1 // font sizes that the name of a layer is wide, as a rule
const NARROW = 900 // px of the page: below it each layer stands alone

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, bus } = parts
  const { get } = tabState(bus, 'step')
  const list = $('.columns')
  let built = null // { key, columns }
  let placed = null
  const draw = () => {
    const pass = currentPass(bus)
    parts.element.classList.toggle('empty', !pass)
    if (!pass) return
    const key = pass.columns.map(({ layer, size, weights }) => [layer, size, weights?.layer]).join(' ')
    if (built?.key !== key) built = { key, columns: build(list, pass.columns, parts) }
    placed = place(list, parts.element, pass.columns)
    const [phase, front] = [get('phase'), get('frontColumn') ?? null]
    const at = columnAt({ phase, at: get('at') }, front, pass.columns)
    const weights = weightsAt({ weights: get('weights'), at: get('at') }, pass.columns)
    built.columns.forEach((column, i) =>
      column.show({
        column: pass.columns[i],
        place: placed[i],
        shown: columnState(phase, front, i),
        chosen: i === at && (phase === 1 || phase === 3 || get('at') !== null),
        unit: weights && weights.column === i ? weights.unit : null,
        answer: i === pass.columns.length - 1 ? pass : null,
        out: outOf(pass, i),
        passes: passes.now(),
      }),
    )
  }
  const passes = oneByOne(parts, () => soon())
  let due = 0
  const soon = () => {
    due ||= requestAnimationFrame(() => {
      due = 0
      draw()
    })
  }
  const own = tabKeys('step', 'forwardBackward', 'phase', 'frontColumn', 'at', 'weights', 'passes')
  bus.on([...own, 'theme', 'tab', 'train.view', 'network'], soon)
  new ResizeObserver(soon).observe(list)
  legend($('.legend canvas'))
  loss(parts)
  bus.on('step.error', trouble => ($('.failed').textContent = trouble ?? ''))
  startStep()
}

/**
 * The passes with dropout come one by one, so that units are seen to blink. → { now() }: those that have come, or null
 * @param {Pick<Instrument, 'bus'>} parts
 * @param {any} changed
 */
function oneByOne({ bus }, changed) {
  let come = 0
  let timer = 0
  bus.on('step.passes', passes => {
    clearInterval(timer)
    if (!passes) return
    come = matchMedia('(prefers-reduced-motion: reduce)').matches ? passes.rows.length : 1
    timer = setInterval(() => {
      if (come >= passes.rows.length) return clearInterval(timer)
      come++
      changed()
    }, BLINK)
  })
  const now = () => {
    const passes = bus.get('step.passes')
    return passes && { ...passes, rows: passes.rows.slice(0, come), now: come - 1 }
  }
  return { now }
}

/** Which units of column `i` are out in this step: those of its layer, or of what lies between it and the next. */
const outOf = ({ dropped, columns }, i) => dropped.get(columns[i].layer) ?? null

/** Room and cells of every column. */
function place(list, element, columns) {
  const narrow = innerWidth <= NARROW
  const high = selector => element.querySelector(selector).clientHeight
  const [height, low] = [high('.of-values'), high('.of-weights') - 3]
  if (narrow) {
    const width = Math.floor((list.clientWidth - GAP) / 2)
    const each = columns.map(column => layout([column], { total: width, height: HIGH, gap: 0, bars: width, share: 1 })[0])
    const below = column => weightsLayout([column], [{ width: list.clientWidth }], { height: LOW, gap: 0 })[0]
    return each.map((one, i) => ({ ...one, weights: below(columns[i]) }))
  }
  const total = list.clientWidth
  const bars = Math.min(BARS[1], Math.max(BARS[0], Math.round(total * 0.15)))
  const least = NAME * styleOf(list).size
  const found = layout(columns, { total, height, gap: GAP, bars, least })
  const between = (total - found.reduce((sum, { width }) => sum + width, 0)) / Math.max(1, found.length - 1)
  const weights = weightsLayout(columns, found, { height: low, gap: between })
  return found.map((one, i) => ({ ...one, weights: weights[i] }))
}

function legend(canvas) {
  fitCanvas(canvas, (ctx, width, height, ratio) => paintColourBar(ctx, width, height, ratio, true))
}
