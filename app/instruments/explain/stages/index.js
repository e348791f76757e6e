// The layer slider: its stops are the stages that a method can look at, each with the heat of A there.
import { createElement } from '../../kit/element.js'
import { colours, coloursOfCodes, reach } from '../../kit/colour.js'
import { paintPicture, imageOf as packedPicture, theme, contextOf } from '../../kit/canvas.js'
import { shortName, usable } from '../settings.js'
import { onKeys } from '../../kit/shortcuts.js'
import { fillTemplate } from '../../kit/numbers.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const INPUT = 'input'

function stop(name, names, { shape, title }) {
  const made = createElement('div')
  made.className = 'stop'
  made.dataset.name = name
  made.title = name
  const add = (tag, text) => made.appendChild(createElement(tag, '', text))
  add('b', name === INPUT ? title : shortName(name, names))
  add('span', shape.slice(-2).join('×'))
  add('canvas', '')
  return made
}

function paintHeat(canvas, { low, step, thumbnail: { values, shape } }) {
  const table = coloursOfCodes(colours(theme()), low, step, reach(low, low + 255 * step))
  const [rows, columns] = shape
  Object.assign(canvas, { width: columns, height: rows })
  const packed = Uint32Array.from(values, code => table[code])
  contextOf(canvas).drawImage(packedPicture(packed, columns, rows), 0, 0)
}

/**
 * What the slider can stand on: { ways, method, open: [names], chosen }.
 * @param {Bus} bus
 */
function stateOf(bus) {
  const [ways, network] = [bus.get('explain.ways'), bus.get('network')]
  if (!ways || ways.network !== network?.key) return null
  const method = usable(ways.methods, bus.get('explain.method'), ways.stages)
  const open = method.at === 'layer' ? ways.stages : [INPUT]
  const wanted = bus.get('explain.stage')
  const chosen = open.find(name => name === wanted) ?? (method.at === 'layer' ? ways.default : INPUT)
  return { ways, network, method, open, chosen }
}

/**
 * @param {Pick<Instrument, '$' | '$$' | 'bus'>} parts
 * @param {import('../../kit/types.js').Network} network
 */
function paintThumbnails({ $, $$, bus }, network) {
  const seen = bus.get('forward')
  const along = bus.get('explain.along')
  if (seen?.network === network.key) paintPicture($('.stop canvas'), seen.picture.values, seen.picture.shape)
  for (const one of $$('.stop').slice(1)) {
    const heat = along?.q.network === network.key && along.stages.find(stage => stage.layer === one.dataset.name)
    if (heat) paintHeat(one.querySelector('canvas'), heat)
  }
}

/**
 * The knob by pointer and by keys.
 * @param {Pick<Instrument, '$$' | 'bus'> & Record<string, any>} parts
 * @param {any} choose
 */
function slideByHand({ slider, $$, bus }, choose) {
  const step = by => () => {
    const now = stateOf(bus)
    if (!now || !slider.offsetParent) return false
    choose(now.open[Math.min(now.open.length - 1, Math.max(0, now.open.indexOf(now.chosen) + by))])
  }
  const nearest = event => {
    const now = stateOf(bus)
    if (!now) return
    const far = one => {
      const box = one.getBoundingClientRect()
      return Math.abs(event.clientX - box.left - box.width / 2)
    }
    const open = $$('.stop').filter(one => now.open.includes(one.dataset.name))
    choose(open.reduce((best, one) => (far(one) < far(best) ? one : best)).dataset.name)
  }
  slider.addEventListener('pointerdown', event => {
    if (event.pointerType !== 'touch') slider.setPointerCapture(event.pointerId)
    nearest(event)
  })
  slider.addEventListener('pointermove', event => {
    if (event.buttons === 1 && event.pointerType !== 'touch') nearest(event)
  })
  const doing = { ArrowLeft: step(-1), ArrowRight: step(1), Home: step(-Infinity), End: step(Infinity) }
  slider.addEventListener('keydown', event => {
    const f = !event.ctrlKey && !event.altKey && !event.metaKey && doing[event.key]
    if (f) {
      f(event)
      event.preventDefault()
    }
  })
  onKeys(doing)
}

/** @param {Instrument} parts */
export function mount({ element, $, $$, t, bus }) {
  const slider = $('.slider')
  let shown = null
  const centre = name => {
    const at = $$('.stop').findIndex(one => one.dataset.name === name)
    return `${(100 * (at + 0.5)) / $$('.stop').length}%`
  }
  function build({ ways, network }) {
    if (shown === ways) return
    shown = ways
    const names = [INPUT, ...ways.stages]
    const layer = name => network.layers.find(one => one.name === name)
    $('.stops').replaceChildren(...names.map(name => stop(name, names, layer(name))))
  }
  function rail({ open, chosen }) {
    const [first, last] = [open[0], open.at(-1)].map(centre)
    Object.assign($('.line').style, { left: first, width: `calc(${last} - ${first})` })
    for (const old of $$('.tick')) old.remove()
    const ticks = open.map(() => createElement('i', 'tick'))
    ticks.forEach((tick, i) => (tick.style.left = centre(open[i])))
    $('.knob').before(...ticks)
    $('.knob').style.left = centre(chosen)
  }
  function paint() {
    const now = stateOf(bus)
    if (!now) return
    build(now)
    const says = { ariaValueMax: now.open.length - 1, ariaValueNow: now.open.indexOf(now.chosen), ariaValueText: now.chosen }
    for (const [key, value] of Object.entries(says)) slider[key] = String(value)
    for (const one of $$('.stop')) {
      const open = now.open.includes(one.dataset.name)
      one.classList.toggle('closed', !open)
      one.classList.toggle('chosen', one.dataset.name === now.chosen)
      one.title = open
        ? one.dataset.name
        : fillTemplate(one.dataset.name === INPUT ? t.not_input : t.only_input, { method: now.method.title })
    }
    rail(now)
    paintThumbnails({ $, $$, bus }, now.network)
  }
  const choose = name => {
    if (stateOf(bus)?.method.at === 'layer') bus.set('explain.stage', name)
  }
  slideByHand({ slider, $$, bus }, choose)
  bus.on(['explain.ways', 'explain.method', 'explain.stage', 'explain.along', 'network', 'forward', 'theme'], paint)
  new ResizeObserver(paint).observe(element)
}
