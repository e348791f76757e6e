// The kernels one can pick, each with its weights' sum.
import { createElement } from '../../kit/element.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { presetKernel, preset, PRESETS, SIZES } from '../kernels.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { paintKernel } from './thumbnail.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */

const names = t => ({
  identity: t.identity,
  box: t.box,
  gaussian: t.gaussian,
  sharpen: t.sharpen,
  sobel_x: t.sobel_x,
  sobel_y: t.sobel_y,
  prewitt_x: t.prewitt_x,
  prewitt_y: t.prewitt_y,
  laplacian: t.laplacian,
  emboss: t.emboss,
})
const total = weights => Math.round(1e4 * weights.reduce((sum, v) => sum + v, 0)) / 1e4

function button(key, t) {
  const [made] = radioButtons([[key, '']])
  const add = (tag, text) => made.appendChild(createElement(tag, '', text))
  add('b', names(t)[key])
  add('canvas', '')
  add('span', fillTemplate(t.sum, { v: write.short(total(preset(key, 3))) })).className = 'sum'
  made.title = names(t)[key]
  return made
}

/**
 * @param {any} $
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
export function presets($, t, bus) {
  const list = $('.presets')
  list.replaceChildren(...PRESETS.map(key => button(key, t)))
  for (const sum of list.querySelectorAll('.sum')) sum.title = t.sum_help
  /** The size that presets are offered in: that of the kernel in use, where it is one of theirs. */
  const size = () => {
    const kernel = bus.get('convolve.kernel')
    const [rows, columns] = kernel.planes ? [kernel.rows, kernel.columns] : [0, 0]
    return rows === columns && rows > 1 && SIZES.includes(rows) ? rows : 3
  }
  const show = radioGroup(list, key => bus.set('convolve.kernel', presetKernel(key, size())))
  let painted = 0
  const paint = anew => {
    const now = size()
    if (!anew && painted === now) return
    painted = now
    for (const made of list.children) paintKernel(made.querySelector('canvas'), preset(made.dataset.value, now), [now, now])
  }
  bus.on('convolve.kernel', ({ key }) => {
    show(key)
    paint(false)
  })
  bus.on('theme', () => requestAnimationFrame(() => paint(true)))
  new ResizeObserver(() => paint(true)).observe(list)
}
