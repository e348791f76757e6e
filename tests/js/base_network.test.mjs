// Which network Transfer starts from when classes come: photographs on the usual one for them, and nothing that somebody made is put aside.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arePhotographs, baseChange } from '../../app/instruments/transfer/base_network.js'

const card = (key, more = {}) => [key, { key, title: key, drawing: false, weights: 'shipped', classes: 1000, ...more }]
const networks = new Map([
  card('digits', { drawing: true, classes: 10, usual: true }),
  card('small', { classes: 109 }),
  card('usual', { weights: 'packaged', usual: true }),
  card('other', { weights: 'present' }),
  card('digits@random', { drawing: true, weights: 'random', classes: 10 }),
  card('mine/a', { drawing: true, weights: 'trained', classes: 3 }),
])
const given = { before: false, after: true, key: 'digits', networks, named: false, work: false, changed: null }
const outcome = more => {
  const change = baseChange({ ...given, ...more })
  return change && [change.does, change.to]
}

test('photographs change a network of digits, and one that knows fewer classes, for the usual one', () => {
  assert.deepEqual(outcome({}), ['change', 'usual'])
  assert.deepEqual(outcome({ key: 'small' }), ['change', 'usual'])
  assert.deepEqual(baseChange(given), { does: 'change', from: 'digits', to: 'usual' })
})

test('drawings change nothing, nor do photographs that were there before', () => {
  assert.equal(outcome({ after: false }), null)
  assert.equal(outcome({ before: true }), null)
})

test('a network that was named stays, and so does one that was chosen for what it is', () => {
  assert.equal(outcome({ named: true }), null)
  for (const key of ['usual', 'other', 'digits@random', 'mine/a', 'gone']) assert.equal(outcome({ key }), null, key)
})

test('where something was made for this network the other one is offered', () => {
  assert.deepEqual(outcome({ work: true }), ['offer', 'usual'])
})

test('without a usual network for photographs nothing is changed', () => {
  const few = new Map([...networks].filter(([key]) => key.startsWith('digits')))
  assert.equal(outcome({ networks: few }), null)
  const away = new Map([networks.get('digits'), { ...networks.get('usual'), weights: 'download' }].map(one => [one.key, one]))
  assert.equal(outcome({ networks: away }), null)
})

test('what came by itself goes by itself when drawings come, unless something was made since', () => {
  const changed = { from: 'digits', to: 'usual' }
  const back = { before: true, after: false, key: 'usual', changed }
  assert.deepEqual(outcome(back), ['return', 'digits'])
  assert.equal(outcome({ ...back, work: true }), null)
  assert.equal(outcome({ ...back, key: 'other' }), null)
  assert.equal(outcome({ ...back, changed: null }), null)
})

test('classes are photographs where more than half of what takes part is', () => {
  const one = (photographs, n, enabled = true) => ({ enabled, examples: Array(n).fill(0), photographs })
  assert.equal(arePhotographs([one(5, 5), one(4, 5)]), true)
  assert.equal(arePhotographs([one(5, 5), one(0, 5)]), false)
  assert.equal(arePhotographs([one(5, 5), one(0, 50, false)]), true)
  assert.equal(arePhotographs([]), false)
  assert.equal(arePhotographs([{ enabled: true, examples: [1] }]), false)
})
