// An answer read one level up.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { likeliestGroups } from '../../app/instruments/look/answer/groups.js'

const TREE = { names: ['animal', 'cat', 'dog', 'thing'], parents: [-1, 0, 0, -1], of: [1, 1, 2, 3, 0] }
const rounded = found => found.map(({ name, probability }) => [name, Math.round(1000 * probability)])

test('three cats that share the probability are one cat', () => {
  assert.deepEqual(rounded(likeliestGroups(TREE, [0.4, 0.35, 0.1, 0.1, 0.05])), [
    ['animal', 900],
    ['cat', 750],
  ])
})

test('a class right under a root adds to the root alone', () => {
  assert.deepEqual(rounded(likeliestGroups(TREE, [0.1, 0.1, 0.1, 0.1, 0.6])), [['animal', 900]])
})

test('where no group has half of the probability nothing is said', () => {
  assert.deepEqual(likeliestGroups(TREE, [0.2, 0.1, 0.15, 0.49, 0.03]), [])
})
