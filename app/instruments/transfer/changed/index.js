// Filters before and after, where they were unfrozen.
import { askBytes } from '../../kit/ask.js'
import { parse } from '../../kit/bytes.js'
import { picture, theme } from '../../kit/canvas.js'
import { colours, place } from '../../kit/colour.js'
import { latest } from '../../kit/latest.js'
import { fill } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { make } from '../dom.js'
import { teaching } from '../teaching.js'
import { taughtRun } from '../transfer.js'
import { views } from '../views.js'
import { moved, reachOf } from './pairs.js'

const SHOWN = 12

export function mount(parts) {
  const { $, t, bus } = parts
  const own = teaching(bus)
  views($('.words'), bus, 'changed', { run: t.run, changed: t.changed, scratch: t.scratch })
  $('.of').textContent = t.of
  const now = { of: null, pairs: [], shape: null }
  const ask = latest(
    q => Promise.all([q.base, q.taught].map(async network => parse(await askBytes('filters', { network, layer: q.layer })).arrays.get('kernels'))),
    (q, [before, after]) => {
      Object.assign(now, { of: q.run, pairs: moved(before, after).slice(0, SHOWN), shape: before.shape })
      paint(parts, now)
    },
    () => ($('.says').textContent = t.failed),
  )
  bus.on(['transfer.run', 'transfer.view', 'network'], () => {
    const [run, network] = [taughtRun(own.get('run')), bus.get('network')]
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

function paint({ $, t, bus }, now) {
  const end = reachOf(now.pairs)
  const [, , rows, columns] = now.shape
  $('.layer').textContent = layerOf(now.of, bus.get('network')) ?? ''
  $('.pairs').replaceChildren(
    ...now.pairs.map(({ unit, share, before, after }) => {
      const said = fill(t.pair, { unit, share: write.fixed(100 * share, 1) })
      const shown = make('li', '', ...[before, after].map(values => kernel(values, rows, columns, end)), make('span', 'quiet', write.fixed(100 * share, share < 0.0995 ? 1 : 0)))
      return Object.assign(shown, { title: said, ariaLabel: said })
    }),
  )
  $('.says').textContent = fill(t.explained, { end: write.number(end, 2) })
}

function kernel(values, rows, columns, end) {
  const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows })
  const table = colours(theme())
  canvas.getContext('2d').drawImage(picture(Uint32Array.from(values, v => table[place(v, end)]), columns, rows), 0, 0)
  return canvas
}
