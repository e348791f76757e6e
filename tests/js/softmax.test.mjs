import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leverOf, listed, softmax, temperatureOf, unsure } from '../../app/instruments/look/answer/softmax.js'

test('probabilities are exp(z / T) / Σ exp(z / T), and add up to one', () => {
  const logits = Float32Array.from([1, 2, 3])
  const T = 0.5
  const e = [2, 4, 6].map(Math.exp)
  const sum = e[0] + e[1] + e[2]
  const { probabilities } = softmax(logits, T)
  probabilities.forEach((p, i) => assert.ok(Math.abs(p - e[i] / sum) < 1e-12))
  assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-12)
})

test('large logits do not overflow, no number gives no probabilities', () => {
  assert.deepEqual([...softmax([5000, 0], 1).probabilities], [1, 0])
  assert.equal(softmax([1, NaN], 1), null)
  assert.equal(softmax([1, Infinity], 1), null)
  assert.equal(softmax([], 1), null)
})

test('few classes stand in their own order, of many the most probable that fit', () => {
  assert.deepEqual(listed([3, 1, 2], 10), [0, 1, 2])
  const many = Array.from({ length: 100 }, (_, i) => (i * 37) % 100)
  assert.deepEqual(
    listed(many, 4).map(i => many[i]),
    [99, 98, 97, 96],
  )
  assert.deepEqual(listed(new Array(50).fill(1), 3), [0, 1, 2]) // equals keep their order
})

test('the lever reaches a quarter and four', () => {
  assert.deepEqual([temperatureOf(-2), temperatureOf(0), temperatureOf(2), leverOf(4)], [0.25, 1, 4, 2])
})

test('a network is unsure below one half, at T = 1', () => {
  const z = p => Math.log(p / (1 - p)) // of two classes, the logit that gives the other one's 0 this probability against it
  assert.equal(unsure([z(0.51), 0]), false)
  assert.equal(unsure([0, 0, 0]), true)
  assert.equal(unsure([Math.log(2.1), 0, 0]), false) // 2.1 of 4.1
  assert.equal(unsure([Math.log(1.9), 0, 0]), true) // 1.9 of 3.9
  assert.equal(unsure([5000, 0]), false)
  assert.equal(unsure([NaN, 0]), false, 'where there are no probabilities, nothing is said about them')
})
