import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import * as history from '../../app/instruments/history/settings.js'
import { readLink, START, writeLink } from '../../app/instruments/kit/permalink.js'
import { rowsOf, shares } from '../../app/instruments/history/challenge/layers.js'
import { wrapText } from '../../app/instruments/kit/plot_text.js'
import { place } from '../../app/instruments/history/challenge/chart.js'
import { errors, topK, scoresOf, known, rankOf } from '../../app/instruments/history/topfive/topk.js'
import { boxOf, drawn, scaleOf } from '../../app/instruments/history/layers/scale.js'
import { fit } from '../../app/instruments/history/layers/paint.js'
import { place as placed } from '../../app/instruments/history/race/plot.js'
import { nearestValue } from '../../app/instruments/kit/plot_scale.js'
import { orientedStrokes } from '../../app/instruments/history/race/gradients.js'
import { leaders, ordered, designedAgainstLearned, clearWins, summarize, isComplete } from '../../app/instruments/history/race/summary.js'

const near = (a, b, within = 1e-9) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`)

// The link

test('a link carries the room, the year, the race and the drawing, and nothing that is as at the start', () => {
  const set = {
    view: 'race',
    year: 2015,
    built: 'resnet50',
    data: 'textures',
    count: 50,
    plan: 'alexnet',
    box: 'features.3',
  }
  const said = readLink(writeLink({ ...START, ...history.toLink(set) }))
  assert.deepEqual(history.fromLink(said), set)
  assert.equal(writeLink({ ...START, ...history.toLink(history.FIRST) }), '')
})

test('what a link may not say counts as absent', () => {
  assert.deepEqual(history.fromLink(readLink('?room=attic&year=2018&race=a/b&labels=3&scheme=vgg16&built=<b>')), history.FIRST)
})

// The staircase

const size = { width: 748, height: 560, size: 14, row: 18 }

test('years stand in columns of one width, and errors on one scale', () => {
  const at = place(size)
  near(at.x(1) - at.x(0), at.x(8) - at.x(7))
  near(at.y(0) - at.y(10), at.y(20) - at.y(30))
  near(at.y(0), at.bottom)
  for (const [i] of history.YEARS.entries()) near(at.middle(i), at.left + (i + 0.5) * at.w)
})

test('words break where they must, and long ones stay whole', () => {
  assert.deepEqual(
    wrapText('no public build', 9, said => said.length),
    ['no public', 'build'],
  )
  assert.deepEqual(
    wrapText('torchvision has none', 4, said => said.length),
    ['torchvision', 'has', 'none'],
  )
})

const layer = (name, kind, shape, parameters = 0, macs = 0) => ({
  name,
  kind,
  title: kind,
  shape,
  parameters,
  macs,
  formula: `${parameters}`,
})

test('a table has what holds weights or pools; what normalises counts with its convolution', () => {
  const rows = rowsOf([
    layer('input', 'input', [3, 8, 8]),
    layer('conv1', 'convolution', [4, 8, 8], 108, 6912),
    layer('bn1', 'normalisation', [4, 8, 8], 8),
    layer('relu', 'activation', [4, 8, 8]),
    layer('pool', 'max pooling', [4, 4, 4]),
    layer('fc', 'dense', [10], 650, 640),
  ])
  assert.deepEqual(
    rows.map(row => [row.name, row.parameters]),
    [
      ['conv1', 116],
      ['pool', 0],
      ['fc', 650],
    ],
  )
  assert.equal(rows[0].formula, '108 + 8')
  assert.deepEqual(
    rows.map(row => [row.plain, row.dense]),
    [
      [false, false],
      [true, false],
      [false, true],
    ],
  )
})

test('many layers become stages of one map size, and no parameter is lost', () => {
  const many = Array.from({ length: 20 }, (_, i) =>
    layer(`c${i}`, 'convolution', [8, 32 >> Math.floor(i / 7), 32 >> Math.floor(i / 7)], i + 1, 10),
  )
  const rows = rowsOf([...many, layer('fc', 'dense', [10], 5, 5)])
  assert.deepEqual(
    rows.map(row => row.stage ?? row.name),
    ['32×32', '16×16', '8×8', 'fc'],
  )
  assert.equal(
    rows.reduce((sum, row) => sum + row.parameters, 0),
    210 + 5,
  )
  assert.deepEqual(
    rows.map(row => row.of?.length),
    [7, 7, 6, undefined],
  )
})

test('shares are of the whole', () => {
  assert.deepEqual(shares({ parameters: 200, dense_parameters: 150, macs: 1000, dense_macs: 100 }), { weights: 0.75, work: 0.1 })
})

// Top-5

test('guesses are the softmax, the most probable first, ties in the order of the classes', () => {
  const found = topK([1, 3, 3, 0], 3)
  assert.deepEqual(
    found.map(guess => guess.index),
    [1, 2, 0],
  )
  near(found[0].probability, Math.exp(3) / (Math.exp(1) + 2 * Math.exp(3) + 1), 1e-12)
  assert.equal(rankOf([1, 3, 3, 0], 3), 4)
  near(topK([1000, 999], 1)[0].probability, 1 / (1 + Math.exp(-1)), 1e-12)
})

test('right by top-5 may be wrong by top-1; errors are counted over all', () => {
  assert.deepEqual([1, 5, 6].map(scoresOf), [
    { one: true, five: true },
    { one: false, five: true },
    { one: false, five: false },
  ])
  assert.deepEqual(errors([1, 1, 3, 9]), { one: 50, five: 25 })
})

test('only samples of digits are known', () => {
  const ten = Array.from({ length: 10 }, (_, i) => String(i))
  assert.deepEqual(
    [known('digit-7', ten), known('drawn-3', ten), known('cat', ten), known('digit-7', ['cat']), known(undefined, ten)],
    [7, 3, null, null, null],
  )
})

// The drawing

test('boxes are to one scale: twice the cells are twice the side, twice the maps twice the depth', () => {
  const layers = drawn([
    layer('input', 'input', [1, 32, 32]),
    layer('c', 'convolution', [6, 16, 16]),
    layer('t', 'activation', [6, 16, 16]),
    layer('s', 'subsampling', [12, 8, 8]),
    layer('f', 'dense', [100]),
    layer('o', 'dense', [50]),
  ])
  assert.deepEqual(
    layers.map(one => one.name),
    ['input', 'c', 's', 'f', 'o'],
  )
  const scale = scaleOf(layers)
  const [input, c, s, f, o] = layers.map(one => boxOf(one, scale))
  near(input.width, 2 * c.width)
  near(c.width, 2 * s.width)
  near(s.depth, 2 * c.depth)
  near(f.height, 2 * o.height)
  assert.ok(f.vector && !c.vector)
})

test('tiles are as large as fits', () => {
  for (const [count, w, h] of [
    [6, 900, 260],
    [384, 900, 260],
    [1, 300, 300],
    [64, 320, 300],
  ]) {
    const { across, side, tall } = fit(count, 10, 10, w, h)
    assert.ok(across * (side + 3) - 3 <= w && Math.ceil(count / across) * (tall + 3) - 3 <= h, `${count}`)
    const larger = side + 1
    const more = Math.floor((w + 3) / (larger + 3))
    assert.ok(
      side === 160 || !more || Math.ceil(count / more) * (larger + 3) - 3 > h || larger > Math.min(w, h),
      `${count} could be larger`,
    )
  }
})

// The race

const runners = [
  { key: 'hog', learned: false },
  { key: 'pixels', learned: false },
  { key: 'scratch', learned: true },
]
const points = [
  ['hog', 1, [60, 50]],
  ['pixels', 1, [40, 30]],
  ['scratch', 1, [35, 45]],
  ['hog', 10, [5, 7]],
  ['pixels', 10, [20, 22]],
  ['scratch', 10, [10, 12]],
].flatMap(([runner, count, errors]) => errors.map((wrong, draw) => ({ runner, count, draw, wrong, tested: 100 })))

test('means and ranges are of the draws', () => {
  assert.deepEqual(summarize(points).get('hog').get(10), { mean: 6, low: 5, high: 7, draws: 2 })
  assert.deepEqual(
    [
      ...summarize([...points].reverse())
        .get('hog')
        .keys(),
    ],
    [1, 10],
  )
})

test('the order is by error, those that have not come so far last', () => {
  const summary = summarize(points)
  assert.deepEqual(
    ordered(runners, summary, 1).map(one => one.key),
    ['pixels', 'scratch', 'hog'],
  )
  assert.deepEqual(
    ordered(runners, summarize(points.slice(0, 6)), 10).map(one => one.key),
    ['hog', 'pixels', 'scratch'],
  )
})

test('whose ranges overlap are level; whose do not, lead', () => {
  const summary = summarize(points)
  assert.deepEqual(leaders(runners, summary, 1), ['pixels', 'scratch'])
  assert.deepEqual(leaders(runners, summary, 10), ['hog'])
  assert.deepEqual(clearWins(runners, summary, [1, 10]), [
    { from: 1, to: 1, keys: ['pixels', 'scratch'] },
    { from: 10, to: 10, keys: ['hog'] },
  ])
  assert.deepEqual(
    [designedAgainstLearned(runners, summary, 10).hand.mean, designedAgainstLearned(runners, summary, 10).learned.mean],
    [6, 11],
  )
})

test('a sentence waits until every runner has every draw', () => {
  assert.ok(isComplete(runners, summarize(points), [1, 10], 2))
  assert.ok(!isComplete(runners, summarize(points.slice(1)), [1, 10], 2))
  assert.ok(!isComplete(runners, summarize(points), [1, 5, 10], 2))
})

test('both axes grow by factors', () => {
  const at = placed({ width: 632, height: 560, size: 14, row: 18, counts: [1, 10, 100], floor: 1, top: 100 })
  near(at.x(10) - at.x(1), at.x(100) - at.x(10))
  near(at.y(10) - at.y(100), at.y(1) - at.y(10))
  assert.equal(at.y(0), at.y(1)) // none wrong: on the floor, never at infinity
  assert.equal(nearestValue(at.x, [1, 10, 100], at.x(10) + 3), 10)
})

test('a cell with one direction has one stroke, along the edge and across the gradient', () => {
  const values = new Float32Array(2 * 2 * 9)
  values[9 + 0] = 4 // cell 0, 1: the brightness changes along 0 … 20°
  values[27 + 4] = 1 // cell 1, 1: along 80 … 100°
  const found = orientedStrokes({ values, shape: [2, 2, 9] })
  assert.deepEqual(
    found.map(({ row, column, angle }) => [row, column, angle]),
    [
      [0, 1, 100],
      [1, 1, 180],
    ],
  )
  near(found[0].length, 1)
  near(found[1].length, Math.sqrt(1 / 4))
})
