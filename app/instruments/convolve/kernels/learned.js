// The learned kernels of one convolution of the network: which layer, which of its input channels, and every output channel as a picture.
import { createElement } from '../../kit/element.js'
import { askBytes } from '../../kit/ask.js'
import { parseBinary, requiredArray } from '../../kit/binary.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { FIRST } from '../settings.js'
import { latestOnly } from '../../kit/latest_only.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { tooltip } from '../../kit/tooltip.js'
import { isTyping } from '../../kit/typing.js'
import { endOf, paintKernel } from './thumbnail.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */
/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const BESIDE = '80px' // painted a little before it is scrolled into sight

const convolutions = network => network.layers.filter(layer => layer.kind === 'convolution')

/** What came of one question: { network, layer, shape: [out, in, rows, columns], input, together (input channels in it), values, bias }. */
function read(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const kernels = requiredArray(arrays, 'kernels')
  return { ...head, together: kernels.shape[1], values: kernels.values, bias: requiredArray(arrays, 'bias').values }
}

/** The weights of output channel `out`, of input channel `into`. */
function weights({ shape: [, , rows, columns], together, values }, out, into) {
  const count = rows * columns
  const at = (out * together + (together > 1 ? into : 0)) * count
  return values.subarray(at, at + count)
}

/** Whether a set holds what is asked for. */
const holds = (set, { network, layer, input }) =>
  set && set.network === network && set.layer === layer && (set.together === set.shape[1] || set.input === input)

/** The kernel of output channel `out`; a layer that reads the three colours gives all three. */
function kernelOf(set, out, into) {
  const [, , rows, columns] = set.shape
  const planes = set.together === 3 ? [0, 1, 2].map(channel => weights(set, out, channel)) : [weights(set, out, into)]
  const filter = { layer: set.layer, out, in: into }
  const { network } = set
  return { key: 'learned', network, rows, columns, planes: planes.map(plane => plane.slice()), bias: set.bias[out], filter }
}

/** The row of output channels, painted when they come into sight. */
function row(list, t, pick) {
  let set = null
  let input = 0
  let end = 0
  const seen = new Set()
  const paint = made => {
    const [, , rows, columns] = set.shape
    paintKernel(made.querySelector('canvas'), weights(set, Number(made.dataset.value), input), [rows, columns], end)
  }
  const watch = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        seen[isIntersecting ? 'add' : 'delete'](target)
        if (isIntersecting) paint(target)
      }
    },
    { root: list, rootMargin: `0px ${BESIDE}` },
  )
  const mark = radioGroup(list, value => pick(Number(value)))
  let marked = null
  return {
    mark(out) {
      if (out === marked) return
      marked = out
      mark(out)
      const chosen = out === null ? null : list.children[out]
      if (chosen && list.scrollWidth > list.clientWidth)
        list.scrollLeft = chosen.offsetLeft - list.offsetLeft - (list.clientWidth - chosen.offsetWidth) / 2
    },
    repaint: () => seen.forEach(paint),
    show(given, into) {
      const same = set?.layer === given.layer && set.network === given.network
      set = given
      input = into
      const outs = Array.from({ length: given.shape[0] }, (_, out) => out)
      end = endOf(outs.map(out => weights(given, out, into)))
      if (same) return seen.forEach(paint)
      watch.disconnect()
      seen.clear()
      list.ariaLabel = fillTemplate(t.outputs, { layer: given.layer })
      const made = radioButtons(outs.map(out => [out, '']))
      made.forEach((one, out) => {
        one.append(createElement('canvas'), createElement('span', '', write.count(out)))
        one.ariaLabel = fillTemplate(t.output, { n: out })
      })
      list.replaceChildren(...made)
      mark((marked = null))
      list.scrollLeft = 0
      made.forEach(one => watch.observe(one))
    },
  }
}

/**
 * A learned kernel in a network that has just been opened: its own of that name, else its first; what a link made up is forgotten.
 * @param {Bus} bus
 * @param {any} own
 * @param {any} first
 * @returns {import('../../kit/types/convolve.js').Kernel | import('../../kit/types/convolve.js').NamedKernel}
 */
function elsewhere(bus, own, first) {
  const { filter, planes } = bus.get('convolve.kernel')
  if (own && filter) return { key: 'learned', planes: null, filter }
  return planes && first ? { key: 'learned', planes: null, filter: { layer: first.name, out: 0, in: 0 } } : FIRST.kernel
}

/** The layer in the menu with the size of its kernels, and the input that is shown. */
function nameLayer({ menu, field, t }, { layer, shape: [, inputs, rows, columns] }, into) {
  const option = [...menu.options].find(one => one.value === layer)
  if (option) option.textContent = inputs > 1 ? layer : fillTemplate(t.layer_size, { layer, rows, columns })
  menu.title = fillTemplate(t.layer_size, { layer, rows, columns })
  field.max = inputs - 1
  if (!isTyping(field)) field.value = into
  field.title = fillTemplate(t.input_help, { most: inputs - 1 })
}

/**
 * @param {Bus} bus
 * @param {import('../../kit/types.js').Failure} error
 */
function failed(bus, error) {
  if (error.kind) bus.set('error', error.message || bus.get('words')?.gone)
  else console.error(error)
  if (!bus.get('convolve.kernel').planes) bus.set('convolve.kernel', FIRST.kernel)
}

/**
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 * @param {any} more1
 */
function chooseByHand({ menu, field, bus }, { wanted, ask }) {
  menu.onchange = () => {
    const chosen = wanted()
    if (chosen) bus.set('convolve.kernel', { key: 'learned', planes: null, filter: { layer: menu.value, out: 0, in: 0 } })
    ask(menu.value, 0)
  }
  field.onchange = () => {
    const input = Math.min(Number(field.max), Math.max(0, Math.round(Number(field.value)) || 0))
    const filter = wanted()
    if (filter) bus.set('convolve.kernel', { key: 'learned', planes: null, filter: { ...filter, in: input } })
    ask(menu.value, input)
  }
}

/**
 * @param {any} $
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
export function learned($, t, bus) {
  const menu = $('.layer')
  const field = $('.input input')
  let set = null
  let into = 0
  tooltip($('.learned .word'), t.learned_help)
  const list = row($('.filters'), t, out => bus.set('convolve.kernel', kernelOf(set, out, into)))
  const wanted = () => {
    const { key, filter } = bus.get('convolve.kernel')
    return key === 'learned' ? filter : null
  }
  const show = given => {
    set = given
    const [, inputs] = set.shape
    into = Math.min(into, inputs - 1)
    nameLayer({ menu, field, t }, set, into)
    $('.input').hidden = inputs === 1
    list.show(set, into)
    settle()
  }
  /** A learned kernel that a link or another network, layer or input asks for. */
  const settle = () => {
    const filter = wanted()
    const here = filter && holds(set, { network: bus.get('network')?.key, layer: filter.layer, input: filter.in })
    list.mark(here ? filter.out : null)
    if (!filter || bus.get('convolve.kernel').planes) return
    const network = bus.get('network')
    const own = network?.key === bus.get('wantedNetwork') && convolutions(network).some(({ name }) => name === filter.layer)
    if (!here) return own && ask(filter.layer, filter.in)
    const [outs, inputs] = set.shape
    const there = filter.out < outs && filter.in < inputs
    bus.set('convolve.kernel', there ? kernelOf(set, filter.out, filter.in) : FIRST.kernel)
  }
  const askLatest = latestOnly(
    async ({ network, layer, input }) => read(await askBytes('filters', { network, layer, input })),
    (_, given) => show(given),
    error => failed(bus, error),
  )
  const ask = (layer, input) => {
    into = input
    const network = bus.get('network').key
    if (holds(set, { network, layer, input })) show(set)
    else askLatest({ network, layer, input })
  }
  chooseByHand({ menu, field, bus }, { wanted, ask })
  bus.on('network', network => {
    const layers = convolutions(network)
    $('.none').hidden = layers.length > 0
    for (const part of ['.head', '.filters']) $(part).hidden = !layers.length
    const filter = wanted()
    menu.replaceChildren(...layers.map(({ name }) => new Option(name, name)))
    const own = layers.find(one => one.name === filter?.layer)
    if (filter) bus.set('convolve.kernel', elsewhere(bus, own, layers[0]))
    if (layers.length) menu.value = (own ?? layers[0]).name
    if (layers.length) ask(menu.value, own && filter ? filter.in : 0)
  })
  bus.on('convolve.kernel', settle)
  bus.on('theme', () => requestAnimationFrame(list.repaint))
  new ResizeObserver(list.repaint).observe($('.filters'))
}
