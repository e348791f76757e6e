// What makes numbers on an axis good ones, for many ranges: round steps, within the range, not too many and not too few.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundStep, ticksAround, ticksWithin } from '../../app/instruments/kit/ticks.js'

/** Ranges of all sizes, the same on every run: [low, high, how many steps at most]. */
const RANGES = Array.from({ length: 600 }, (_, i) => {
  const size = 10 ** (((i * 37) % 110) / 10 - 5)
  const low = [0, -0.3, 1.7, -2][i % 4] * size
  return [low, low + size * (1 + ((i * 13) % 9)), 2 + (i % 6)]
})
const digitOf = step => Number(step.toExponential(9).split('e')[0])

test('a step is 1, 2 or 5 times a power of ten, no less than what is wanted and less than 2.5 times it', () => {
  for (const [low, high, most] of RANGES) {
    const rough = (high - low) / most
    const step = roundStep(rough)
    assert.ok([1, 2, 5].includes(digitOf(step)), `${step}`)
    assert.ok(step >= rough * (1 - 1e-6) && step <= rough * 2.5 * (1 + 1e-6), `${step} for ${rough}`)
  }
  assert.deepEqual(
    [0.9, 1, 1.1, 2, 2.1, 5, 5.1].map(v => roundStep(v)),
    [1, 1, 2, 2, 5, 5, 10],
  )
  assert.deepEqual(
    [2.2, 2.6, 30, 60].map(v => roundStep(v, [1, 2, 2.5, 3, 5])),
    [2.5, 3, 30, 100],
  )
})

test('a float32 that lies a hair above a round number is that number', () => {
  assert.equal(roundStep(Math.fround(0.15) / 3), 0.05)
  assert.deepEqual(ticksWithin(0, Math.fround(0.3), 0.1), [0, 0.1, 0.2, 0.3])
})

test('ticks lie within the range, are equally far apart, and at most one more than the steps', () => {
  for (const [low, high, most] of RANGES) {
    const step = roundStep((high - low) / most)
    const ticks = ticksWithin(low, high, step)
    assert.ok(ticks.length <= most + 1 && ticks.length >= Math.floor(most / 2.5), `${ticks} of ${[low, high, most]}`)
    for (const v of ticks) assert.ok(v >= low - 1e-5 * step && v <= high + 1e-5 * step, `${v} in ${low} … ${high}`)
    for (const v of ticks) assert.ok(Math.abs(v / step - Math.round(v / step)) < 1e-6, `${v} is no multiple of ${step}`)
    ticks.slice(1).forEach((v, i) => assert.ok(Math.abs(v - ticks[i] - step) < 1e-6 * step))
  }
})

test('an axis around a range holds it, and ends less than a step beyond it', () => {
  for (const [low, high, most] of RANGES) {
    const step = roundStep((high - low) / most)
    const ticks = ticksAround(low, high, step)
    assert.ok(ticks[0] <= low + 1e-5 * step && ticks[0] > low - step * (1 + 1e-5))
    assert.ok(ticks.at(-1) >= high - 1e-5 * step && ticks.at(-1) < high + step * (1 + 1e-5))
    assert.ok(ticks.length <= most + 3)
  }
})

test('numbers are written as they are meant', () => {
  assert.deepEqual(ticksWithin(0, 0.5, 0.1), [0, 0.1, 0.2, 0.3, 0.4, 0.5])
  assert.deepEqual(ticksAround(69.9, 83, 5), [65, 70, 75, 80, 85])
  assert.deepEqual(ticksWithin(0.2, 0.8, 1), [])
})
