import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { hasGrown } = await import('../../app/instruments/transfer/class_edits.js')

const of = sizes => Object.entries(sizes).map(([id, n]) => ({ id: Number(id), examples: Array.from({ length: n }, (_, i) => ({ id: i })) }))

test('a head learns anew at half as many more pictures', () => {
  assert.ok(!hasGrown(of({ 1: 20, 2: 24 }), of({ 1: 20, 2: 10 })))
  assert.ok(hasGrown(of({ 1: 20, 2: 25 }), of({ 1: 20, 2: 10 })))
  assert.ok(hasGrown(of({ 1: 5 }), []))
})

test('what was learned of other classes does not count: a first head of these does not wait for as many', () => {
  assert.ok(hasGrown(of({ 9: 20, 10: 5 }), of({ 1: 120, 2: 120 })))
})

test('a head of most pictures does not come before that of all of them', () => {
  const learned = of({ 1: 20, 2: 10 })
  assert.ok(hasGrown(of({ 1: 20, 2: 40 }), learned, 30))
  assert.ok(!hasGrown(of({ 1: 20, 2: 40 }), learned, 29))
  assert.ok(hasGrown(of({ 1: 20, 2: 40 }), learned, 0))
  assert.ok(hasGrown(of({ 1: 5, 2: 5 }), [], 1), 'the first one does not wait')
})
