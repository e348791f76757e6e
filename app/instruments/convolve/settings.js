// What Convolve is set to, which settings are legal, and how a link says them. Pure.
//   kernel   { key: a preset's | 'learned' | 'yours', rows, columns, planes: [Float32Array] (1 or 3), bias,
//              filter: { layer, out, in } | null }
//   rule     { stride, padding, fill, dilation }      pooling  { kind: max | average, size }      read  grey | r | g | b | rgb
//   window   [row, col] of the result cell that is taken apart
//   moved    [down, right] in pixels: the picture is moved and two networks answer (Translation); null: one kernel is looked at
import { FILLS, fits, places } from './convolution.js'
import { atSize, presetKernel, LARGEST, PRESETS, READS, SIZES } from './kernels.js'
import { digitsOfFloat32 } from '../kit/numbers.js'

export const STRIDES = [1, 2, 3, 4]
export const PADDINGS = [0, 1, 2, 3, 4, 5]
export const DILATIONS = [1, 2, 3]
export const POOLS = ['max', 'average']
export const POOL_SIZES = [2, 3, 4]
const MOST_CELLS = 31 // of a side of a kernel that a link may bring
const LONGEST = 6000 // characters
const LARGEST_BIAS = 1000

export const FIRST = {
  kernel: presetKernel('sobel_x', 3),
  rule: { stride: 1, padding: 0, fill: 'zeros', dilation: 1 },
  read: 'grey',
  pooling: { kind: 'max', size: 2 },
  window: null,
  moved: null,
}

// What may be chosen

/** The rule with another value, as it would then be. */
export const changed = (rule, key, value) => ({ ...rule, [key]: value })

/** Which of the values of one part of the rule are legal while the others stay: [true, false, …] in the order of `values`. */
export const legal = (values, key, { size, kernel, rule }) =>
  values.map(value =>
    key === 'size' ? fits(size, [value, value], rule) : fits(size, [kernel.rows, kernel.columns], changed(rule, key, value)),
  )

/**
 * What is set, made to fit a picture: the dilation gives way first, then reflection, then the kernel.
 * @param {Record<string, any>} set
 */
export function fitting({ size, kernel, rule }) {
  const cells = [kernel.rows, kernel.columns]
  if (fits(size, cells, rule)) return { kernel, rule }
  for (const fill of new Set([rule.fill, 'zeros']))
    for (let dilation = rule.dilation; dilation > 0; dilation--) {
      const less = { ...rule, fill, dilation }
      if (fits(size, cells, less)) return { kernel, rule: less }
    }
  const less = { ...rule, fill: 'zeros', dilation: 1 }
  const largest = SIZES.filter(k => fits(size, [k, k], less)).at(-1) ?? 1
  return { kernel: atSize(kernel, largest), rule: less }
}

export const poolFits = (size, [height, width]) => places(height, size) > 0 && places(width, size) > 0

/**
 * The result cell whose window has its middle nearest to a point of the picture, [y, x] in pixels.
 * @param {number[]} cell
 * @param {any} done
 * @param {number[]} size
 */
export function nearest([y, x], { kernel, rule }, [height, width]) {
  const axis = (at, cells, most) => {
    const middle = (rule.dilation * (cells - 1) + 1) / 2
    return Math.min(most - 1, Math.max(0, Math.round((at - middle + rule.padding) / rule.stride)))
  }
  return [axis(y, kernel.rows, height), axis(x, kernel.columns, width)]
}

/**
 * The first pixel of a result cell's window, [y, x], which may lie in the padding; and the window's middle.
 * @param {any} list
 * @param {any} parts
 */
export const corner = ([row, col], { stride, padding }) => [row * stride - padding, col * stride - padding]
export const middle = (cell, { kernel, rule }) => {
  const [y, x] = corner(cell, rule)
  return [y + (rule.dilation * (kernel.rows - 1) + 1) / 2, x + (rule.dilation * (kernel.columns - 1) + 1) / 2]
}

// What a link says

const oneOf = list => text => list.find(value => String(value) === text)
const number = most => text => {
  const v = Number(text)
  return text.trim() !== '' && Math.abs(v) <= most ? v : undefined
}

/** "3x3_-1_0_1_…", as many weights as one or three planes have. */
function readWeights(text) {
  const found = /^(\d{1,2})x(\d{1,2})_/.exec(text)
  if (!found || text.length > LONGEST) return undefined
  const [rows, columns] = [Number(found[1]), Number(found[2])]
  const weights = text.slice(found[0].length).split('_').map(number(LARGEST))
  const planes = weights.length / (rows * columns)
  if (![1, 3].includes(planes) || Math.max(rows, columns) > MOST_CELLS || weights.includes(undefined)) return undefined
  return text
}
const pair = text => (/^\d{1,4}_\d{1,4}$/.test(text) ? text : undefined)
const place = text => (/^-?[0-8]_-?[0-8]$/.test(text) ? text : undefined)

/** For every key of the link: text → what it says, undefined where that is nothing legal. */
export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['convolve'])[]} */ (Object.keys(FIRST))
export const READ = {
  kernel: text => oneOf([...PRESETS, 'learned'])(text) ?? readWeights(text),
  size: oneOf(SIZES),
  bias: number(LARGEST_BIAS),
  filter: text => (text.length <= 120 && /^[\w.:-]+_\d{1,5}_\d{1,5}$/.test(text) ? text : undefined),
  stride: oneOf(STRIDES),
  padding: oneOf(PADDINGS),
  fill: oneOf(FILLS),
  dilation: oneOf(DILATIONS),
  read: oneOf(READS),
  pool: oneOf(POOLS.flatMap(kind => POOL_SIZES.map(size => `${kind}${size}`))),
  window: pair,
  moved: place,
}
/** What a link need not say. */
export const START = { kernel: 'sobel_x', size: 3, bias: 0, stride: 1, padding: 0, fill: 'zeros', dilation: 1, read: 'grey', pool: 'max2' }

const short = v => String(Number(v.toPrecision(digitsOfFloat32(v))))
const sayKernel = ({ key, rows, columns, planes }) =>
  key === 'yours' ? `${rows}x${columns}_${planes.flatMap(weights => [...weights].map(short)).join('_')}` : key

function kernelOf({ kernel, size = 3, bias = 0, filter }) {
  if (kernel === 'learned') {
    const [, layer, out, into] = /^(.+)_(\d+)_(\d+)$/.exec(filter ?? '') ?? []
    return layer ? { key: 'learned', filter: { layer, out: Number(out), in: Number(into) }, planes: null } : FIRST.kernel
  }
  if (!kernel || PRESETS.includes(kernel)) return presetKernel(kernel ?? FIRST.kernel.key, size)
  const [, rows, columns] = (/^(\d+)x(\d+)_/.exec(kernel) ?? []).map(Number)
  const weights = kernel
    .slice(kernel.indexOf('_') + 1)
    .split('_')
    .map(Number)
  const count = rows * columns
  const planes = Array.from({ length: weights.length / count }, (_, p) => Float32Array.from(weights.slice(p * count, (p + 1) * count)))
  return { key: 'yours', rows, columns, planes, bias: Math.fround(bias), filter: null }
}

/** What a link said (see READ), as settings. */
export function fromLink(said) {
  const { stride, padding, fill, dilation } = { ...START, ...said }
  const [, kind, size] = /^(\D+)(\d)$/.exec(said.pool ?? START.pool) ?? []
  return {
    kernel: kernelOf(said),
    rule: { stride, padding, fill, dilation },
    read: said.read ?? START.read,
    pooling: { kind, size: Number(size) },
    window: said.window ? said.window.split('_').map(Number) : null,
    moved: said.moved ? said.moved.split('_').map(v => Number(v) || 0) : null,
  }
}

/** Settings as a link says them. */
export function toLink({ kernel, rule, read, pooling, window, moved }) {
  const { key, rows, bias, filter } = kernel
  return {
    ...rule,
    kernel: sayKernel(kernel),
    size: PRESETS.includes(key) ? rows : START.size,
    bias: key === 'yours' && bias ? short(bias) : START.bias,
    filter: key === 'learned' ? `${filter.layer}_${filter.out}_${filter.in}` : null,
    read,
    pool: `${pooling.kind}${pooling.size}`,
    window: window ? window.join('_') : null,
    moved: moved ? moved.join('_') : null,
  }
}
