import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import {
  blurred,
  occluded,
  endOf,
  compareHeatmaps,
  pointsOf,
  FIRST,
  fromLink,
  occludedShare,
  clampSquare,
  contour,
  classesByLogit,
  comparedClasses,
  rankCorrelation,
  READ,
  shortName,
  START,
  toLink,
  usable,
} from '../../app/instruments/explain/settings.js'
import { readLink, START as EVERYTHING, writeLink } from '../../app/instruments/kit/permalink.js'

const near = (a, b, within = 1e-9) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`)

test('settings go into a link and come back', () => {
  const set = {
    method: 'occlusion',
    stage: 'layer3.1.relu:2',
    classes: [7, null],
    square: { top: 3, left: 12, size: 32, fill: 'blur' },
    scale: 'both',
    opacity: 0.35,
    points: 200,
  }
  assert.deepEqual(fromLink(readLink(writeLink({ ...EVERYTHING, ...toLink(set) }))), set)
  assert.deepEqual(fromLink({}), FIRST)
  assert.equal(writeLink({ ...EVERYTHING, ...toLink(FIRST) }), '')
  const said = toLink(FIRST)
  for (const key of Object.keys(START)) assert.equal(said[key], START[key])
})

test('a hostile link says nothing', () => {
  const hostile = { method: 'Grad CAM', stage: '<b>', classes: '1_', square: '1_2', heat_scale: 'all', opacity: '1.5' }
  for (const [key, text] of Object.entries(hostile)) assert.equal(READ[key](text), undefined, key)
})

test('the two classes are the chosen ones, else the first ones of the answer, never the same', () => {
  const logits = Float32Array.of(0.5, 3, -1, 2)
  assert.deepEqual(classesByLogit(logits), [1, 3, 0, 2])
  assert.deepEqual(comparedClasses(logits, [null, null]), [1, 3])
  assert.deepEqual(comparedClasses(logits, [3, null]), [3, 1])
  assert.deepEqual(comparedClasses(logits, [null, 1]), [3, 1])
  assert.deepEqual(comparedClasses(logits, [2, 2]), [2, 1])
  assert.deepEqual(comparedClasses(logits, [99, 0]), [1, 0])
})

test('a method that a network cannot have gives way', () => {
  const methods = [
    { key: 'grad_cam', at: 'layer' },
    { key: 'saliency', at: 'input' },
  ]
  assert.equal(usable(methods, 'grad_cam', ['conv1']).key, 'grad_cam')
  assert.equal(usable(methods, 'grad_cam', []).key, 'saliency')
  assert.equal(usable(methods, 'nothing', ['conv1']).key, 'grad_cam')
})

test('a stage is called by its block where that is enough', () => {
  const names = ['conv1', 'layer4.1.relu:2', 'features.3', 'features.12.block.0.2']
  assert.equal(shortName('layer4.1.relu:2', names), 'layer4')
  assert.equal(shortName('features.3', names), 'features.3')
  assert.equal(shortName('features.12.block.0.2', names), '…block.0.2')
})

test('a square stays in the picture', () => {
  assert.deepEqual(clampSquare({ top: -4, left: 25.6, size: 8, fill: 'black' }, [28, 28]), { top: 0, left: 20, size: 8, fill: 'black' })
  assert.deepEqual(clampSquare({ top: 5, left: 5, size: 99, fill: 'blur' }, [20, 30]), { top: 0, left: 5, size: 20, fill: 'blur' })
})

test('a square covers its pixels and no others', () => {
  const picture = { values: Uint8Array.from({ length: 4 * 5 * 3 }, (_, i) => i + 1), shape: [4, 5, 3] }
  const square = { top: 1, left: 2, size: 2, fill: 'black' }
  const made = occluded(picture, square, null)
  for (let y = 0; y < 4; y++)
    for (let x = 0; x < 5; x++)
      for (let c = 0; c < 3; c++) {
        const at = (y * 5 + x) * 3 + c
        const under = y >= 1 && y < 3 && x >= 2 && x < 4
        assert.equal(made[at], under ? 0 : picture.values[at])
      }
  const fog = new Uint8Array(60).fill(200)
  assert.equal(occluded(picture, square, fog)[(1 * 5 + 2) * 3], 200)
  assert.equal(picture.values[(1 * 5 + 2) * 3], 22) // the picture itself stays
})

test('a blur keeps what is even and spreads what is not, by a Gaussian', () => {
  const even = new Uint8Array(24 * 36 * 3).fill(77)
  assert.deepEqual(blurred(even, [24, 36, 3]), even)
  const point = new Uint8Array(25 * 25)
  point[12 * 25 + 12] = 255
  const made = blurred(point, [25, 25, 1])
  const sigma = 25 / 12
  const weights = Array.from({ length: 13 }, (_, i) => Math.exp(-((i - 6) ** 2) / (2 * sigma ** 2)))
  const total = weights.reduce((a, b) => a + b)
  assert.equal(made[12 * 25 + 12], Math.round((255 * weights[6] ** 2) / total ** 2))
  assert.equal(made[12 * 25 + 10], made[10 * 25 + 12])
})

test('what a square hides of picture and heat', () => {
  const map = Float32Array.of(1, -5, 0, 0, 3, 0, 0, 0, 0)
  const found = occludedShare(map, [3, 3], { top: 1, left: 1, size: 2, fill: 'black' })
  near(found.picture, 4 / 9)
  near(found.heat, 3 / 4)
  assert.ok(Number.isNaN(occludedShare(new Float32Array(9), [3, 3], { top: 0, left: 0, size: 1 }).heat))
})

test('the rank correlation is Spearman’s, ties and all', () => {
  // scipy.stats.spearmanr
  near(rankCorrelation([1, 2, 2, 4, 5, 0.5], [3, 1, 1, 7, 2, 2]), 0.08956221510397981, 1e-12)
  near(rankCorrelation([3, 1, 2], [30, 10, 20]), 1)
  near(rankCorrelation([3, 1, 2], [-3, -1, -2]), -1)
  assert.ok(Number.isNaN(rankCorrelation([1, 1, 1], [1, 2, 3])))
})

test('a scale ends at the maximum, a signed one where few pixels lie beyond', () => {
  assert.equal(endOf([0, 4, 2], false), 4)
  const many = Array.from({ length: 1001 }, (_, i) => (i % 2 ? -i : i))
  assert.equal(endOf(many, true), 995)
  assert.equal(endOf([0, 0], true), 0)
})

test('the level line passes where the map does', () => {
  const map = [0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0] // 3 × 4, one peak at row 1, column 1
  const line = contour(map, [3, 4], 1)
  assert.equal(line.length, 4)
  for (const [x0, y0, x1, y1] of line)
    for (const [x, y] of [
      [x0, y0],
      [x1, y1],
    ])
      near(Math.abs(x - 1.5) + Math.abs(y - 1.5), 0.5) // half-way to the neighbours, from the centre of the peak's pixel
})

test('heats are compared before a ReLU cut them, where they were there before', () => {
  const heat = { map: Float32Array.of(1, 2, 0, 0), sums: Float32Array.of(1, 2, -3, -1) }
  const dead = { map: new Float32Array(4), sums: Float32Array.of(-1, -0.5, -9, -2) } // untrained: negative everywhere
  const { r, sums } = compareHeatmaps(heat, dead)
  assert.ok(sums)
  near(r, 1)
  assert.ok(Number.isNaN(compareHeatmaps({ ...heat, sums: null }, { ...dead, sums: null }).r), 'what the ReLU left says nothing')
})

test('points are those that are wanted where the method offers them', () => {
  assert.equal(pointsOf({ points: [16, 50, 200] }, 50), 50)
  assert.equal(pointsOf({ points: [16, 50, 200] }, 7), 16)
  assert.equal(pointsOf({ points: [] }, 50), null)
})
