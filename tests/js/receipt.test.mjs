import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import { projectiveField, fieldCell, receptiveWindow } from '../../app/instruments/kit/geometry.js'
import { cellOf, isLegalTrace, READ, toLink } from '../../app/instruments/look/receipt_trace.js'
import { readLink, writeLink } from '../../app/instruments/kit/permalink.js'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { endsOf, parseReceipt, viewOf } = await import('../../app/instruments/look/receipt/parse.js')
const { decimals, formatters } = await import('../../app/instruments/look/receipt/decimals.js')
const { placeIn, shownOf, describeStep } = await import('../../app/instruments/look/receipt/trace.js')

/** The bytes of an answer, written as the contract says. */
function packed(head, arrays) {
  const list = Object.entries(arrays)
  const named = list.map(([name, [values, shape]]) => ({ name, type: values instanceof Uint8Array ? 'uint8' : 'float32', shape }))
  let text = JSON.stringify({ version: 1, ...head, arrays: named })
  text += ' '.repeat((4 - ((4 + text.length) % 4)) % 4)
  const parts = [new Uint8Array(Uint32Array.of(text.length).buffer), new TextEncoder().encode(text)]
  for (const [, [values]] of list) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    parts.push(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4))
  }
  return new Uint8Array(parts.flatMap(part => [...part])).buffer
}

const traceStep = (layer, cell, more = {}) => ({
  layer,
  kind: 'convolution',
  cell,
  rule: 'sum',
  torch_value: 1,
  agrees: true,
  formula: '',
  terms: 8,
  facts: {},
  strongest: null,
  values: [],
  minimum: -1,
  maximum: 1,
  low: 0,
  step: 1,
  ...more,
})

/** Two input channels of 2 × 2: 1 … 8 times ½, −½, one of them padding. */
function sample(more = {}) {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 0)
  const weights = Float32Array.of(0.5, 0.5, 0.5, 0.5, -0.5, -0.5, -0.5, -0.5)
  const cells = Float32Array.from([0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 0, -1, -1, -1])
  const receipt = { ...traceStep('conv', [2, 0, 0]), bias: 0.25, sum: -3.75, bound: 1e-6, layers: ['input'], window: [2, 2], ...more }
  return packed(
    { network: 'n', receipt, trace: [traceStep('conv', [2, 0, 0])], skipped: 0 },
    {
      plane: [Float32Array.of(1), [1, 1]],
      source: [Float32Array.of(0, 0), [2]],
      cells: [cells, [8, 3]],
      values: [values, [8]],
      weights: [weights, [8]],
      products: [values.map((v, i) => v * weights[i]), [8]],
      curve: [new Float32Array(), [2, 0]],
      'thumbnail:0': [Uint8Array.of(7), [1, 1]],
    },
  )
}

test('a receipt’s groups add up to its sum, the largest first, padding has no cell', () => {
  const receipt = parseReceipt(sample())
  assert.deepEqual(
    receipt.groups.map(({ layer, channel, sum }) => [layer, channel, sum]),
    [
      ['input', 1, -9],
      ['input', 0, 5],
    ],
  )
  assert.equal(
    receipt.groups.reduce((sum, group) => sum + group.sum, receipt.bias),
    receipt.sum,
  )
  assert.deepEqual(receipt.groups[0].order, [6, 5, 4, 7])
  assert.equal(receipt.terms[7].cell, null)
  assert.deepEqual(receipt.terms[5].cell, [1, 0, 1])
  assert.deepEqual(endsOf(receipt.terms), { value: 7, weight: 0.5, product: 3.5 })
  assert.equal(viewOf(receipt), 'channels')
})

test('what is no answer is refused', () => {
  assert.throws(() => parseReceipt(packed({ network: 'n' }, {})), /no receipt/)
  assert.throws(() => parseReceipt(packed({ receipt: { layers: [] }, trace: [] }, {})), /values is missing/)
})

test('every kind has its view', () => {
  const view = (rule, kind, groups, window = [1, 1], terms = [1]) =>
    viewOf({ rule, kind, window, terms, groups: groups.map(units => ({ units, channel: units ? null : 0 })) })
  assert.equal(view('sum', 'dense', [true], [1, 84]), 'list')
  assert.equal(view('distance', 'distances', [true], [1, 84]), 'list')
  assert.equal(view('largest', 'max pooling', [false], [2, 2]), 'window')
  assert.equal(view('sum', 'average pooling', [false], [7, 7]), 'window')
  assert.equal(view('sum', 'subsampling', [false], [2, 2]), 'window')
  assert.equal(view('sum', 'convolution', [false], [5, 5]), 'channels') // of one channel
  assert.equal(view('function', 'activation', [false]), 'graph')
  assert.equal(view('sum', 'normalisation', [false]), 'line')
  assert.equal(view('sum', 'addition', [false, false]), 'operands')
  assert.equal(view('product', 'multiplication', [false, false]), 'operands')
  assert.equal(view('copy', 'flatten', [false]), 'operands')
  assert.equal(view('share', 'softmax', [true], [1, 10]), 'shares')
  assert.equal(view('given', 'input', [], [1, 1], []), 'pixel')
  assert.equal(view('sum', 'convolution', Array(64).fill(false)), 'channels') // a 1 × 1 kernel
})

test('numbers of a receipt share their decimals', () => {
  assert.deepEqual([5.2, 0.365, 0.0365, 23, 364, 4000, 0, NaN].map(decimals), [3, 3, 4, 2, 1, 0, 3, 3])
  const { plain, signed, long } = formatters(5.2)
  assert.deepEqual([plain(1), signed(1.5), signed(-1.5), signed(0), long(1 / 3)], ['1.000', '+1.500', '−1.500', '0.000', '0.333333'])
  assert.equal(formatters(2e-7).plain(1.5e-7), '1.50·10⁻⁷')
})

test('a link says a walk and says it back; anything else counts as absent', () => {
  const walk = [
    { layer: 'layer1.0.relu:2', cell: [11, 4, 4] },
    { layer: 'fc3', cell: [7] },
  ]
  assert.equal(toLink(walk), 'layer1.0.relu:2@11.4.4~fc3@7')
  assert.deepEqual(readLink(writeLink({ receipt: toLink(walk) })).receipt, walk)
  assert.equal(toLink(null), null)
  for (const text of ['', 'conv1', 'conv1@', 'conv1@1.2.3.4', 'conv1@-1', '<b>@1', 'a@1~', Array(25).fill('a@1').join('~')])
    assert.equal(READ.receipt(text), undefined, text)
})

test('a walk is legal where every step is a cell of the network', () => {
  const layers = [
    { name: 'conv', shape: [2, 5, 6] },
    { name: 'fc', shape: [10] },
  ]
  const cells = { conv: [1, 4, 5], fc: [9] }
  const walk = names => names.map(layer => ({ layer, cell: cells[layer] }))
  assert.ok(isLegalTrace(walk(['fc', 'conv']), layers))
  for (const [layer, cell] of [
    ['conv', [2, 0, 0]],
    ['conv', [0, 0]],
    ['fc', [10]],
    ['relu', [0]],
    ['constructor', [0]],
  ])
    assert.ok(!isLegalTrace([{ layer, cell }], layers), `${layer} ${cell}`)
  assert.deepEqual(cellOf([3, 5, 5], { channel: 2, row: 1, col: 4 }), [2, 1, 4])
  assert.deepEqual(cellOf([3], { channel: 2, row: 0, col: 0 }), [2])
})

test('of a long way the open step, the one before it and the last three are shown', () => {
  const names = (walked, ahead, skipped) =>
    shownOf(walked, ahead, skipped).map(one => (one.skipped ? `${one.skipped}…${one.traceStep}` : one.traceStep))
  assert.deepEqual(names([], ['a', 'b', 'c'], 0), ['a', 'b', 'c'])
  assert.deepEqual(names([], ['a', 'b', 'x', 'y', 'z'], 7), ['a', '8…x', 'y', 'z'])
  assert.deepEqual(names(['w'], ['a', 'b', 'c', 'd'], 0), ['w', 'a', 'b', 'c', 'd'])
  assert.deepEqual(names(['v', 'w'], ['a', 'b', 'x', 'y', 'z'], 7), ['1…w', 'a', '8…x', 'y', 'z'])
  assert.deepEqual(
    shownOf(['w'], ['a', 'b'], 0).map(one => one.at),
    [0, 1, null],
  )
})

test('a step is told in a word and a line', () => {
  const t = new Proxy({}, { get: (_, key) => `${key} {n} {list} {product} {level}` })
  const relu = (value, formula = 'max(0, {x})') =>
    describeStep(traceStep('r', [0], { rule: 'function', formula, strongest: { value, weight: 1 } }), t)
  assert.deepEqual(relu(2), ['max(0, x)', 'passes_short {n} {list} {product} {level}'])
  assert.match(relu(-2)[1], /^stopped_short/)
  assert.match(describeStep(traceStep('p', [0], { rule: 'largest', terms: 4, values: [1, 0] }), t)[1], /^of_values {n} 1; 0/)
  const sum = describeStep(traceStep('c', [0], { terms: 151, strongest: { value: 2, weight: -0.5 } }), t)
  assert.match(sum[0], /^sum_n 151/)
  assert.match(sum[1], /2 × −0.5/)
})

test('a pixel is felt by exactly the cells whose window holds it', () => {
  const fields = [
    { size: [5, 7], stride: [1, 2], offset: [-2, -3], whole: false },
    { size: [3, 3], stride: [2, 2], offset: [0, 0], whole: false },
    { size: [1, 2], stride: [3, 3], offset: [1, 0], whole: false },
    { size: [11, 11], stride: [4, 4], offset: [-5, -5], whole: false },
    { size: [4, 4], stride: [4, 4], offset: [0, 0], whole: true },
  ]
  const [height, width, rows, columns] = [20, 18, 6, 5]
  for (const field of fields)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const felt = projectiveField(field, y, x, rows, columns)
        for (let row = 0; row < rows; row++)
          for (let col = 0; col < columns; col++) {
            const { top, left, bottom, right } = receptiveWindow(field, row, col, height, width)
            const sees = y >= top && y < bottom && x >= left && x < right
            const feels = felt !== null && row >= felt.top && row < felt.bottom && col >= felt.left && col < felt.right
            assert.equal(feels, sees, JSON.stringify({ field, y, x, row, col }))
          }
      }
})

test('the trace marks the very pixel on a picture, and on a smaller thumbnail the cell that it lies in', () => {
  const pixel = { cell: [1, 150, 201], size: [3, 224, 224] }
  assert.deepEqual(placeIn(pixel, [224, 224]), [150, 201])
  assert.deepEqual(placeIn(pixel, [56, 56]), [37.5, 50.25])
  assert.deepEqual(placeIn({ cell: [7], size: [12] }, [3, 4]), [1, 3])
})

test('a unit of a flattened map is a cell of that map, a unit of a dense layer has no place', () => {
  const flat = { receptive_field: { flattened: [5, 4] } }
  assert.deepEqual(fieldCell(flat, [47]), [1, 3])
  assert.deepEqual(fieldCell({ receptive_field: {} }, [47]), [0, 0])
  assert.deepEqual(fieldCell({ receptive_field: {} }, [2, 6, 1]), [6, 1])
})
