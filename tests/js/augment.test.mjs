import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHistory } from '../../app/instruments/augment/plan/undo.js'
import {
  sweepBand,
  shortTitle,
  FIRST,
  fromLink,
  legalValue,
  moved,
  READ,
  comparableNetworks,
  classRows,
  planToText,
  stepsOf,
  snapToStep,
  countByClass,
  toJson,
  toLink,
} from '../../app/instruments/augment/settings.js'
import { planFromText } from '../../app/instruments/kit/augmentation_text.js'
import { nearest, neutralValue, runsOfPoints } from '../../app/instruments/augment/invariance/curve.js'
import { withEnd } from '../../app/instruments/augment/plan/range_slider.js'
import { describeStep, describeValue } from '../../app/instruments/augment/plan/describe.js'
import { verdictChanges, signsOf, describeParameters } from '../../app/instruments/augment/variants/describe.js'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { latestPartsOnly } = await import('../../app/instruments/augment/controller.js')

const DEGREES = { name: 'degrees', default: [-15, 15], low: -180, high: 180, step: 1, unit: '°' }
const FILL = { name: 'fill', default: 0, low: 0, high: 255, step: 1, unit: '' }
const P = { name: 'p', default: 0.5, low: 0, high: 1, step: 0.05, unit: '' }
const CARDS = {
  transforms: [
    { key: 'rotation', settings: [DEGREES, FILL], handle: ['degrees'] },
    { key: 'invert', settings: [P], handle: ['p'] },
  ],
}

test('a plan goes into a link and comes out the same', () => {
  const steps = stepsOf('-invert!p:0.25~rotation!degrees:-30_40', CARDS)
  assert.deepEqual(steps, [
    { key: 'invert', on: false, values: { p: 0.25 } },
    { key: 'rotation', on: true, values: { degrees: [-30, 40], fill: 0 } },
  ])
  assert.equal(planToText(steps, CARDS), '-invert!p:0.25~rotation!degrees:-30_40')
  assert.deepEqual(stepsOf(planToText([], CARDS), CARDS), [])
})

test('only what is ticked is carried to training', () => {
  const steps = stepsOf('-invert~rotation', CARDS)
  assert.deepEqual(toJson(steps), [{ transform: 'rotation', parameters: { degrees: [-15, 15], fill: 0 } }])
})

test('what a link makes up is not taken', () => {
  for (const text of ['rotation!degrees', 'rotation!degrees:a', '<b>', 'rotation!degrees:1_2_3', 'x'.repeat(4000), 'rotation~'.repeat(40)])
    assert.equal(planFromText(text), null)
  assert.deepEqual(stepsOf('rotation!degrees:-999_40~nothing', CARDS)[0].values.degrees, [-15, 15])
  assert.equal(stepsOf('nothing', CARDS).length, 0)
  assert.equal(READ.variants('4294967296'), undefined)
  assert.equal(READ.locked('3.4_x'), undefined)
  assert.equal(READ.augment('rotation!'), undefined)
})

test('settings of a link come back', () => {
  const set = { plan: 'rotation', seed: 7, locks: { 3: 17, 8: 4 }, against: 'lenet5@random', along: 'blur', partner: 'digit-8' }
  const back = all => fromLink(Object.fromEntries(Object.entries(toLink(all)).map(([key, value]) => [key, READ[key](String(value))])))
  for (const drawer of ['one', 'code']) assert.deepEqual(back({ ...set, chosen: 0, drawer }), { ...set, chosen: 0, drawer })
  assert.deepEqual(back({ ...set, chosen: null, drawer: 'code' }), { ...set, chosen: null, drawer: 'code' })
  assert.deepEqual(back({ ...set, chosen: 4, drawer: null }), { ...set, chosen: null, drawer: null }) // nothing of it shows
  assert.equal(READ.variant('23'), undefined)
  assert.deepEqual(fromLink({}), FIRST)
})

test('a handle stops at legal values only, and its ends never pass each other', () => {
  assert.equal(snapToStep(14.6, DEGREES), 15)
  assert.equal(snapToStep(999, DEGREES), 180)
  assert.equal(snapToStep(0.33, P), 0.35)
  assert.deepEqual(withEnd([-10, 10], 0, 20), [10, 10])
  assert.deepEqual(withEnd([-10, 10], 1, -20), [-10, -10])
  assert.equal(withEnd(3, 0, 5), 5)
  assert.equal(legalValue(Number.NaN, P), 0.5)
  assert.deepEqual(legalValue([5, -5], DEGREES), [-15, 15])
})

test('a step moves and the others keep their order', () => {
  assert.deepEqual(moved(['a', 'b', 'c', 'd'], 0, 2), ['b', 'c', 'a', 'd'])
  assert.deepEqual(moved(['a', 'b', 'c', 'd'], 3, 0), ['d', 'a', 'b', 'c'])
})

test("the plan's range on a sweep's axis", () => {
  const angle = { transform: 'rotation', setting: 'degrees', middle: null }
  assert.deepEqual(sweepBand(stepsOf('rotation!degrees:-30_40', CARDS), angle), [-30, 40])
  assert.equal(sweepBand(stepsOf('-rotation', CARDS), angle), null)
  assert.deepEqual(
    sweepBand([{ key: 'jitter', on: true, values: { b: 0.25 } }], { transform: 'jitter', setting: 'b', middle: 1 }),
    [0.75, 1.25],
  )
})

test('answers are counted, and the rows keep the order of the classes', () => {
  const counts = countByClass([3, 1, 3, 3])
  assert.deepEqual(
    [...counts],
    [
      [3, 3],
      [1, 1],
    ],
  )
  assert.deepEqual(classRows([counts], 0, 5, 10), [0, 1, 2, 3, 4])
  assert.deepEqual(classRows([countByClass([70, 70, 20, 90]), countByClass([20])], 5, 100, 3), [5, 20, 70])
})

test('a network is compared with one of the same classes, its pair first', () => {
  const task = drawing => (drawing ? 'digits' : 'photographs')
  const card = (key, drawing, more = {}) => ({ key, drawing, task: task(drawing), weights: 'shipped', ...more })
  const all = [
    card('lenet5', true, { task: 'digits', counterpart: 'lenet5_plain' }),
    card('lenet5_1998', true, { task: 'digits' }),
    card('lenet5_plain', true, { task: 'digits' }),
    card('resnet109', false, { task: 'imagenet109' }),
    card('alexnet109', false, { task: 'imagenet109' }),
    card('vgg11', false, { task: 'imagenet', weights: 'download' }),
    card('resnet18@random', false, { task: 'imagenet', weights: 'random' }),
  ]
  const networks = new Map(all.map(one => [one.key, one]))
  assert.deepEqual(
    comparableNetworks(networks, all[0]).map(({ key }) => key),
    ['lenet5_plain', 'lenet5_1998'],
  )
  assert.deepEqual(
    comparableNetworks(networks, all[3]).map(({ key }) => key),
    ['alexnet109'],
  )
  assert.deepEqual(
    comparableNetworks(networks, all[6]).map(({ key }) => key),
    [],
  )
})

test('a network is named as shortly as it can be told from the other', () => {
  assert.equal(shortTitle({ title: 'LeNet-5 · digits', weights: 'shipped' }), 'LeNet-5')
  assert.equal(shortTitle({ title: 'LeNet-5 · untrained', weights: 'random' }), 'untrained')
})

test('values are said with their unit', () => {
  const short = v => String(v)
  assert.equal(describeValue(DEGREES, [-15, 15], short), '±15°')
  assert.equal(describeValue(DEGREES, [0, 15], short), '0–15°')
  assert.equal(describeValue(P, 0.25, short), 'p 0.25')
  assert.equal(describeStep({ settings: [{ ...FILL, name: 'a' }], handle: ['a', 'b'] }, { a: 3 }, short), '±3')
})

test('a draw is spelled out, and a flip is against the picture as it is', () => {
  assert.deepEqual(describeParameters({ transform: 'x', box: [1, 2], noise_seed: 4, corners: null, flipped: true }, String), [
    ['box', '1 2'],
    ['noise seed', '4'],
    ['corners', '–'],
    ['flipped', '✓'],
  ])
  assert.deepEqual(describeParameters({ order: ['hue', 'x'], angle: 2 }, String, { order: 'ordem', hue: 'matiz' }), [
    ['ordem', 'matiz x'],
    ['angle', '2'],
  ])
  const original = { index: -1, answers: [{ best: 3 }] }
  assert.equal(verdictChanges({ index: 0, answers: [{ best: 4 }] }, original), true)
  assert.equal(verdictChanges({ index: 0, answers: [{ best: 3 }] }, original), false)
  assert.equal(verdictChanges({ index: 0, answers: [{ best: 8 }] }, original, 8), false, 'MixUp’s own label')
  assert.equal(verdictChanges({ index: 0, answers: [{ best: 4 }] }, original, 8), true)
  assert.equal(verdictChanges(original, { ...original, answers: [{ best: 9 }] }), false)
  assert.equal(signsOf({ signs: ['−11°', '', '⇄'] }), '−11°\u2009⇄')
})

test('the curve knows where the verdict holds', () => {
  const points = [-2, -1, 0, 1, 2].map(value => ({ value, good: value !== 0 && value !== 2 }))
  assert.deepEqual(
    runsOfPoints(points, ({ good }) => good),
    [
      [-2, -1],
      [1, 1],
    ],
  )
  assert.equal(nearest(points, 0.6).value, 1)
  assert.equal(nearest([], 3), null)
  assert.equal(neutralValue({ key: 'angle', low: -180, high: 180, middle: null }), 0)
  assert.equal(neutralValue({ key: 'brightness', low: 0, high: 2, middle: 1 }), 1)
  assert.equal(neutralValue({ key: 'scale', low: 0.2, high: 2, middle: null }), 1)
})

test('answers in parts: the newest question wins, but an old one is heard once', async () => {
  const running = []
  const failures = []
  const ask = latestPartsOnly(
    (question, heard, signal) => new Promise((done, fail) => running.push({ question, heard, signal, done, fail })),
    (_, question) => failures.push(question),
  )
  ask(1)
  ask(2)
  ask(3)
  assert.deepEqual(
    running.map(({ question }) => question),
    [1],
  )
  assert.equal(running[0].signal.aborted, false)
  running[0].heard()
  assert.equal(running[0].signal.aborted, true)
  running[0].done()
  await new Promise(done => setImmediate(done))
  assert.deepEqual(
    running.map(({ question }) => question),
    [1, 3],
  )
  running[1].heard()
  ask(4)
  assert.equal(running[1].signal.aborted, true)
  running[1].fail(new Error('stopped'))
  await new Promise(done => setImmediate(done))
  assert.deepEqual(failures, [])
  running[2].fail(new Error('broken'))
  await new Promise(done => setImmediate(done))
  assert.deepEqual(failures, [4])
})

test('changes of the plan are taken back one by one, a drag as one', () => {
  const past = createHistory(null)
  past.put('a')
  past.put('b')
  past.put('c', true)
  past.put('d', true)
  assert.deepEqual([past.undo(), past.undo(), past.undo()], ['a', null, undefined])
  assert.deepEqual([past.redo(), past.redo(), past.redo()], ['a', 'd', undefined])
  past.undo()
  past.put('e')
  assert.equal(past.redo(), undefined)
  assert.deepEqual([past.undo(), past.undoable], ['a', true])
})
