// The classic drawing made live: a box a layer, to scale, with the visitor's own picture in it; a box opens its maps.
import { paintColourBar } from '../../kit/colour_bar.js'
import { createElement } from '../../kit/element.js'
import { ask, askBytes } from '../../kit/ask.js'
import { bus } from '../../kit/bus.js'
import { parseLook, parseMaps } from '../../kit/binary.js'
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { reach } from '../../kit/colour.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { PLANS } from '../settings.js'
import { latestOnly } from '../../kit/latest_only.js'
import { samples, sampleSource } from '../../kit/samples.js'
import { fillTemplate, thinSpaces } from '../../kit/numbers.js'
import { language, write } from '../../kit/language.js'
import { openTab } from '../../kit/gradio_tabs.js'
import { box, tiles } from './paint.js'
import { drawn, scaleOf } from './scale.js'
import { isHere } from '../../kit/network_cards.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const FIRST = { lenet5_1998: 'c1', alexnet: 'features.0' }
const SIDE = 64 // cells of a tile at most
const STAND_IN = 'digit-3'
const form = source => (source.strokes ? 'strokes' : 'picture')
const visible = () => bus.get('history.view') === 'layers' && bus.get('tab') === 'history'

/** The network that stands for a plan: with its weights where they are here, else untrained. */
function keyOf(plan) {
  const card = bus.get('networks')?.get(plan)
  return card && isHere(card) ? plan : `${plan}@random`
}

function offerPlans(box, t) {
  const group = radioGroup(box, plan => {
    bus.set('history.box', null)
    bus.set('history.plan', plan)
  })
  box.replaceChildren(...radioButtons(PLANS.map(plan => [plan, t[plan]])))
  bus.on('history.plan', plan => group(plan))
}

/** What paints the maps of the open layer, and the bar of their scale. */
function mapsPainter({ element, $ }, now) {
  const maps = fitCanvas(
    $('.maps > canvas'),
    (ctx, width, height) => now.maps && tiles(ctx, now.maps, { width, height, styles: styleOf(element) }),
  )
  const bar = fitCanvas(
    $('.ramp'),
    (ctx, width, height, ratio) => now.maps && paintColourBar(ctx, width, height, ratio, now.maps.minimum < 0),
  )
  return () => {
    maps()
    bar()
  }
}

/** @param {Instrument} parts */
export function mount(parts) {
  const { $, t } = parts
  /** @type {Record<string, any>} */
  const now = { networks: new Map(), seen: null, maps: null, layer: null, key: null }
  const paintMaps = mapsPainter(parts, now)
  const show = () => {
    boxes(parts, now, layer => open(layer))
    facts(parts, now)
    paintMaps()
  }
  const styles = latestOnly(
    q => fetchAll(q, now),
    (q, { seen, maps }) => {
      Object.assign(now, { key: q.key, layer: q.layer, seen, maps, own: q.own })
      $('.said').textContent = ''
      show()
    },
    error => ($('.said').textContent = error.kind === 'refused' ? error.message : t.failed),
  )
  let asked = null
  const again = async () => {
    const source = bus.get('source')
    const plan = bus.get('history.plan')
    if (!visible() || !source || !bus.get('networks')) return
    if (asked?.source === source && asked.plan === plan) return
    const key = keyOf(plan)
    const mine = (asked = { source, plan, key, layer: bus.get('history.box') ?? FIRST[plan] })
    $('.said').textContent = fillTemplate(t.waiting, { title: t[plan] })
    const used = await legible(key, source)
    if (asked === mine) styles({ ...mine, source: used, own: used === source })
  }
  const open = layer => {
    const plan = bus.get('history.plan')
    bus.set('history.box', layer === FIRST[plan] ? null : layer)
    if (!now.seen || layer === now.layer || now.key !== keyOf(plan)) return
    now.layer = layer
    show()
    const query = { network: now.key, layer, side: SIDE, form: 'pixels' }
    maps({ ...query, picture: now.seen.picture.values })
  }
  const maps = latestOnly(
    async ({ picture, ...query }) => parseMaps(await askBytes('feature_maps', query, picture)),
    (_, found) => {
      if (found.layer !== now.layer || found.network !== now.key) return
      now.maps = found
      show()
    },
  )
  offerPlans($('.plans'), t)
  bus.on(['history.plan', 'history.view', 'tab', 'source', 'networks'], again)
  bus.on('history.box', layer => visible() && open(layer ?? FIRST[bus.get('history.plan')]))
  bus.on('theme', () => now.seen && show())
  keys(parts, now, open)
  $('[data-do=look]').onclick = () => jump(now)
}

/** What a network of drawings can read: a drawing, or a picture that the network in use reads as one; else a sample. */
async function legible(key, source) {
  const drawing = bus.get('networks').get(key)?.drawing
  if (!drawing || source.strokes || bus.get('network')?.drawing) return source
  const sample = (await samples().catch(() => [])).find(one => one.key === STAND_IN)
  return sample ? sampleSource(sample).catch(() => source) : source
}

async function fetchAll({ key, layer, source }, now) {
  if (!now.networks.has(key)) now.networks.set(key, await (await ask('network', { network: key })).json())
  return parseLook(await askBytes('forward', { network: key, layer, side: SIDE, form: form(source) }, source.strokes ?? source.file))
}

/** Look shows the layer that is open here, once the network is there. */
function jump(now) {
  const { key, layer } = now
  if (bus.get('network')?.key === key) bus.set('layer', layer)
  else {
    const end = bus.on('network', network => {
      if (network?.key !== key) return
      setTimeout(() => {
        end() // the session names a layer of its own right after the network: ours comes after that
        bus.set('layer', layer)
      })
    })
    bus.set('wantedNetwork', key)
  }
  openTab('main', 'tab-look')
}

function boxes({ $, t, element }, now, open) {
  const network = now.networks.get(now.key)
  const layers = drawn(network.layers)
  const scale = scaleOf(layers)
  const list = $('.boxes')
  const focused = list.contains(document.activeElement)
  const styles = styleOf(element)
  list.replaceChildren(
    ...layers.map(layer => {
      const made = createElement('div', {
        className: 'box',
        tabIndex: layer.name === now.layer ? 0 : -1,
        ariaSelected: String(layer.name === now.layer),
        onclick: () => open(layer.name),
      })
      made.setAttribute('role', 'option')
      made.dataset.name = layer.name
      made.append(
        box(
          layer,
          now.seen.layers.find(one => one.name === layer.name),
          now.seen,
          scale,
          styles,
        ),
        ...captions(layer),
      )
      return made
    }),
  )
  if (focused) list.querySelector('[tabindex="0"]')?.focus({ preventScroll: true })
  const total = key => write.count(network.layers.reduce((sum, layer) => sum + layer[key], 0))
  $('.facts').textContent = fillTemplate(t.facts, { parameters: total('parameters'), connections: total('connections') })
  $('.scale').textContent = fillTemplate(t.scale, Object.fromEntries(Object.entries(scale).map(([key, px]) => [key, write.short(px, 2)])))
}

function captions(layer) {
  const line = (tag, said) => createElement(tag, '', said)
  const [n, h, w] = layer.shape
  const size = h > 1 ? `${n}@${h}×${w}` : String(n)
  return [
    line('b', layer.name.replace(/^features\./, 'f.').replace(/^classifier\./, 'c.')),
    line('span', layer.title === layer.name ? '' : layer.title),
    line('span', size),
  ]
}

function facts({ $, t }, now) {
  const layer = now.networks.get(now.key).layers.find(one => one.name === now.layer)
  const [n, h, w] = layer.shape
  $('.name').textContent = layer.name
  $('.kind').textContent = `${layer.title}, ${h > 1 ? fillTemplate(t.of, { n, h, w }) : fillTemplate(t.units, { n: write.count(n) })}`
  $('.formula').textContent = layer.parameters ? fillTemplate(t.formula, { formula: thinSpaces(layer.formula, language) }) : t.no_formula
  $('.cost').textContent = layer.connections
    ? fillTemplate(t.cost, { connections: write.count(layer.connections), macs: write.count(layer.macs) })
    : ''
  $('.said').textContent = [now.own ? '' : t.stand_in, now.key.endsWith('@random') ? t.untrained : ''].filter(Boolean).join(' ')
  $('.which').textContent = now.key.startsWith('alexnet') ? which(t) : ''
  if (now.maps) {
    const end = reach(now.maps.minimum, now.maps.maximum)
    $('.low').textContent = now.maps.minimum < 0 ? write.short(-end) : '0'
    $('.high').textContent = write.short(end)
  }
}

/** Which AlexNet it is, with the figures of both as they are counted (head's words). */
function which(t) {
  const [published, , mine] = bus.get('words')?.alexnets ?? []
  if (!mine) return ''
  const [{ kernels: old, parameters }, { kernels }] = [published, mine]
  return fillTemplate(t.alexnet_which, { mine: kernels.join(', '), published: old.join(', '), parameters: write.count(parameters) })
}

function keys({ $ }, now, open) {
  $('.boxes').addEventListener('keydown', event => {
    const all = [...$('.boxes').children]
    const i = all.findIndex(one => one.dataset.name === now.layer)
    const to = { ArrowLeft: i - 1, ArrowRight: i + 1, Home: 0, End: all.length - 1 }[event.key]
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    const name = all[Math.min(all.length - 1, Math.max(0, to))]?.dataset.name
    if (name) open(name)
  })
}
