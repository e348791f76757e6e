import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromJson, toJson } from '../../app/instruments/transfer/run_json.js'
import { calledNow, FIRST, signature } from '../../app/instruments/transfer/settings.js'

const classes = [
  { id: 7, name: 'a', enabled: true, examples: [3, 9] },
  { id: 8, name: 'b', enabled: true, examples: [4] },
]
const there = [
  { id: 1, name: 'a', enabled: true, examples: [30, 90] },
  { id: 2, name: 'b', enabled: true, examples: [40] },
]
const plan = { network: 'lenet5', freeze: 'all', head: 'linear' }
const result = {
  classes: ['a', 'b'],
  right: 1,
  of: 2,
  interval: [0.1, 0.9],
  confusion: [
    [1, 0],
    [1, 0],
  ],
  pictures: [
    [9, 0, 0, 99.5],
    [4, 1, 0, null],
  ],
  learned_from: 1,
  untouched: null,
}
const run = {
  of: signature(plan, classes),
  plan,
  settings: { ...FIRST },
  classes,
  over: true,
  stop: null,
  before: null,
  result,
  points: [{ epoch: 1, train: { loss: 0.5, accuracy: 1 }, validation: null }],
  now: {
    state: 'done',
    seconds: 1,
    epoch: 1,
    epochs: 1,
    weights: 10,
    views: 0,
    network: 'mine/x',
    head: { values: Float32Array.of(0.125, -0.5, 1, 0.001), shape: [2, 2] },
    result,
    train: { loss: 0.5, accuracy: 1 },
    validation: { loss: 0.75, accuracy: 0.5, answers: [0] },
    exploded: 0,
    growth: 1.25,
  },
}
const travelled = given => JSON.parse(JSON.stringify(given))

test('a run comes back on the same pictures, whatever their numbers are there', () => {
  const back = fromJson(travelled(toJson(run, classes)), there)
  assert.deepEqual(back.result.pictures, [
    [90, 0, 0, 99.5],
    [40, 1, 0, null],
  ])
  assert.equal(back.of, signature(plan, there))
  assert.deepEqual([back.now.network, back.now.state, back.points], ['mine/x', 'done', run.points])
  assert.deepEqual(back.result.confusion, result.confusion)
})

test('its last scores and the weights of its head come along, the widest as means', () => {
  const back = fromJson(travelled(toJson(run, classes)), there)
  assert.deepEqual(
    [back.now.train, back.now.validation],
    [
      { loss: 0.5, accuracy: 1 },
      { loss: 0.75, accuracy: 0.5 },
    ],
  )
  assert.deepEqual([back.now.head, back.now.growth], [run.now.head, 1.25])
  const wide = { ...run, now: { ...run.now, head: { values: Float32Array.from({ length: 400 }, (_, i) => i), shape: [2, 200] } } }
  const { shape, values } = fromJson(travelled(toJson(wide, classes)), there).now.head
  assert.deepEqual(shape, [2, 67])
  assert.deepEqual([values[0], values[66], values[67]], [1, 199, 201])
  const before = travelled(toJson(run, classes))
  for (const name of ['train', 'validation', 'head', 'growth', 'exploded']) delete before.now[name] // as an older file has it
  assert.deepEqual([fromJson(before, there).now.train, fromJson(before, there).now.head], [null, null])
})

test('one that was of other pictures stays of other pictures', () => {
  const grown = [{ ...classes[0], examples: [3, 9, 11] }, classes[1]]
  assert.equal(fromJson(travelled(toJson(run, grown)), there).of, '')
})

test('a run of a project from before has what was added since as it is at first', () => {
  const old = travelled(toJson(run, classes))
  delete old.settings.weigh
  assert.equal(fromJson(old, there).settings.weigh, FIRST.weigh)
  delete old.settings.line
  assert.equal(fromJson(old, there), null)
})

test('a class that was renamed is the same one there, and one that went stays by its name', () => {
  const now = [
    { ...classes[1], name: 'pear' },
    { id: 9, name: 'new', enabled: true, examples: [12] },
  ]
  const opened = [
    { id: 1, name: 'pear', enabled: true, examples: [40] },
    { id: 2, name: 'new', enabled: true, examples: [50] },
  ]
  const back = fromJson(travelled(toJson(run, now)), opened)
  assert.deepEqual(calledNow(back, opened), ['a', 'pear'])
  assert.deepEqual(
    back.classes.map(({ id, name }) => [id, name]),
    [
      [null, 'a'],
      [1, 'pear'],
    ],
  )
})

test('beside classes that were there before, places of another project say nothing', () => {
  const more = [{ id: 5, name: 'mine', enabled: true, examples: [1, 2] }, ...there]
  const back = fromJson(travelled(toJson(run, classes)), more)
  assert.deepEqual([back.of, back.result.pictures], ['', []])
  assert.deepEqual(
    back.classes.map(({ id }) => id),
    [1, 2],
  )
})

test('a run under way, and one without a network, is none', () => {
  assert.equal(toJson(null, classes), null)
  assert.equal(toJson({ ...run, over: false }, classes), null)
  assert.equal(toJson({ ...run, now: { ...run.now, network: '' } }, classes), null)
})

test('whatever else a file may say is none, and never breaks anything', () => {
  const good = travelled(toJson(run, classes))
  const odd = [null, 3, [], {}, { a: { b: 1 } }, 'x', -1, [[1]], { length: 3 }]
  const walk = (value, at = []) => [
    at,
    ...(value && typeof value === 'object' ? Object.keys(value).flatMap(key => walk(value[key], [...at, key])) : []),
  ]
  let refused = 0
  for (const path of walk(good))
    for (const wrong of odd) {
      const said = travelled({ good })
      let part = said
      const keys = ['good', ...path]
      for (const key of keys.slice(0, -1)) part = part[key]
      part[keys.at(-1)] = wrong
      if (fromJson(said.good, there) === null) refused++
    }
  assert.ok(refused > 200, String(refused))
})
