// The network and its convolutions, each with its strongest filter; only thumbnails that can be seen are asked for and painted.
import { contextOf } from '../../kit/canvas.js'
import { createElement } from '../../kit/element.js'
import { askBytes } from '../../kit/ask.js'
import { parseBinary, requiredArray } from '../../kit/binary.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { startFilters } from '../controller.js'
import { best, convolutions, familyOf, RANDOM } from '../settings.js'
import { onKeys } from '../../kit/shortcuts.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { networkMenu } from '../../kit/network_menu.js'
import { drawFilter, planesOfTile } from '../filter_picture.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const BESIDE = '120px'

function paint(canvas, tiles) {
  const ratio = devicePixelRatio || 1
  const side = Math.round(canvas.clientWidth * ratio)
  if (!side) return
  if (canvas.width !== side) canvas.width = canvas.height = side
  const strongest = best(tiles.norms)
  const [, , rows, columns] = tiles.size
  const k = side / Math.max(rows, columns)
  const [w, h] = [Math.round(columns * k), Math.round(rows * k)]
  const ctx = contextOf(canvas)
  ctx.clearRect(0, 0, side, side)
  drawFilter(ctx, planesOfTile(tiles, strongest), [rows, columns], tiles.largest[strongest], (side - w) >> 1, (side - h) >> 1, w, h)
}

function option(layer, inputs, t) {
  const made = createElement('div')
  made.role = 'option'
  made.dataset.name = layer.name
  const add = (tag, text) => made.append(createElement(tag, '', text))
  add('b', layer.name)
  add('span', layer.title)
  add('canvas', '')
  add('span', inputs ? `${layer.shape[0]} × ${inputs}` : `${layer.shape[0]}`)
  add('span', write.count(layer.parameters))
  made.title = fillTemplate(t.shape, { out: layer.shape[0], in: inputs ?? '', n: write.count(layer.parameters) })
  return made
}

/** How many channels a filter reads, from the layer's own formula-free numbers: those of what it reads. */
function inputsOf(network, layer) {
  const read = network.layers.find(one => one.name === layer.inputs[0])
  return read?.shape[0] ?? null
}

/**
 * @param {HTMLElement} list
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function items(list, t, bus) {
  const found = new Map() // network and layer → tiles
  const visible = new Set()
  const key = made => `${bus.get('network')?.key} ${made.dataset.name}`
  const show = made => {
    const tiles = found.get(key(made))
    if (!tiles) return
    paint(made.querySelector('canvas'), tiles)
    made.querySelector('canvas').title = fillTemplate(t.thumbnail, { name: made.dataset.name, n: best(tiles.norms) })
  }
  let line = Promise.resolve()
  const want = made => {
    const network = bus.get('network')?.key
    const at = key(made)
    if (found.has(at)) return show(made)
    line = line.then(async () => {
      if (!visible.has(made) || bus.get('network')?.key !== network || found.has(at)) return show(made)
      try {
        const { head, arrays } = parseBinary(await askBytes('filter_tiles', { network, layer: made.dataset.name }))
        const [tiles, norms, largest] = ['tiles', 'norms', 'largest'].map(name => requiredArray(arrays, name))
        found.set(at, { ...head, tiles: tiles.values, size: tiles.shape, norms: norms.values, largest: largest.values })
        show(made)
      } catch {
        /* a thumbnail that cannot be had stays empty */
      }
    })
  }
  const watch = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        visible[isIntersecting ? 'add' : 'delete'](target)
        if (isIntersecting) want(target)
      }
    },
    { root: list, rootMargin: `0px ${BESIDE}` },
  )
  return {
    repaint: () => visible.forEach(show),
    show(network) {
      watch.disconnect()
      visible.clear()
      const own = convolutions(network)
      list.replaceChildren(
        ...own.map(layer => Object.assign(option(layer, inputsOf(network, layer), t), { ariaSelected: 'false', tabIndex: -1 })),
      )
      if (!own.length) list.textContent = t.none
      for (const one of list.children) watch.observe(one)
    },
  }
}

function choose(list, name) {
  for (const one of list.children) {
    const chosen = one.dataset.name === name
    Object.assign(one, { ariaSelected: String(chosen), tabIndex: chosen ? 0 : -1 })
    if (chosen && list.scrollWidth > list.clientWidth) list.scrollTo({ left: one.offsetLeft - list.clientWidth / 2 + one.offsetWidth / 2 })
  }
}

/**
 * @param {any} $
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
function menu($, t, bus) {
  networkMenu($('.network'), bus, { label: t.network })
  let family = []
  const mark = radioGroup($('.twin'), key => bus.set('wantedNetwork', key))
  const show = () => {
    const networks = bus.get('networks')
    const network = bus.get('network')
    if (!networks || !network) return
    $('.about').textContent = network.note
    $('.about').title = network.note
    const now = familyOf(network, networks)
    if (String(now.map(one => one.key)) !== String(family.map(one => one.key)))
      $('.twin').replaceChildren(
        ...radioButtons(now.map(({ key, title }) => [key, key.endsWith(RANDOM) ? t.untrained : (title ?? t.trained)])),
      )
    family = now
    $('.twin').hidden = family.length < 2
    mark(network.key)
  }
  bus.on(['networks', 'network', 'networkListChanged'], show)
}

/** @param {Instrument} parts */
export function mount({ $, t, bus }) {
  startFilters(bus)
  const list = $('.items')
  const strip = items(list, t, bus)
  const go = (to, focus) => {
    if (!to?.dataset?.name) return
    bus.set('layer', to.dataset.name)
    if (focus) to.focus({ preventScroll: true })
  }
  const step = by => event => {
    const all = [...list.children]
    if (!list.offsetParent || !all.length) return false
    const at = all.findIndex(one => one.ariaSelected === 'true')
    go(all[Math.min(all.length - 1, Math.max(0, at + by))], event.target === document.body || list.contains(event.target))
  }
  menu($, t, bus)
  bus.on('network', network => {
    strip.show(network)
    choose(list, bus.get('filters.layer'))
  })
  bus.on('filters.layer', name => choose(list, name))
  bus.on(['theme', 'tab'], () => requestAnimationFrame(strip.repaint))
  list.addEventListener('click', event => go(event.target.closest('[role=option]'), true))
  const doing = { ArrowLeft: step(-1), ArrowRight: step(1), Home: step(-Infinity), End: step(Infinity) }
  onKeys(doing)
  list.addEventListener('keydown', event => {
    const f = !event.ctrlKey && !event.altKey && !event.metaKey && doing[event.key]
    if (f) {
      f(event)
      event.preventDefault()
    }
  })
}
