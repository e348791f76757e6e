// One cell of the result taken apart: patch × kernel = products, the sum beside PyTorch's, ReLU, the window of the pooling.
import { reach } from '../../kit/colour.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { startConvolve } from '../controller.js'
import { FIRST, POOL_SIZES, poolFits } from '../settings.js'
import { range } from '../convolution.js'
import { edited, PRESETS } from '../kernels.js'
import { onKeys } from '../../kit/shortcuts.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { fitPlot } from '../../kit/plot_reading.js'
import { tooltip as explains } from '../../kit/tooltip.js'
import { cellTerms, figureSize as standing, poolWindow, stepOf, steps } from './terms.js'
import { writeSum, writeTorch } from './figures.js'
import { brief, cellUnder, figure, grey, paintCells, signed, SIZE } from './grids.js'
import { kernelGrid } from './kernelgrid.js'
import { player } from './play.js'
import { paintRelu, paintWaterfall } from './waterfall.js'
import { stylesOf, liveCanvas } from './live_canvas.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SAID = 300 // ms of rest before the sum is said aloud
const STEPS = 100 // that can be undone
const LARGE = 26 // px of the figure in a single cell
const CELL = 60 // px of a cell of 3 × 3 where a unit of the page is one px
const LEGIBLE = 3 // cells along a pooling window whose figures have room for two decimals

/**
 * Everything that is painted, from what the page is set to.
 * @param {Bus} bus
 * @param {any} state
 */
function subject(bus, state) {
  const done = bus.get('convolve.done')
  const at = bus.get('convolve.at')
  if (!done || !at) return null
  const front = done.planes.length > 1 ? (bus.get('convolve.front') ?? 0) : 0
  const made = { ...cellTerms(done, at), front }
  const list = steps(made, done.kernel)
  const cells = [done.kernel.rows, done.kernel.columns]
  const term = state.term !== null && state.term < cells[0] * cells[1] ? state.term : null
  const shown = Math.min(state.shown ?? list.length, list.length)
  const next = state.shown === null ? null : shown - 1
  const marked = next ?? (term === null ? null : stepOf(list, term, done.kernel, front))
  const partial = list.slice(0, shown).reduce((sum, { value }) => sum + value, 0)
  const sum = shown === list.length ? made.sum : partial
  const lit = next !== null && list[next]?.kind === 'term' ? next : term
  const end = reach(done.minimum, done.maximum)
  return { done, at, front, account: made, list, cells, term, shown, marked, lit, sum, end, window: poolWindow(done, at) }
}

/** PyTorch's own value of the cell: null while it is not here, NaN where it will not come. */
function torchValue({ done, at }, torch) {
  if (torch?.of !== done) return null
  if (torch.error || String(torch.size) !== String(done.result.size)) return NaN
  return torch.values[at[0] * torch.size[1] + at[1]]
}

function painters({ $, now, styles }) {
  const unit = height => height / (3 * CELL)
  const cells = (selector, of, ink) =>
    liveCanvas($(selector), (ctx, room) => {
      const d = now()
      if (!d) return
      const text = standing(d.done.kernel) === 'colour' ? undefined : figure
      paintCells(ctx, room, of(d), d.cells, { ink: ink(d), marked: d.lit, text, size: SIZE * unit(room.height), styles: styles() })
    })
  const single = (selector, of) =>
    liveCanvas($(selector), (ctx, room) => {
      const d = now()
      const size = Math.max(LARGE, (LARGE * room.height) / 96) * Math.min(1, room.height / 44)
      if (d) paintCells(ctx, room, [of(d)], [1, 1], { ink: signed(d.end), size, styles: styles() })
    })
  return [
    cells(
      '.patch canvas',
      d => d.account.parts[d.front].values,
      () => grey,
    ),
    cells(
      '.products canvas',
      d => d.account.parts[d.front].products,
      d => signed(d.end),
    ),
    fitPlot($('.stairs'), room => {
      const d = now()
      if (d) paintWaterfall($('.stairs'), room, d.list, d)
    }),
    single('.sum .value', d => d.sum),
    single('.relu .value', d => Math.max(0, d.sum)),
    fitPlot($('.graph'), room => {
      const d = now()
      if (d) paintRelu($('.graph'), room, d.sum, d.end)
    }),
    liveCanvas($('.pool canvas'), (ctx, room) => {
      const d = now()
      if (d) paintPool(ctx, room, d, styles())
    }),
  ]
}

function paintPool(ctx, room, { done, window: { corner, won }, end }, styles) {
  const { size, kind } = done.pooling
  const { values, size: [, width] } = done.rectified // prettier-ignore
  const cells = Array.from({ length: size * size }, (_, i) => values[(corner[0] + Math.floor(i / size)) * width + corner[1] + (i % size)])
  const marked = won && won[0] * size + won[1]
  const text = size > LEGIBLE ? brief : figure
  const frames = { marked, all: kind === 'average' }
  paintCells(ctx, room, cells, [size, size], { ink: signed(end), text, ...frames, size: (SIZE * room.height) / 124, styles })
}

/**
 * The kernel with a past: every edit can be undone until another kernel is picked.
 * @param {Pick<Instrument, '$' | 'bus'> & Record<string, any>} parts
 */
function editing({ $, bus, state, point }) {
  const { t } = state
  let past = []
  let own = null
  const put = kernel => {
    own = kernel
    bus.set('convolve.kernel', kernel)
    $('.undo').hidden = !past.length
  }
  const undo = () => {
    if (past.length) put(past.pop())
  }
  /** The kernel of this moment, and which of its planes is in sight. */
  const current = () => {
    const d = state.now()
    const kernel = bus.get('convolve.kernel')
    if (!d || !kernel.planes) return null
    const three = d.done.planes.length > 1
    return { kernel, plane: three ? d.front : Math.min(d.done.meets[0], kernel.planes.length - 1), count: three ? 3 : kernel.planes.length }
  }
  const weight = at => {
    const now = current()
    return now ? (now.kernel.planes[now.plane] ?? now.kernel.planes[0])[at] : NaN
  }
  const change = (at, value, begins) => {
    const now = current()
    if (!now) return
    if (begins) past = [...past.slice(1 - STEPS), now.kernel]
    put(edited(now.kernel, now.plane, at, value, now.count))
  }
  $('.undo').onclick = undo
  onKeys({ 'mod+z': () => ($('.storey').offsetParent && past.length ? undo() : false) })
  bus.on('convolve.kernel', kernel => {
    if (kernel === own || (kernel.key === 'yours' && past.length)) return
    past = []
    $('.undo').hidden = true
  })
  return kernelGrid($('.kernel .grid'), t, { weight, change, point, undo })
}

const aboutKernel = ({ key, filter }, t) => {
  if (key === 'learned') return `${filter.layer}, ${filter.out}`
  return key === 'yours' ? t.kernel_yours : t.drag_or_type
}

/**
 * Tells where the figures stand, for who ties something to them.
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 */
function announceLayout({ $, bus }) {
  const of = selector => {
    const { left, right, bottom } = $(selector).getBoundingClientRect()
    return [left + scrollX, right + scrollX, bottom + scrollY]
  }
  const narrow = matchMedia('(max-width: 1219px)')
  return () => {
    if (narrow.matches) return bus.set('convolve.figures', null) // there nothing stands above its place
    if (!$('.storey').getBoundingClientRect().width) return
    const figures = { patch: of('.patch canvas'), sum: of('.sum .value'), relu: of('.relu .value'), pool: of('.pool canvas') }
    bus.set('convolve.figures', figures)
  }
}

/** @param {Instrument} parts */
export function mount({ element, $, t, bus }) {
  startConvolve(bus)
  const state = { term: null, shown: null, t, now: () => subject(bus, state) }
  let made = null
  let styles = stylesOf(element)
  const now = () => made
  const paintAll = painters({ $, now, styles: () => styles })
  const point = at => {
    if (at === state.term) return
    state.term = at
    renew()
  }
  const showKernel = editing({ $, bus, state, point })
  const stop = player(
    $('.play'),
    () => made?.list.length ?? 0,
    n => {
      state.shown = n
      renew()
    },
  )
  const words = createWriter({ $, bus, t })
  function renew() {
    made = state.now()
    if (!made) return
    const { done, account: { parts }, front } = made // prettier-ignore
    $('.storey').dataset.look = standing(done.kernel)
    $('.storey').classList.toggle('stack', done.planes.length > 1)
    const end = Math.max(...parts.map(({ weights }) => range(weights)).map(r => reach(r.minimum, r.maximum)))
    showKernel(parts[front].weights, made.cells, end, made.lit)
    for (const paint of paintAll) paint()
    words(made)
  }
  const soon = deferOnce(renew)
  bindPlaneOrder({ $, bus })
  bindPointer({ $, now, point })
  const where = announceLayout({ $, bus })
  bus.on('convolve.done', () => {
    if (state.shown !== null) stop()
    soon()
  })
  bus.on(['convolve.at', 'convolve.torch', 'convolve.front'], soon)
  bus.on('theme', () => {
    styles = stylesOf(element)
    soon()
  })
  bus.on(['convolve.done', 'tab', 'theme'], () => requestAnimationFrame(where))
  new ResizeObserver(where).observe($('.storey'))
  addEventListener('resize', where)
  explains($('.kernel .word'), t.kernel_help)
}

/** Calls f once, when everything that happens now has happened. */
function deferOnce(f) {
  let due = false
  return () => {
    if (due) return
    due = true
    queueMicrotask(() => {
      due = false
      f()
    })
  }
}

/**
 * Which of three planes lies in front.
 * @param {Pick<Instrument, '$' | 'bus'>} parts
 */
function bindPlaneOrder({ $, bus }) {
  const group = $('.front')
  group.replaceChildren(...radioButtons(['R', 'G', 'B'].map((name, i) => [i, name])))
  const show = radioGroup(group, value => bus.set('convolve.front', Number(value)))
  bus.on(['convolve.front', 'convolve.done'], () => {
    group.hidden = (bus.get('convolve.done')?.planes.length ?? 1) === 1
    show(bus.get('convolve.front') ?? 0)
  })
}

/** Pointing at a cell of patch, kernel or products, or at a figure of the sum. */
function bindPointer({ $, now, point }) {
  for (const part of ['.patch canvas', '.products canvas', '.kernel .grid']) {
    const place = $(part)
    place.addEventListener('pointermove', event => {
      if (now() && !(event.buttons && part === '.kernel .grid')) point(cellUnder(place, event, now().cells))
    })
    place.addEventListener('pointerleave', event => {
      if (event.pointerType === 'mouse' && !event.buttons) point(null)
    })
  }
  const line = $('.figures')
  line.addEventListener('pointermove', event => {
    const step = event.target.closest('[data-step]')?.dataset.step
    if (step !== undefined && now()?.list[step].kind === 'term') point(Number(step))
  })
  line.addEventListener('pointerleave', () => point(null))
}

/** What the figures are called, which changes with the settings only. */
function headings($, t, menu, { kernel, pooling, result }) {
  const { rows, columns } = kernel
  $('.kernel .about').textContent = aboutKernel(kernel, t)
  $('.kernel .about').title = PRESETS.includes(kernel.key) ? '' : aboutKernel(kernel, t)
  $('.patch canvas').ariaLabel = fillTemplate(t.patch_label, { rows, columns })
  $('.pool .kind').textContent = pooling.kind === 'max' ? t.max : t.average
  $('.pool .about').hidden = pooling.kind !== 'max' // the longer word needs its place
  menu.value = pooling.size
  for (const option of menu.options) option.disabled = !poolFits(Number(option.value), result.size)
}

/**
 * Everything beside the cells that is said in words and figures.
 * @param {Pick<Instrument, '$' | 'bus' | 't'>} parts
 */
function createWriter({ $, bus, t }) {
  const menu = $('.pool select')
  menu.replaceChildren(...POOL_SIZES.map(size => new Option(`${size} × ${size}`, String(size))))
  menu.onchange = () => bus.set('convolve.pooling', { ...(bus.get('convolve.pooling') ?? FIRST.pooling), size: Number(menu.value) })
  let saying = 0
  let known = ''
  return d => {
    const { done, at, account: made, sum, window } = d
    const { kernel, pooling, result } = done
    const about = [kernel.key, kernel.filter?.layer, kernel.filter?.out, d.cells, pooling.kind, pooling.size, result.size].join()
    if (about !== known) headings($, t, menu, done)
    known = about
    const decimals = writeSum($('.figures'), { ...d, account: made, kernel, t })
    const value = torchValue(d, bus.get('convolve.torch'))
    writeTorch($('.torch'), { list: d.list, account: made, decimals, value, live: done.picture.live, t })
    const says = fillTemplate(t.result_is, { row: at[0], column: at[1], v: write.number(made.sum) })
    $('.sum .value').ariaLabel = says
    $('.relu .value').ariaLabel = fillTemplate(t.relu_label, { v: write.number(Math.max(0, sum)) })
    const pooled = done.pooled.values[window.cell[0] * done.pooled.size[1] + window.cell[1]]
    $('.pool canvas').ariaLabel = fillTemplate(t.pool_label, { v: write.number(pooled) })
    $('.pool .left').textContent = window.inside ? '' : t.left_out
    $('.pool .left').title = t.left_out_help
    clearTimeout(saying)
    saying = setTimeout(() => ($('[role=status]').textContent = says), SAID)
  }
}
