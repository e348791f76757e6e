import assert from 'node:assert/strict'
import { test } from 'node:test'
import { interpolate } from '../../app/instruments/step/parse.js'
import { counts, gradePictures } from '../../app/instruments/step/loss_along_step/test_pictures.js'
import { monotoneCurve } from '../../app/instruments/kit/line_path.js'
import { highest, place, rateAt, rounded } from '../../app/instruments/step/loss_along_step/plot.js'
import { arrange, isBars, layout, unitAt, weightsLayout } from '../../app/instruments/step/forward_backward/layout.js'
import {
  cellOf,
  columnAt,
  FIRST,
  fromLink,
  defaultLabel,
  nearestRate,
  RATES,
  rateFor,
  READ,
  columnState,
  START,
  changeMagnification,
  toLink,
  weightsAt,
} from '../../app/instruments/step/settings.js'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { reachFor } = await import('../../app/instruments/step/controller.js')

const near = (a, b, by = 1e-9) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`)
const LENET = [
  { layer: 'input', size: [1, 28, 28], numbers: 784 },
  {
    layer: 'conv1',
    size: [6, 28, 28],
    numbers: 4704,
    weights: { layer: 'conv1', tiled: true, size: [6, 5, 5], shape: [6, 1, 5, 5], factor: [1, 1], norms: [1, 3, 2] },
  },
  { layer: 'pool1', size: [6, 14, 14], numbers: 1176 },
  {
    layer: 'conv2',
    size: [16, 10, 10],
    numbers: 1600,
    weights: { layer: 'conv2', tiled: false, size: [1, 30, 80], shape: [16, 6, 5, 5], factor: [1, 1], norms: [5, 0] },
  },
  { layer: 'pool2', size: [16, 5, 5], numbers: 400 },
  {
    layer: 'fc1',
    size: [1, 12, 10],
    numbers: 120,
    weights: { layer: 'fc1', tiled: false, size: [1, 40, 80], shape: [120, 400], factor: [3, 5], norms: [0, 9] },
  },
  {
    layer: 'fc3',
    size: [1, 1, 10],
    numbers: 10,
    weights: { layer: 'fc3', tiled: false, size: [1, 10, 84], shape: [10, 84], factor: [1, 1], norms: [1] },
  },
]

test('settings of a link come back, and what need not be said is not', () => {
  const set = {
    phase: 3,
    at: 'layer1.0.add',
    rate: 0.00025,
    taught: 8,
    dropout: 0.5,
    maps: true,
    momentum: true,
    weights: { layer: 'features.0_1', unit: 12 },
    cell: [0, 4],
  }
  const said = Object.fromEntries(Object.entries(toLink(set)).map(([key, value]) => [key, READ[key](String(value))]))
  assert.deepEqual(fromLink(said), set)
  assert.deepEqual(fromLink({}), FIRST)
  const usual = Object.entries(toLink(FIRST)).filter(([key, value]) => value !== null && value !== START[key])
  assert.deepEqual(usual, [])
})

test('what a link makes up is not taken', () => {
  for (const text of ['0', '-1', '11', 'x', '1e9', '']) assert.equal(READ.rate(text), undefined, text)
  for (const text of ['5', '0', '2.5']) assert.equal(READ.phase(text), undefined)
  for (const text of ['0', '0.4', '0.5_map', '1']) assert.equal(READ.dropped(text), undefined)
  assert.equal(READ.weights('conv1'), undefined)
  assert.equal(READ.cell('1_'), undefined)
  assert.equal(READ.told('1.5'), undefined)
})

test('an answer that is sure learns from being told the next class, any other from its own', () => {
  assert.equal(defaultLabel([0, 9, 2, 1]), 2)
  assert.equal(defaultLabel([0, 1, 0.5, 0]), 1)
})

test("the rate that suits is Polyak's step, on a stop of the slider", () => {
  assert.equal(rateFor({ loss: 1.974, norm: 40.4 }), 0.001)
  assert.equal(rateFor({ loss: 2.3, norm: 2.8 }), 0.2)
  assert.equal(rateFor({ loss: 0, norm: 0 }), 0.01)
  assert.equal(rateFor({ loss: 1, norm: NaN }), 0.01)
  assert.deepEqual(RATES.slice(0, 4), [1e-5, 2e-5, 5e-5, 1e-4])
  assert.equal(RATES.at(-1), 1)
  assert.equal(nearestRate(0.0032), 0.005)
  assert.equal(nearestRate(1e-9), 1e-5)
})

test('a line stays where it is while the step is well on it', () => {
  assert.equal(reachFor(0.001, 0.003), 0.001)
  assert.equal(reachFor(0.001, 0.005), 0.005)
  assert.equal(reachFor(0.001, 0.0001), 0.0001)
  assert.equal(reachFor(undefined, 0.02), 0.02)
})

test('changes are shown as large as the weights allow, by 1, 2 or 5 times a power of ten', () => {
  assert.equal(changeMagnification(0.0025, 0.275), 100)
  assert.equal(changeMagnification(0.001, 0.275), 200)
  assert.equal(changeMagnification(0.05, 0.28), 5)
  assert.equal(changeMagnification(1, 0.28), 1)
  assert.equal(changeMagnification(0, 0.28), 100)
})

test('forward columns fill from the left, backward from the right', () => {
  const shown = (phase, front) =>
    LENET.map((_, i) => columnState(phase, front, i))
      .map(({ values, gradients }) => `${Number(values)}${Number(gradients)}`)
      .join(' ')
  assert.equal(shown(1, 2), '10 10 10 00 00 00 00')
  assert.equal(shown(1, null), '10 10 10 10 10 10 10')
  assert.equal(shown(2, null), '10 10 10 10 10 10 10')
  assert.equal(shown(3, 4), '10 10 10 10 11 11 11')
  assert.equal(shown(3, null), '11 11 11 11 11 11 11')
  assert.equal(shown(4, null), '11 11 11 11 11 11 11')
  assert.equal(columnAt({ phase: 3, at: null }, 4, LENET), 4)
  assert.equal(columnAt({ phase: 3, at: null }, null, LENET), 0)
  assert.equal(columnAt({ phase: 1, at: null }, null, LENET), 6)
  assert.equal(columnAt({ phase: 1, at: 'pool1' }, null, LENET), 2)
  assert.equal(columnAt({ phase: 1, at: 'gone' }, null, LENET), 6)
})

test('the weights that are shown are the chosen ones, else those of the column, else the first; the unit the longest gradient', () => {
  assert.deepEqual(weightsAt({ weights: null, at: null }, LENET), { column: 1, layer: 'conv1', unit: 1 })
  assert.deepEqual(weightsAt({ weights: null, at: 'fc1' }, LENET), { column: 5, layer: 'fc1', unit: 1 })
  assert.deepEqual(weightsAt({ weights: { layer: 'conv2', unit: 0 }, at: 'fc1' }, LENET), { column: 3, layer: 'conv2', unit: 0 })
  assert.deepEqual(weightsAt({ weights: { layer: 'conv2', unit: 99 }, at: null }, LENET), { column: 3, layer: 'conv2', unit: 0 })
  assert.equal(weightsAt({ weights: null, at: null }, [LENET[0]]), null)
  const update = { size: [2, 3], numbers: 5, gradient: [0, 1, -7, 2, 3, 0] }
  assert.deepEqual(cellOf(update, null), [0, 2])
  assert.deepEqual(cellOf(update, [1, 0]), [1, 0])
  assert.deepEqual(cellOf(update, [1, 2]), [0, 2]) // no weight there
})

test('tiles get the largest whole cells that a box allows', () => {
  const six = arrange([6, 28, 28], 180, 115)
  assert.deepEqual([six.columns, six.rows, six.cell, six.width, six.height], [3, 2, 2, 172, 114])
  const one = arrange([1, 12, 10], 300, 115)
  assert.deepEqual([one.cell, one.width, one.height], [9, 90, 108])
  assert.ok(arrange([3, 43, 43], 40, 20).cell < 1, 'where not even one pixel fits it shrinks')
})

test('columns fit beside each other, the widest give way first', () => {
  for (const total of [1016, 900, 700, 1600]) {
    const placed = layout(LENET, { total, height: 115, gap: 10, bars: 172 })
    assert.ok(placed.reduce((sum, { width }) => sum + width, 60) <= total, `${total} px`)
    for (const { values } of placed) if (values) assert.ok(values.height <= 115)
  }
  const wide = layout(LENET, { total: 1100, height: 115, gap: 10, bars: 172 })
  assert.deepEqual(
    wide.map(({ values }) => values?.cell),
    [4, 2, 3, 3, 5, 9, undefined],
  )
  assert.ok(isBars(LENET[6], true) && !isBars(LENET[6], false) && !isBars(LENET[5], true))
})

test('weights stand under their column and may use the room of those behind that have none', () => {
  const placed = layout(LENET, { total: 1100, height: 115, gap: 10, bars: 172 })
  const weights = weightsLayout(LENET, placed, { height: 40, gap: 10 })
  assert.equal(weights[0], null)
  assert.equal(weights[1].count, 6)
  assert.equal(weights[1].cell[0], 8)
  assert.ok(weights[1].width <= placed[1].width + 10 + placed[2].width)
  for (const i of [3, 5, 6]) assert.ok(weights[i].height <= 42 && weights[i].width <= Math.max(84, placed[i].width))
  assert.equal(unitAt(LENET[1].weights, weights[1], weights[1].pitch * 4 + 3, 5), 4)
  assert.equal(unitAt(LENET[3].weights, weights[3], weights[3].cell[1] * 12, 0), 2) // the third kernel of five cells
  assert.equal(unitAt(LENET[5].weights, weights[5], 0, weights[5].cell[0] * 3), 9) // three rows of the matrix in a cell
  assert.equal(unitAt(LENET[3].weights, weights[3], 5000, 0), null)
})

test('between measured points a line is straight to read, smooth to see, and never beyond them', () => {
  near(interpolate([0, 1, 2], [4, 2, 0], 0.25), 3.5)
  assert.equal(interpolate([0, 1], [4, 2], -1), 4)
  assert.equal(interpolate([0, 1], [4, 2], 9), 2)
  const points = [
    [0, 9],
    [1, 4],
    [2, 3.9],
    [3, 4],
    [4, 4],
  ]
  const curve = monotoneCurve(points)
  for (const point of points) assert.ok(curve.some(([x, y]) => x === point[0] && Math.abs(y - point[1]) < 1e-9))
  for (const [x, y] of curve) {
    const i = Math.min(3, Math.floor(x))
    const [low, high] = [points[i][1], points[i + 1][1]].sort((a, b) => a - b)
    assert.ok(y >= low - 1e-9 && y <= high + 1e-9)
  }
})

test('a plot has its step where the hand is', () => {
  const at = place({ rates: [-0.001, 0, 0.005], top: 2 }, { width: 280, height: 120, size: 14 })
  near(rateAt(at, at.x(0.003)), 0.003, 1e-12)
  assert.ok(rateAt(at, -50) > 0, 'no step goes back')
  assert.equal(rateAt(at, 999), 0.005)
  assert.equal(rounded(0.0023456), 0.0023)
  near(highest({ rates: [-1, 0, 1], losses: [900, 2, 1], others: [1, 1, 3] }), 3.24)
  near(highest({ rates: [-1, 0, 1], losses: [0, 2, 1e9], others: [] }), 5.4)
})

test('of the hundred each class has a row, and every answer is right or wrong, before and after', () => {
  const all = gradePictures({
    labels: [3, 3, 5, 5],
    answers: [
      [3, 3, 5, 1],
      [3, 5, 5, 5],
    ],
  })
  assert.deepEqual(
    all.map(({ row, column }) => [row, column]),
    [
      [3, 0],
      [3, 1],
      [5, 0],
      [5, 1],
    ],
  )
  assert.deepEqual(counts(all), { n: 4, before: 3, after: 3, lost: 1, won: 1 })
})
