import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellTerms, comparison, decimalsFor, figureSize, poolWindow, stepOf, steps } from '../../app/instruments/convolve/cell/terms.js'
import { lines } from '../../app/instruments/convolve/code/lines.js'
import { FIRST } from '../../app/instruments/convolve/settings.js'
import { presetKernel, edited } from '../../app/instruments/convolve/kernels.js'
import { createConvolution } from '../../app/instruments/convolve/result.js'
import { nextCell } from '../../app/instruments/convolve/kernels/scan.js'
import { origin } from '../../app/instruments/convolve/pictures/pointer.js'
import { scaleOf, visible, windowOn } from '../../app/instruments/convolve/pictures/scale.js'

const picture = { values: Uint8Array.from({ length: 9 * 8 * 3 }, (_, i) => (53 * i) % 256), shape: [9, 8, 3] }
const made = set => createConvolution()({ picture, ...FIRST, ...set })
const near = (a, b) => Math.abs(a - b) < 1e-12

test('a cell taken apart adds up to the cell', () => {
  for (const read of ['grey', 'b', 'rgb'])
    for (const size of [1, 3, 5, 7]) {
      const kernel = { ...edited(presetKernel('emboss', size), 0, 0, 0.3), bias: 0.25 }
      const rule = { stride: 2, padding: 2, fill: 'reflect', dilation: 1 }
      const done = made({ read, kernel, rule })
      const apart = cellTerms(done, [1, 2])
      assert.ok(near(apart.sum, done.result.values[done.result.size[1] + 2]))
      const list = steps(apart, done.kernel)
      assert.ok(
        near(
          list.reduce((sum, { value }) => sum + value, 0),
          apart.sum,
        ),
      )
      assert.equal(list.at(-1).kind, 'bias')
      assert.equal(apart.count, size * size * (read === 'rgb' ? 3 : 1))
    }
})

test('terms up to 3 × 3, rows beyond, channels where there are three', () => {
  const kinds = set => steps(cellTerms(made(set), [0, 0]), made(set).kernel).map(({ kind }) => kind)
  assert.deepEqual(kinds({}), new Array(9).fill('term'))
  assert.deepEqual(kinds({ kernel: presetKernel('box', 5) }), new Array(5).fill('row'))
  assert.deepEqual(kinds({ read: 'rgb' }), new Array(3).fill('channel'))
  assert.deepEqual(
    [1, 3, 5, 7].map(k => figureSize({ rows: k, columns: k })),
    ['small', 'small', 'wide', 'colour'],
  )
  assert.equal(figureSize({ rows: 1, columns: 7 }), 'colour')
  const five = { rows: 5, columns: 5 }
  assert.equal(stepOf(steps(cellTerms(made({ kernel: presetKernel('box', 5) }), [0, 0]), five), 12, five, 0), 2)
})

test('the tick is computed: what rounding explains and no more', () => {
  const apart = cellTerms(made({}), [2, 2])
  assert.ok(comparison(apart, Math.fround(apart.sum)).agrees)
  assert.ok(!comparison(apart, apart.sum + 1e-4).agrees)
  assert.ok(!comparison(apart, NaN).agrees)
  assert.ok(comparison({ sum: 0, count: 9, bias: 0, magnitude: 0 }, 0).agrees)
})

test('the window of the pooling, its winner, and cells that are left out', () => {
  const done = made({}) // 7 × 6 pooled to 3 × 3
  const { cell, corner, won, inside } = poolWindow(done, [2, 3])
  assert.deepEqual([cell, corner, inside], [[1, 1], [2, 2], true])
  const best = done.rectified.values[(corner[0] + won[0]) * 6 + corner[1] + won[1]]
  assert.equal(best, done.pooled.values[1 * 3 + 1])
  assert.equal(poolWindow(done, [6, 0]).inside, false)
  assert.equal(poolWindow(made({ pooling: { kind: 'average', size: 2 } }), [2, 3]).won, null)
  assert.deepEqual(origin(made({ pooling: { kind: 'average', size: 3 } }), [1, 1]), [3, 3])
})

test('figures keep to their place', () => {
  assert.deepEqual(
    [0, 0.3, 9.9, 12, 150, 4000].map(v => decimalsFor(v)),
    [3, 3, 3, 2, 1, 0],
  )
})

test('the walk goes row by row and begins again', () => {
  assert.deepEqual(
    [nextCell([0, 0], [2, 2]), nextCell([0, 1], [2, 2]), nextCell([1, 1], [2, 2])],
    [
      [0, 1],
      [1, 0],
      [0, 0],
    ],
  )
})

test('one scale for all four pictures, and what is larger still fits', () => {
  assert.equal(scaleOf([224, 224], [[222, 222]], 1), 1)
  assert.equal(scaleOf([28, 28], [[24, 24]], 1.5), 12)
  assert.ok(scaleOf([28, 28], [[38, 38]], 1) * 38 <= 230)
  const { taps, ...box } = windowOn([1, 0], { stride: 2, padding: 1, dilation: 2 }, [3, 3], 8)
  assert.deepEqual([box, taps.length, taps[4]], [{ x: -8, y: 8, width: 40, height: 40 }, 9, { x: 8, y: 24, width: 8, height: 8 }])
  assert.deepEqual(visible({ x: 10, y: 10, width: 3, height: 20 }, 9), { x: 7, y: 10, width: 9, height: 20 })
})

test('the code names what is on the screen', () => {
  const rule = { stride: 2, padding: 1, fill: 'reflect', dilation: 1 }
  const text = lines(made({ rule, read: 'g' }), [1, 2])
  assert.match(text, /convert\("RGB"\)\)\[None, :, :, 1\]/)
  assert.match(text, /mode="reflect"/)
  assert.match(text, /stride=2, padding=0, dilation=1\)\s+# \(1, 1, 5, 4\)/)
  assert.match(lines(made({ rule: { ...rule, fill: 'zeros' } }), [0, 0]), /padding=1/)
})
