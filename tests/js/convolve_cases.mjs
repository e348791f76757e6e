// Convolutions, ReLUs and poolings of the cases that come in, as JSON lines, by the page's own arithmetic; results go out the same way.
import { readFileSync } from 'node:fs'
import { correlate, padded, patch, pool, relu } from '../../app/instruments/convolve/convolution.js'

for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const { planes, size, kernels, cells, rule, bias, pooling, at } = JSON.parse(line)
  const under = planes.map(plane => padded(plane, size, rule))
  const result = correlate(under, kernels, cells, { ...rule, bias })
  const after = relu(result.values)
  const pooled = pool(after, result.size, pooling.kind, pooling.size)
  const patches = planes.map(plane => patch(plane, size, cells, rule, at).values)
  const sum = patches.reduce((so, values, p) => values.reduce((part, v, i) => part + v * kernels[p][i], so), bias)
  const out = { result, relu: after, pooled, sum }
  console.log(JSON.stringify(out, (_, v) => (ArrayBuffer.isView(v) ? [...v] : v)))
}
