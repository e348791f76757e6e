// What is on the screen as lines of PyTorch. Pure: the same result gives the same text.
import { digitsOfFloat32 } from '../../kit/numbers.js'

const LONGEST = 100 // characters of a line of weights

/** A float32 in the fewest digits that name it, as Python writes a float. */
const literal = v => {
  const text = String(Number(v.toPrecision(digitsOfFloat32(v))))
  return /[.e]/.test(text) ? text : `${text}.0`
}

/**
 * Weights [rows · columns] as nested lists.
 * @param {any} weights
 * @param {number[]} size
 * @param {string} indent
 */
function nested(weights, [rows, columns], indent) {
  const lines = Array.from({ length: rows }, (_, i) => `[${[...weights.subarray(i * columns, (i + 1) * columns)].map(literal).join(', ')}]`)
  const one = `[${lines.join(', ')}]`
  return one.length <= LONGEST ? one : `[\n${lines.map(line => `${indent}    ${line},\n`).join('')}${indent}]`
}

function kernelLines({ kernel, meets }) {
  const cells = [kernel.rows, kernel.columns]
  const planes = meets.map(plane => kernel.planes[plane])
  const shape = `(1, ${planes.length}, ${cells.join(', ')})`
  if (planes.length === 1) return [`kernel = torch.tensor(${nested(planes[0], cells, '')})[None, None]  # ${shape}`]
  return ['kernel = torch.tensor([', ...planes.map(weights => `    ${nested(weights, cells, '    ')},`), `])[None]  # ${shape}`]
}

const READING = {
  grey: `numpy.array(Image.open("picture.png").convert("L"))[None]`,
  rgb: `numpy.array(Image.open("picture.png").convert("RGB")).transpose(2, 0, 1)`,
}
const channelOf = read => `numpy.array(Image.open("picture.png").convert("RGB"))[None, :, :, ${'rgb'.indexOf(read)}]`

/** The pooled cell that a result cell goes into; of one that is left out, the nearest. */
const pooledCell = ({ result, pooling }, at) =>
  at.map((v, axis) => Math.min(Math.floor(v / pooling.size), Math.floor(result.size[axis] / pooling.size) - 1)).join(', ')

function convolution({ kernel, rule: { stride, padding, fill, dilation }, result }) {
  const around = padding && fill !== 'zeros'
  const bias = kernel.bias ? `torch.tensor([${literal(kernel.bias)}])` : 'None'
  const pad = `x = F.pad(x, (${padding}, ${padding}, ${padding}, ${padding}), mode="${fill}")`
  const rule = `bias=${bias}, stride=${stride}, padding=${around ? 0 : padding}, dilation=${dilation}`
  return [...(around ? [pad] : []), `result = F.conv2d(x, kernel, ${rule})  # (1, 1, ${result.size.join(', ')})`]
}

/** The lines for a result (../result.js) and the cell that is shown. */
export function lines(done, at) {
  const { size, read, planes, kernel, pooling } = done
  const learned = kernel.key === 'learned' ? [`# ${kernel.network}: ${kernel.filter.layer}.weight[${kernel.filter.out}]`] : []
  return [
    'import numpy',
    'import torch',
    'import torch.nn.functional as F',
    'from PIL import Image',
    '',
    `levels = ${READING[read] ?? channelOf(read)}`,
    `x = torch.tensor(levels[None] / 255, dtype=torch.float32)  # (1, ${planes.length}, ${size.join(', ')})`,
    ...learned,
    ...kernelLines(done),
    ...convolution(done),
    'after = F.relu(result)',
    `pooled = ${pooling.kind === 'max' ? 'F.max_pool2d' : 'F.avg_pool2d'}(after, ${pooling.size})`,
    '',
    `print(result[0, 0, ${at.join(', ')}].item())`,
    `print(after[0, 0, ${at.join(', ')}].item())`,
    `print(pooled[0, 0, ${pooledCell(done, at)}].item())`,
    '',
  ].join('\n')
}
