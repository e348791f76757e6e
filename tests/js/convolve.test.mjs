import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import { correlate, fits, padded, patch, places, pool, source } from '../../app/instruments/convolve/convolution.js'
import {
  corner,
  DILATIONS,
  FIRST,
  fitting,
  fromLink,
  legal,
  middle,
  nearest,
  PADDINGS,
  STRIDES,
  toLink,
} from '../../app/instruments/convolve/settings.js'
import {
  atSize,
  presetKernel,
  edited,
  levels,
  matchPlanes,
  preset,
  PRESETS,
  resized,
  SIZES,
  UNIT,
} from '../../app/instruments/convolve/kernels.js'
import { createConvolution, question, strongest } from '../../app/instruments/convolve/result.js'
import { readLink, writeLink } from '../../app/instruments/kit/permalink.js'

const sum = weights => weights.reduce((so, v) => so + v, 0)

// Arithmetic

test('a kernel is not turned over', () => {
  const picture = { values: Float64Array.from([1, 2, 3, 4]), size: [2, 2] }
  assert.deepEqual([...correlate([picture], [[1, 0, 0, 0]], [2, 2]).values], [1])
  assert.deepEqual([...correlate([picture], [[0, 10, 100, 0]], [2, 2], { bias: 0.5 }).values], [320.5])
})

test('padding repeats, mirrors or is zero', () => {
  const row = fill => [...padded([1, 2, 3], [1, 3], { padding: 2, fill }).values].slice(14, 21)
  assert.deepEqual(row('zeros'), [0, 0, 1, 2, 3, 0, 0])
  assert.deepEqual(row('replicate'), [1, 1, 1, 2, 3, 3, 3])
  assert.deepEqual(
    [-2, -1, 0, 1, 2, 3, 4].map(at => source(at, 3, 'reflect')),
    [2, 1, 0, 1, 2, 1, 0],
  )
})

test('the size rule', () => {
  assert.equal(places(224, 3), 222)
  assert.equal(places(224, 7, { stride: 2, padding: 3 }), 112)
  assert.equal(places(224, 11, { stride: 4, padding: 2 }), 55)
  assert.equal(places(28, 11, { dilation: 3 }), 0)
  assert.equal(fits([28, 28], [11, 11], { dilation: 2 }), true)
  assert.equal(fits([4, 9], [3, 3], { padding: 4, fill: 'reflect' }), false)
})

test('a patch says where its cells lie, and the first of equals wins', () => {
  const { values, cells } = patch([1, 2, 3, 4], [2, 2], [2, 2], { padding: 1 }, [0, 0])
  assert.deepEqual(
    [[...values], cells],
    [
      [0, 0, 0, 1],
      [
        [-1, -1],
        [-1, -1],
        [-1, -1],
        [0, 0],
      ],
    ],
  )
  assert.deepEqual([...pool([0, 0, 5, 5], [2, 2], 'max', 2).winners], [2])
})

// Kernels

test('presets at 3 × 3 are the textbook’s', () => {
  const rows = key => [...preset(key, 3)]
  assert.deepEqual(rows('sobel_x'), [-1, 0, 1, -2, 0, 2, -1, 0, 1])
  assert.deepEqual(rows('prewitt_y'), [-1, -1, -1, 0, 0, 0, 1, 1, 1])
  assert.deepEqual(rows('laplacian'), [0, 1, 0, 1, -4, 1, 0, 1, 0])
  assert.deepEqual(rows('sharpen'), [0, -1, 0, -1, 5, -1, 0, -1, 0])
  assert.deepEqual(rows('emboss'), [-2, -1, 0, -1, 1, 1, 0, 1, 2])
  assert.deepEqual(
    rows('gaussian'),
    [1, 2, 1, 2, 4, 2, 1, 2, 1].map(v => v / 16),
  )
})

test('presets keep their meaning at every size', () => {
  const SUMS = { identity: 1, box: 1, gaussian: 1, sharpen: 1, emboss: 1 }
  for (const key of PRESETS)
    for (const size of SIZES.slice(1)) {
      const weights = preset(key, size)
      assert.equal(weights.length, size * size)
      assert.ok(Math.abs(sum(weights) - (SUMS[key] ?? 0)) < 1e-5, `${key} ${size}`)
    }
  assert.deepEqual([...preset('sobel_x', 5)].map(v => Math.round(12 * v)).slice(10, 15), [-6, -12, 0, 12, 6])
  assert.deepEqual([presetKernel('laplacian', 1).key, [...presetKernel('laplacian', 1).planes[0]]], ['identity', [1]])
})

test('another size cuts or surrounds with zeros, the middle stays', () => {
  assert.deepEqual([...resized([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3], 1)], [5])
  assert.deepEqual([...resized([7], [1, 1], 3)], [0, 0, 0, 0, 7, 0, 0, 0, 0])
  assert.equal(atSize(edited(presetKernel('box', 3), 0, 0, 2), 5).key, 'yours')
  assert.equal(atSize(presetKernel('box', 3), 5).key, 'box')
})

test('an edit is a new kernel; with three planes in sight only the one in front changes', () => {
  const kernel = presetKernel('sobel_x', 3)
  const other = edited(kernel, 1, 4, 0.5, 3)
  assert.equal(kernel.planes[0][4], 0)
  assert.deepEqual(
    other.planes.map(weights => weights[4]),
    [0, 0.5, 0],
  )
  assert.equal(edited(kernel, 0, 0, 1e9).planes[0][0], 100)
  assert.deepEqual(
    [matchPlanes(kernel, 'rgb'), matchPlanes(other, 'rgb'), matchPlanes(other, 'b'), matchPlanes(other, 'grey')],
    [[0, 0, 0], [0, 1, 2], [2], [0]],
  )
})

test('grey is Pillow’s, a level is x / 255 in float32', () => {
  const pixels = Uint8Array.from([255, 255, 255, 200, 10, 40])
  assert.deepEqual([...levels(pixels, [1, 2, 3], 'grey')[0]], [255, 70])
  assert.deepEqual(
    levels(pixels, [1, 2, 3], 'rgb').map(plane => [...plane]),
    [
      [255, 200],
      [255, 10],
      [255, 40],
    ],
  )
  assert.equal(UNIT[1], Math.fround(1 / 255))
})

// Settings

const set = { size: [28, 28], kernel: presetKernel('box', 11), rule: { stride: 1, padding: 0, fill: 'zeros', dilation: 1 } }

test('only what fits can be chosen', () => {
  assert.deepEqual(legal(DILATIONS, 'dilation', set), [true, true, false])
  assert.deepEqual(legal(SIZES, 'size', { ...set, rule: { ...set.rule, dilation: 3 } }), [true, true, true, true, true, false])
  assert.deepEqual(legal(PADDINGS, 'padding', { ...set, rule: { ...set.rule, dilation: 3 } }), [false, false, true, true, true, true])
  assert.deepEqual(legal(STRIDES, 'stride', set), [true, true, true, true])
})

test('what does not fit gives way', () => {
  const tight = { ...set, rule: { ...set.rule, dilation: 3 } }
  assert.equal(fitting(tight).rule.dilation, 2)
  assert.equal(fitting(set).rule, set.rule)
  const tiny = fitting({ ...tight, size: [4, 4], rule: { ...tight.rule, fill: 'reflect', padding: 5 } })
  assert.equal(fits([4, 4], [tiny.kernel.rows, tiny.kernel.columns], tiny.rule), true)
})

test('the window’s place and its way back', () => {
  const rule = { stride: 2, padding: 1, fill: 'zeros', dilation: 2 }
  const kernel = presetKernel('sobel_x', 3)
  assert.deepEqual(corner([3, 0], rule), [5, -1])
  assert.deepEqual(nearest(middle([3, 7], { kernel, rule }), { kernel, rule }, [12, 12]), [3, 7])
  assert.deepEqual(nearest([-50, 999], { kernel, rule }, [12, 12]), [0, 11])
})

// Links

const settings = {
  kernel: edited({ ...presetKernel('sobel_x', 3), bias: Math.fround(-0.0617) }, 0, 4, 0.1),
  rule: { stride: 2, padding: 3, fill: 'reflect', dilation: 2 },
  read: 'rgb',
  pooling: { kind: 'average', size: 3 },
  window: [12, 0],
  moved: [2, -3],
}

test('a link says every setting and says it back', () => {
  assert.deepEqual(fromLink(readLink(writeLink(toLink(settings)))), settings)
  const learned = { ...settings, kernel: { key: 'learned', planes: null, filter: { layer: 'layer1.0.conv1', out: 12, in: 3 } } }
  assert.deepEqual(fromLink(readLink(writeLink(toLink(learned)))), learned)
  const large = { ...settings, kernel: presetKernel('gaussian', 7) }
  assert.deepEqual(fromLink(readLink(writeLink(toLink(large)))), large)
})

test('what is as at the start is not said', () => {
  assert.equal(writeLink(toLink(FIRST)), '')
  assert.equal(writeLink(toLink({ ...FIRST, read: 'g' })), '?read=g')
})

test('hostile settings count as absent', () => {
  const hostile = [
    'kernel=__proto__',
    'kernel=3x3_1_2_3',
    'kernel=0x0_',
    'kernel=99x99_1',
    'kernel=1x1_1e999',
    'kernel=1x1_NaN',
    'kernel=1x1_',
    'kernel=1x1_101',
    `kernel=31x31_${'0_'.repeat(4000)}0`,
    'size=4',
    'size=-1',
    'bias=Infinity',
    'bias=',
    'stride=0',
    'stride=1.5',
    'padding=-1',
    'padding=99',
    'fill=mirror',
    'dilation=0',
    'read=alpha',
    'pool=max9',
    'pool=min2',
    'window=1',
    'window=-1_2',
    'window=99999_1',
    'filter=conv1',
    'filter=<b>_1_1',
    'filter=conv1_1_1e9',
  ]
  for (const query of hostile) assert.deepEqual(fromLink(readLink(`?${query}`)), FIRST, query)
  assert.deepEqual(fromLink(readLink('?kernel=learned')), FIRST)
})

// The machine

const picture = { values: Uint8Array.from({ length: 6 * 5 * 3 }, (_, i) => (37 * i) % 256), shape: [6, 5, 3] }

test('the whole result, from bytes to the pooled picture', () => {
  const compute = createConvolution()
  const done = compute({ picture, ...FIRST, read: 'rgb', kernel: edited(FIRST.kernel, 2, 0, 4, 3) })
  assert.deepEqual([done.result.size, done.pooled.size, done.planes.length], [[4, 3], [2, 1], 3])
  const at = (p, y, x) => Math.fround(picture.values[3 * (5 * y + x) + p] / 255)
  let cell = 0
  for (const p of [0, 1, 2]) done.kernel.planes[p].forEach((w, i) => (cell += w * at(p, 1 + Math.floor(i / 3), 2 + (i % 3))))
  assert.ok(Math.abs(done.result.values[1 * 3 + 2] - cell) < 1e-12)
  assert.equal(done.quiet, [...done.result.values].filter(v => v <= 0).length)
  assert.equal(compute({ picture, ...FIRST, read: 'rgb', kernel: done.kernel }).result, done.result) // nothing is made twice
  assert.deepEqual(question(done), { height: 6, width: 5, planes: 3, rows: 3, columns: 3, bias: 0, ...FIRST.rule })
})

test('dragging one weight ends where beginning anew does', () => {
  for (const [read, size] of [
    ['grey', 3],
    ['rgb', 5],
  ]) {
    const compute = createConvolution()
    let kernel = presetKernel('emboss', size)
    for (let i = 0; i < 500; i++) {
      kernel = edited(kernel, read === 'rgb' ? i % 3 : 0, i % 7, Math.sin(i), read === 'rgb' ? 3 : 1)
      compute({ picture, ...FIRST, read, kernel, rule: { ...FIRST.rule, padding: 2 } })
    }
    const [dragged, anew] = [compute, createConvolution()].map(f =>
      f({ picture, ...FIRST, read, kernel, rule: { ...FIRST.rule, padding: 2 } }),
    )
    assert.ok(dragged.result.values.every((v, i) => Math.abs(v - anew.result.values[i]) < 1e-11))
    const other = compute({ picture, ...FIRST, read: 'r', kernel: presetKernel('box', size) }) // another plane: nothing of the old remains
    assert.deepEqual(
      other.result.values,
      createConvolution()({ picture, ...FIRST, read: 'r', kernel: presetKernel('box', size) }).result.values,
    )
  }
})

test('a grey picture has one plane whatever was chosen, and a tiny one its own pooling', () => {
  const done = createConvolution()({ picture: { values: Uint8Array.from([9, 8, 7, 6]), shape: [2, 2, 1] }, ...FIRST, read: 'rgb' })
  assert.deepEqual([done.read, done.planes.length, done.kernel.rows, done.pooling.size], ['grey', 1, 1, 2])
  assert.deepEqual(strongest({ values: [1, -5, 5, 5], size: [2, 2] }), [1, 0])
})
