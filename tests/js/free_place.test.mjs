import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freePlace, isFree } from '../../app/instruments/kit/free_place.js'

const WORDS = { width: 300, height: 26 }
const ROOM = { left: 0, top: 0, right: 1280, bottom: 720 }
const box = (left, top, right, bottom) => ({ left, top, right, bottom })

test('the middle of the foot, where nothing is', () => {
  assert.deepEqual(freePlace(WORDS, ROOM, []), { left: 490, top: 694, over: 0 })
  assert.deepEqual(
    freePlace(WORDS, ROOM, [box(0, 0, 1280, 694), box(0, 694, 490, 720)]),
    { left: 490, top: 694, over: 0 },
    'touching is not covering',
  )
})

test('beside a control, as near to the middle as there is room', () => {
  assert.deepEqual(freePlace(WORDS, ROOM, [box(600, 700, 700, 716)]), { left: 300, top: 694, over: 0 })
  assert.deepEqual(freePlace(WORDS, ROOM, [box(560, 700, 660, 716)]), { left: 660, top: 694, over: 0 })
  assert.deepEqual(freePlace(WORDS, ROOM, [box(200, 700, 1100, 716)]), { left: 490, top: 674, over: 0 }, 'over the row where it is full')
})

test('the least of a control where everything is one', () => {
  assert.deepEqual(freePlace(WORDS, ROOM, [box(0, 0, 1280, 710)]), { left: 490, top: 694, over: 4800 })
  const phone = { left: 0, top: 0, right: 390, bottom: 844 }
  assert.deepEqual(freePlace({ width: 374, height: 44 }, phone, [box(0, 780, 390, 844)]), { left: 8, top: 736, over: 0 })
})

test('a place is free until a control comes there', () => {
  assert.ok(isFree(box(0, 0, 10, 10), [box(10, 0, 20, 10)]))
  assert.ok(!isFree(box(0, 0, 10, 10), [box(9, 9, 20, 20)]))
})
