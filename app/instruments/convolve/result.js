// The whole result of Convolve, from a picture's bytes to the pooled cells; nothing is made twice from the same things. Pure.
import { correlate, padded, pool, range, relu } from './convolution.js'
import { fitting, POOL_SIZES, poolFits } from './settings.js'
import { levels, matchPlanes, UNIT } from './kernels.js'

/** What was made from the same things before is not made again. */
function memo(make) {
  let given = []
  let made = null
  return (...things) => {
    if (things.length !== given.length || things.some((thing, i) => thing !== given[i])) {
      given = things
      made = make(...things)
    }
    return made
  }
}

/** → result({ picture, kernel, rule, read, pooling }): everything that the tab shows of it. */
/** @returns {(set: any) => import('../kit/types/convolve.js').Convolved} */
export function createConvolution() {
  const bytesOf = memo((picture, read) => levels(picture.values, picture.shape, read))
  const planesOf = memo(bytes => bytes.map(plane => Float64Array.from(plane, level => UNIT[level])))
  const paddedOf = memo((planes, height, width, padding, fill) =>
    planes.map(plane => (padding ? padded(plane, [height, width], { padding, fill }) : { values: plane, size: [height, width] })),
  )
  const reluOf = memo(result => ({ values: relu(result.values), size: result.size }))
  const poolOf = memo((rectified, kind, size) => pool(rectified.values, rectified.size, kind, size))
  const resultOf = memo(incrementalResult())
  const meetOf = memo(matchPlanes)
  return ({ picture, read, pooling, ...set }) => {
    const [height, width, channels] = picture.shape
    const used = channels === 1 ? 'grey' : read
    const size = /** @type {[number, number]} */ ([height, width])
    const { kernel, rule } = fitting({ size, ...set })
    const bytes = bytesOf(picture, used)
    const planes = planesOf(bytes)
    const under = paddedOf(planes, height, width, rule.padding, rule.fill)
    const meets = meetOf(kernel, used)
    const result = resultOf(under, kernel, meets, rule.stride, rule.dilation)
    const rectified = reluOf(result)
    const pooled = { kind: pooling.kind, size: largestPool(pooling.size, result.size) }
    const after = poolOf(rectified, pooled.kind, pooled.size)
    const given = { picture, size, read: used, bytes, planes, kernel, meets, rule, pooling: pooled }
    return { ...given, result, rectified, pooled: after, ...range(result.values) }
  }
}

/** A kernel less another, where few of their weights differ; null where it is quicker to begin anew. */
function difference(kernels, before) {
  let changes = 0
  const differ = kernels.map((weights, p) =>
    Float64Array.from(weights, (weight, i) => {
      if (weight !== before[p][i]) changes++
      return weight - before[p][i]
    }),
  )
  return changes * 4 <= kernels.length * kernels[0].length ? differ : null
}

/** The result, from that of the kernel before where one weight is being dragged: what changes is that weight times its shifted plane. */
function incrementalResult() {
  let last = null
  return (under, { planes, rows, columns, bias }, meets, stride, dilation) => {
    const kernels = meets.map(plane => planes[plane])
    const setting = [rows, columns, bias, stride, dilation, kernels.length].join()
    const differ = last?.under === under && last.setting === setting ? difference(kernels, last.kernels) : null
    const rule = { stride, dilation, bias, onto: differ && last.result.values.slice() }
    const result = correlate(under, differ ?? kernels, [rows, columns], rule)
    last = { under, kernels, setting, result }
    return result
  }
}

const largestPool = (wanted, size) => [wanted, ...POOL_SIZES].find(k => poolFits(k, size)) ?? 1

/** The cell with the largest value: something that goes on through ReLU and pooling. */
export function strongest({ values, size: [, width] }) {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i
  return [Math.floor(best / width), best % width]
}

/** The body of a question to `cnn/convolve`: kernels as float32, then the picture's planes as bytes. */
export function body({ kernel, meets, bytes }) {
  const weights = meets.flatMap(plane => [...kernel.planes[plane]])
  const parts = [new Uint8Array(Float32Array.from(weights).buffer), ...bytes]
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((at, part) => {
    whole.set(part, at)
    return at + part.length
  }, 0)
  return whole
}
export const question = ({ size, kernel, rule, bytes }) => ({
  height: size[0],
  width: size[1],
  planes: bytes.length,
  rows: kernel.rows,
  columns: kernel.columns,
  bias: kernel.bias,
  ...rule,
})
