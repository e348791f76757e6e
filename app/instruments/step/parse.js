// What the server says of a step, read. Pure.
import { parseBinary, real, requiredArray } from '../kit/binary.js'

const parseTiles = (said, values, gradients) => ({
  ...said,
  ...Object.fromEntries(['largest', 'largest_gradient', 'norm'].map(name => [name, real(said[name])])),
  values: values.values,
  gradients: gradients.values,
  size: values.shape, // [tile, y, x]
})

/** An answer to `cnn/forward_backward`. */
export function parseForwardBackward(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const columns = head.columns.map((column, i) => ({
    ...column,
    ...parseTiles(column.sheet, requiredArray(arrays, `values:${i}`), requiredArray(arrays, `gradients:${i}`)),
    weights: column.weights && {
      ...column.weights,
      ...parseTiles(column.weights.sheet, requiredArray(arrays, `weights:${i}`), requiredArray(arrays, `slopes:${i}`)),
      norms: requiredArray(arrays, `norms:${i}`).values,
    },
  }))
  return {
    ...head,
    loss: real(head.loss),
    norm: real(head.norm),
    columns,
    logits: requiredArray(arrays, 'logits').values,
    logitGradients: requiredArray(arrays, 'logit_gradients').values,
    probabilities: requiredArray(arrays, 'probabilities').values,
    dropped: new Map(head.dropped.map((layer, i) => [layer, requiredArray(arrays, `out:${i}`).values])),
  }
}

/** An answer to `cnn/step_update`: one unit's numbers, [y, x] each. */
export function parseUpdate(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const numbers = Object.fromEntries(
    ['before', 'gradient', 'velocity', 'delta', 'after'].map(name => [name, requiredArray(arrays, name).values]),
  )
  const { values: both, shape } = requiredArray(arrays, 'probabilities')
  return {
    ...head,
    loss: head.loss.map(real),
    length: real(head.length),
    size: requiredArray(arrays, 'before').shape,
    ...numbers,
    probabilities: [both.subarray(0, shape[1]), both.subarray(shape[1])],
  }
}

/** An answer to `cnn/step_loss_line`. */
export function parseLossLine(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const [rates, losses, others, labels, answers] = ['rates', 'losses', 'others', 'labels', 'answers'].map(
    name => requiredArray(arrays, name).values,
  )
  const count = labels.length
  const both = [answers.subarray(0, count), answers.subarray(count)]
  return { ...head, here: head.here.map(real), rates, losses, others, labels, answers: both }
}

/** An answer to `cnn/dropout_passes`. */
export function parseDropoutPasses(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const { values, shape } = requiredArray(arrays, 'probabilities')
  const rows = Array.from({ length: shape[0] }, (_, i) => values.subarray(i * shape[1], (i + 1) * shape[1]))
  const out = head.places.map((layer, i) => {
    const { values: of, shape: size } = requiredArray(arrays, `out:${i}`)
    return [layer, Array.from({ length: size[0] }, (_, pass) => of.subarray(pass * size[1], (pass + 1) * size[1]))]
  })
  return { network: head.network, rows, whole: requiredArray(arrays, 'whole').values, out: new Map(out) }
}

/** A value between those measured on a line; outside, the nearest. */
export function interpolate(at, values, v) {
  const next = at.findIndex(x => x >= v)
  if (next < 0) return values.at(-1)
  if (next === 0) return values[0]
  const part = (v - at[next - 1]) / (at[next] - at[next - 1])
  return values[next - 1] + part * (values[next] - values[next - 1])
}
