// All layers in the order in which they run. Up to some hundreds: only thumbnails that can be seen are painted.
import { createElement } from '../../kit/element.js'
import { colours, coloursOfCodes, reach } from '../../kit/colour.js'
import { imageOf, theme } from '../../kit/canvas.js'
import { fillTemplate } from '../../kit/numbers.js'
import { write } from '../../kit/language.js'
import { onKeys } from '../../kit/shortcuts.js'
import { frameProjectiveField } from './projective_field.js'
import { shortened } from '../layer_names.js'

const BESIDE = '120px' // painted a little before it is scrolled into sight

function paintThumbnail(canvas, layer) {
  const {
    values,
    shape: [rows, columns],
  } = layer.thumbnail
  const ratio = devicePixelRatio || 1
  const side = Math.round(canvas.clientWidth * ratio)
  if (!side || !rows || !columns) return
  if (canvas.width !== side) canvas.width = canvas.height = side
  const end = reach(layer.low, layer.low + 255 * layer.step)
  const table = coloursOfCodes(colours(theme()), layer.low, layer.step, end)
  const ctx = canvas.getContext('2d')
  const k = Math.min(side / columns, side / rows)
  const width = Math.max(1, Math.round(columns * k))
  const height = Math.max(1, Math.round(rows * k))
  ctx.clearRect(0, 0, side, side)
  ctx.imageSmoothingEnabled = k < 1
  ctx.drawImage(
    imageOf(
      Uint32Array.from(values, code => table[code]),
      columns,
      rows,
    ),
    (side - width) >> 1,
    (side - height) >> 1,
    width,
    height,
  )
}

function option(layer, t) {
  const made = createElement('div')
  const add = (tag, text) => made.appendChild(createElement(tag, '', text))
  made.role = 'option'
  made.dataset.name = layer.name
  add('b', shortened(layer.name))
  add('span', layer.title)
  add('canvas', '')
  add('span', layer.shape.join('×'))
  const parameters = add('span', layer.parameters ? write.count(layer.parameters) : '–')
  const n = parameters.textContent
  // What the number is, for who cannot see the row.
  const rest = layer.parameters ? fillTemplate(t.parameters, { n }).replace(n, '') : t.no_parameters
  parameters.append(createElement('span', 'unseen', ` ${rest}`))
  return made
}

/** The options of a network, painted when they come into sight. → { options, show(network), repaint } */
function items(list, t, bus) {
  const visible = new Set()
  let options = []
  let due = 0
  const paint = made => {
    const seen = bus.get('forward')
    const layer = seen?.network === bus.get('network')?.key && seen.layers[options.indexOf(made)]
    if (!layer) return
    const canvas = made.querySelector('canvas')
    paintThumbnail(canvas, layer)
    const pixel = bus.get('pixel')
    if (pixel) frameProjectiveField(canvas, bus.get('network').layers[options.indexOf(made)], pixel, layer.thumbnail.shape)
    const what = fillTemplate(layer.channel === null ? t.thumbnail_units : t.thumbnail_channel, { n: layer.channel, name: layer.name })
    made.title = `${layer.name}\n${what}`
  }
  const watch = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        visible[isIntersecting ? 'add' : 'delete'](target)
        if (isIntersecting) paint(target)
      }
    },
    { root: list, rootMargin: `0px ${BESIDE}` },
  )
  return {
    get options() {
      return options
    },
    repaint() {
      due ||= requestAnimationFrame(() => {
        due = 0
        visible.forEach(paint)
      })
    },
    show(network) {
      watch.disconnect()
      visible.clear()
      options = network.layers.map(layer => Object.assign(option(layer, t), { ariaSelected: 'false', tabIndex: -1 }))
      list.replaceChildren(...options)
      list.scrollLeft = 0
      options.forEach(o => watch.observe(o))
    },
  }
}

/** Marks the chosen layer and brings it into sight. */
function choose(list, chosen) {
  for (const o of list.querySelectorAll('[aria-selected=true]')) if (o !== chosen) Object.assign(o, { ariaSelected: 'false', tabIndex: -1 })
  if (!chosen) return
  Object.assign(chosen, { ariaSelected: 'true', tabIndex: 0 })
  const left = chosen.offsetLeft - list.clientWidth / 2 + chosen.offsetWidth / 2
  const far = Math.abs(left - list.scrollLeft) > 3 * list.clientWidth
  if (list.scrollWidth > list.clientWidth) list.scrollTo({ left, behavior: far ? 'auto' : 'smooth' })
}

export function mount({ $, t, bus }) {
  const list = $('.items')
  const strip = items(list, t, bus)
  const at = name => strip.options.find(o => o.dataset.name === name)
  const go = (target, focus) => {
    if (!target) return
    bus.set('layer', target.dataset.name)
    if (focus) target.focus({ preventScroll: true })
  }
  const step = by => event => {
    const { options } = strip
    if (!list.offsetParent || !options.length) return false
    const to = Math.min(options.length - 1, Math.max(0, options.indexOf(at(bus.get('layer'))) + by))
    go(options[to], event.target === document.body || list.contains(event.target))
  }
  bus.on('network', network => {
    const focused = list.contains(document.activeElement)
    strip.show(network)
    choose(list, at(bus.get('layer')))
    if (focused) at(bus.get('layer'))?.focus({ preventScroll: true })
  })
  bus.on('layer', name => choose(list, at(name)))
  bus.on(['forward', 'theme', 'pixel'], strip.repaint)
  list.addEventListener('click', event => go(event.target.closest('[role=option]'), true))
  const doing = { ArrowLeft: step(-1), ArrowRight: step(1), Home: step(-Infinity), End: step(Infinity) }
  onKeys(doing)
  list.addEventListener('keydown', event => {
    // the page's own keys keep out of lists
    const f = !event.ctrlKey && !event.altKey && !event.metaKey && doing[event.key]
    if (f) {
      f(event)
      event.preventDefault()
    }
  })
}
