// Kernel size, stride, padding and dilation: only what is legal can be reached; and the rule that makes of them the size of the result.
import { createElement } from '../../kit/element.js'
import { FILLS } from '../convolution.js'
import { changed, DILATIONS, legal, PADDINGS, STRIDES } from '../settings.js'
import { radioGroup, radioButtons } from '../../kit/radio_group.js'
import { atSize, SIZES } from '../kernels.js'
import { write } from '../../kit/language.js'

/** @typedef {import('../../kit/bus.js').Bus} Bus */

const sizeOf = ({ rows, columns }) => (rows === columns ? rows : `${rows} × ${columns}`)
/** The sizes that are offered, and the one in use where a learned kernel has another. */
const sizesWith = kernel => (SIZES.includes(sizeOf(kernel)) ? SIZES : [...SIZES, sizeOf(kernel)].sort((a, b) => parseInt(a) - parseInt(b)))

function line(parent, letter, text, values) {
  const row = parent.appendChild(createElement('div'))
  const name = row.appendChild(createElement('span'))
  name.append(text, ...(letter ? [' ', createElement('i', '', letter)] : []))
  const group = row.appendChild(createElement('div'))
  group.className = 'segments choices'
  group.setAttribute('role', 'radiogroup')
  group.ariaLabel = text
  group.replaceChildren(...radioButtons(values))
  return { row, group }
}

const numbers = list => list.map(value => [value, write.count(value)])

/**
 * @param {any} $
 * @param {import('../../kit/types.js').Words} t
 * @param {Bus} bus
 */
export function rule($, t, bus) {
  const parts = $('.parts')
  const set = key => value => bus.set('convolve.rule', changed(bus.get('convolve.rule'), key, key === 'fill' ? value : Number(value)))
  const size = line(parts, 'k', t.size, [])
  /** @type {Record<string, [any, any[]]>} */
  const lines = {
    stride: [line(parts, 's', t.stride, numbers(STRIDES)), STRIDES],
    padding: [line(parts, 'p', t.padding, numbers(PADDINGS)), PADDINGS],
    fill: [line(parts, '', t.fill, [['zeros', t.zeros], ['reflect', t.reflect], ['replicate', t.replicate]]), FILLS], // prettier-ignore
    dilation: [line(parts, 'd', t.dilation, numbers(DILATIONS)), DILATIONS],
  }
  const showSize = radioGroup(size.group, value => bus.set('convolve.kernel', atSize(bus.get('convolve.done').kernel, Number(value))))
  const shows = Object.entries(lines).map(([key, [{ group, row }, values]]) => ({ key, row, values, show: radioGroup(group, set(key)) }))
  let offered = ''
  let known = ''
  return done => {
    const { kernel, rule: now } = done
    const settings = [...Object.values(now), kernel.rows, kernel.columns, done.size, done.result.size].join()
    if (settings === known) return
    known = settings
    const sizes = sizesWith(kernel)
    if (offered !== String(sizes)) size.group.replaceChildren(...radioButtons(sizes.map(k => [k, String(k)])))
    offered = String(sizes)
    const fits = legal(SIZES, 'size', done)
    showSize(sizeOf(kernel), k => !SIZES.includes(Number(k)) || fits[SIZES.indexOf(Number(k))], t.does_not_fit)
    for (const { key, row, values, show } of shows) {
      const open = legal(values, key, done)
      const idle = key === 'fill' && now.padding === 0
      row.classList.toggle('idle', idle)
      row.classList.toggle('filling', key === 'fill')
      const why = idle ? t.nothing_to_fill : key === 'fill' ? t.nothing_to_reflect : t.does_not_fit
      show(now[key], value => !idle && open[values.findIndex(one => String(one) === value)], why)
    }
    live($, done)
  }
}

function live($, { size: [height, width], kernel, rule: { stride, padding, dilation }, result }) {
  $('.over').textContent = `${height} + 2·${padding} − ${dilation}·(${kernel.rows} − 1) − 1`
  $('.under').textContent = write.count(stride)
  $('.live').style.setProperty('--letters', $('.over').textContent.length)
  const [rows, columns] = result.size
  const made = rows === columns && height === width ? write.count(rows) : `${rows}, ${columns}`
  $('.equals').replaceChildren(' + 1 = ', createElement('b', '', made))
}
