// The lines that "Show the code" shows for settings that come in as JSON, with the page's own numbers beside them.
import { readFileSync } from 'node:fs'
import { lines } from '../../app/instruments/convolve/code/lines.js'
import { FIRST } from '../../app/instruments/convolve/settings.js'
import { presetKernel, edited } from '../../app/instruments/convolve/kernels.js'
import { createConvolution } from '../../app/instruments/convolve/result.js'

const { values, shape, settings } = JSON.parse(readFileSync(0, 'utf8'))
const answers = settings.map(({ preset, size, weights, planes, bias, at, ...set }) => {
  let kernel = { ...presetKernel(preset, size), bias: Math.fround(bias) }
  for (const [plane, place, weight] of weights) kernel = edited(kernel, plane, place, weight, planes)
  const done = createConvolution()({ picture: { values: Uint8Array.from(values), shape }, ...FIRST, ...set, kernel })
  const k = done.pooling.size
  const [down, across] = at.map((v, axis) => Math.min(Math.floor(v / k), done.pooled.size[axis] - 1))
  const cell = at[0] * done.result.size[1] + at[1]
  const numbers = [done.result.values[cell], done.rectified.values[cell], done.pooled.values[down * done.pooled.size[1] + across]]
  return { code: lines(done, at), numbers }
})
console.log(JSON.stringify(answers))
