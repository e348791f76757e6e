import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBus } from '../../app/instruments/kit/bus.js'

test('a late listener hears the present values at once, and every change after', () => {
  const bus = createBus()
  const heard = []
  bus.set('a', 1)
  bus.on(['a', 'b'], (value, key) => heard.push([key, value]))
  bus.set('b', 2)
  bus.set('a', 1) // the same value is no change
  bus.set('a', NaN)
  bus.set('a', NaN)
  assert.deepEqual(heard, [
    ['a', 1],
    ['b', 2],
    ['a', NaN],
  ])
})

test('who has ended hears no more; once hears once', () => {
  const bus = createBus()
  let many = 0
  let one = 0
  const end = bus.on('a', () => many++)
  bus.once('a', () => one++)
  bus.set('a', 1)
  end()
  bus.set('a', 2)
  bus.once('a', () => one++)
  assert.deepEqual([many, one], [1, 2])
})

test('one listener’s mistake is not another’s', t => {
  t.mock.method(console, 'error', () => {})
  const bus = createBus()
  const heard = []
  bus.on('a', () => {
    throw new Error('mine')
  })
  bus.on('a', value => heard.push(value))
  bus.set('a', 1)
  assert.deepEqual(heard, [1])
  assert.equal(console.error.mock.callCount(), 1)
})
