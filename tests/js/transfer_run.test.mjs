import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import { numbers } from '../../app/instruments/kit/numbers.js'
import * as transfer from '../../app/instruments/transfer/settings.js'
import { frame, topOf } from '../../app/instruments/transfer/learning/chart.js'
import { moved, reachOf } from '../../app/instruments/transfer/changed_filters/filter_change.js'
import { ending, pOf, tellsApart, verdict, frame as lanesFrame } from '../../app/instruments/transfer/scratch/chart.js'

const near = (a, b, within = 1e-9) => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`)

// A run

const score = accuracy => ({ accuracy, loss: 1 - accuracy })
const event = (epoch, accuracy, more = {}) => ({
  epoch,
  train: accuracy === null ? null : score(accuracy),
  validation: accuracy === null ? null : score(accuracy),
  result: null,
  over: false,
  ...more,
})

test('curves have one point an epoch, the last one as it ended', () => {
  let run = { points: [], result: null }
  for (const one of [
    event(0, 0.1),
    event(1, 0.1),
    event(1, 0.1),
    event(1, 0.4),
    event(2, 0.5),
    event(2, 0.6, { over: true, result: { of: 3 } }),
  ])
    run = transfer.withEvent(run, one)
  assert.deepEqual(
    run.points.map(({ epoch, train }) => [epoch, train.accuracy]),
    [
      [0, 0.1],
      [1, 0.1],
      [2, 0.6],
    ],
  )
  assert.ok(run.over && run.result.of === 3)
})

test('what is shown while a run waits is the one before; what can be asked is a network that is there', () => {
  const before = { points: [1], over: true, now: { network: 'mine/x' } }
  assert.equal(transfer.shownRun({ points: [], before }), before)
  assert.equal(transfer.finishedRun({ points: [1], over: false, now: { network: '' }, before }), before)
  assert.equal(transfer.finishedRun({ points: [], over: false, now: { network: '' } }), null)
})

test('a cell of the matrix opens its pictures, the surest first; the worst cell is opened at first', () => {
  const result = {
    pictures: [
      [1, 0, 1, 60],
      [2, 0, 1, 90],
      [3, 0, 0, 99],
      [4, 1, 1, 50],
    ],
  }
  assert.deepEqual(transfer.cellOf(result, [0, 1]), [
    { example: 2, sure: 90 },
    { example: 1, sure: 60 },
  ])
  assert.deepEqual(
    transfer.worst([
      [1, 2],
      [0, 1],
    ]),
    [0, 1],
  )
  assert.equal(
    transfer.worst([
      [3, 0],
      [0, 1],
    ]),
    null,
  )
})

test('the loss axis ends above both lines, and the accuracy axis at 100', () => {
  const points = [0, 1, 2].map(epoch => ({ epoch, train: { loss: 2 - epoch, accuracy: 0.5 }, validation: { loss: 2.5, accuracy: 0.4 } }))
  assert.equal(topOf(points, 'accuracy'), 100)
  near(topOf(points, 'loss'), 2.625)
  const at = frame({ width: 276, height: 120, size: 14, epochs: 40, most: 100 })
  near(at.y(0), at.bottom)
  near(at.y(100), at.top)
  near(at.x.valueAt(at.x(17)), 17)
})

test('two arms are compared on the same pictures, with the p of that', () => {
  const point = (lane, count, right, interval, p = null, only = [0, 0]) => ({ lane, count, right, of: 100, interval, p, only })
  const some = [
    point('transfer', 5, 80, [0.7, 0.87]),
    point('scratch', 5, 40, [0.31, 0.5], 0.0004, [45, 5]),
    point('transfer', 10, 82, [0.73, 0.88]),
  ]
  assert.deepEqual(verdict(some), { count: 5, of: 100, transfer: 80, scratch: 40, p: 0.0004, only: [45, 5] })
  const overlapping = verdict([...some, point('scratch', 10, 70, [0.61, 0.79], 0.012, [15, 3])])
  assert.ok(tellsApart(overlapping), 'overlapping intervals decide nothing: the pictures are the same')
  assert.equal(tellsApart(verdict([...some, point('scratch', 10, 75, [0.66, 0.82], 0.09, [10, 3])])), false)
  assert.deepEqual(
    [0.0004, 0.012, 0.25].map(p => pOf(p, numbers('en'))),
    ['p < 0.001', 'p = 0.012', 'p = 0.25'],
  )
  const t = { ended: { time: { some: '{seconds} s, after {counts}', none: 'nothing in {seconds} s' } } }
  const ends = points => ending({ ended: 'time', points }, { t, write: numbers('en'), seconds: 300 })
  assert.deepEqual(
    [ends(some), ends(some.slice(0, 1)), ending({ ended: '', points: some }, { t })],
    ['300 s, after 5', 'nothing in 300 s', ''],
  )
  assert.equal(verdict(some.slice(0, 1)), null)
  const at = lanesFrame({ width: 276, height: 260, size: 14, counts: [1, 2, 4] })
  near(at.x(2) - at.x(1), at.x(4) - at.x(2))
})

test('filters that moved farthest come first, against the norm of the middle one: an empty filter does not lead', () => {
  const kernels = values => ({ values: Float32Array.from(values), shape: [values.length / 2, 1, 1, 2] })
  const pairs = moved(kernels([3, 4, 0, 2.5, 0, 0.001]), kernels([3, 4.5, 1, 2.5, 0, 0.011]))
  assert.deepEqual(
    pairs.map(({ unit, share }) => [unit, Number(share.toFixed(6))]),
    [
      [1, 0.4],
      [0, 0.2],
      [2, 0.004],
    ],
  )
  assert.equal(reachOf(pairs), 4.5)
  const dead = moved(kernels([0, 0, 0, 0, 3, 4]), kernels([0, 1, 0, 0, 3, 4]))
  assert.deepEqual(
    dead.map(({ unit, share }) => [unit, share]),
    [
      [0, 0.2],
      [1, 0],
      [2, 0],
    ],
  )
  assert.equal(moved(kernels([0, 0]), kernels([0, 1]))[0].share, 0)
})
