// Filters before and after, where they were unfrozen.
import { createElement } from '../../kit/element.js'
import { askBytes } from '../../kit/ask.js'
import { parseBinary, requiredArray } from '../../kit/binary.js'
import { imageOf, theme, contextOf } from '../../kit/canvas.js'
import { colours, scaleIndex } from '../../kit/colour.js'
import { latestOnly } from '../../kit/latest_only.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { startTransfer } from '../controller.js'
import { finishedRun } from '../settings.js'
import { viewTitles } from '../view_titles.js'
import { moved, reachOf } from './filter_change.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const SHOWN = 12

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t, bus } = parts
  const own = startTransfer(bus)
  viewTitles($('.words'), bus, 'changed', { run: t.run, changed: t.changed, scratch: t.scratch })
  $('.of').textContent = t.of
  const now = { of: null, pairs: [], shape: null }
  const ask = latestOnly(
    q =>
      Promise.all(
        [q.base, q.taught].map(async network =>
          requiredArray(parseBinary(await askBytes('filters', { network, layer: q.layer })).arrays, 'kernels'),
        ),
      ),
    (q, [before, after]) => {
      Object.assign(now, { of: q.run, pairs: moved(before, after).slice(0, SHOWN), shape: before.shape })
      paint(parts, now)
    },
    () => ($('.says').textContent = t.failed),
  )
  bus.on(['transfer.run', 'transfer.view', 'network'], () => {
    const [run, network] = [finishedRun(own.get('run')), bus.get('network')]
    if (own.get('view') !== 'changed' || now.of === run) return
    const layer = run && layerOf(run, network)
    if (layer) ask({ run, layer, base: run.plan.network, taught: run.now.network })
    else nothing(parts, now, !run ? t.empty : run.settings.line === null ? t.head : t.dense)
  })
  bus.on('theme', () => now.pairs.length && paint(parts, now))
}

/** The first convolution that learned; null where none did, or where the network that was taught is not the one that is open. */
function layerOf({ settings: { line }, plan }, network) {
  if (line === null || network?.key !== plan.network) return null
  const first = line === 'none' ? 0 : network.layers.findIndex(({ name }) => name === line)
  return network.layers.slice(Math.max(0, first)).find(({ kind }) => kind.startsWith('conv'))?.name ?? null
}

function nothing({ $ }, now, said) {
  Object.assign(now, { of: null, pairs: [] })
  $('.pairs').replaceChildren()
  $('.layer').textContent = ''
  $('.says').textContent = said
}

/**
 * @param {Pick<Instrument, '$' | 't' | 'bus'>} parts
 * @param {any} now
 */
function paint({ $, t, bus }, now) {
  const end = reachOf(now.pairs)
  const [, , rows, columns] = now.shape
  $('.layer').textContent = layerOf(now.of, bus.get('network')) ?? ''
  $('.pairs').replaceChildren(
    ...now.pairs.map(({ unit, share, before, after }) => {
      const said = fillTemplate(t.pair, { unit, share: write.fixed(100 * share, 1) })
      const shown = createElement(
        'li',
        '',
        ...[before, after].map(values => kernel(values, rows, columns, end)),
        createElement('span', 'quiet', write.fixed(100 * share, share < 0.0995 ? 1 : 0)),
      )
      return Object.assign(shown, { title: said, ariaLabel: said })
    }),
  )
  $('.says').textContent = fillTemplate(t.explained, { end: write.number(end, 2) })
}

function kernel(values, rows, columns, end) {
  const canvas = createElement('canvas', { width: columns, height: rows })
  const table = colours(theme())
  contextOf(canvas).drawImage(
    imageOf(
      Uint32Array.from(values, v => table[scaleIndex(v, end)]),
      columns,
      rows,
    ),
    0,
    0,
  )
  return canvas
}
