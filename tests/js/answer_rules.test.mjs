import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allFinite, leverOf, listed, temperatureOf, unsure } from '../../app/instruments/look/answer/rules.js'

test('where a logit is no finite number, or none is there, there are no probabilities', () => {
  assert.equal(allFinite(Float32Array.of(5000, 0)), true)
  for (const logits of [[1, NaN], [1, Infinity], [-Infinity, 0], []]) assert.equal(allFinite(logits), false)
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

test('where it was measured what a largest logit is for pictures that it knows, that decides', () => {
  assert.equal(unsure([6.9, 6.9, 6.9], 6.8), false, 'three classes share it, and it knows what it sees')
  assert.equal(unsure([6.7, 0, 0], 6.8), true, 'sure by softmax, and yet as small as for noise')
  assert.equal(unsure([-80, -95], -89.99), false)
  assert.equal(unsure([-95, -120], -89.99), true)
  assert.equal(unsure([NaN, 0], 6.8), false)
})

test('a network is unsure below one half, at T = 1', () => {
  const z = p => Math.log(p / (1 - p)) // of two classes, the logit that gives the other one's 0 this probability against it
  assert.equal(unsure([z(0.51), 0]), false)
  assert.equal(unsure([0, 0, 0]), true)
  assert.equal(unsure([Math.log(2.1), 0, 0]), false) // 2.1 of 4.1
  assert.equal(unsure([Math.log(1.9), 0, 0]), true) // 1.9 of 3.9
  assert.equal(unsure([5000, 0]), false)
  assert.equal(unsure([]), false)
  assert.equal(unsure([NaN, 0]), false, 'where there are no probabilities, nothing is said about them')
})
