import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decode, encode, extendStroke, fromText, toText } from '../../app/instruments/kit/strokes.js'
import { START_DIGIT } from '../../app/instruments/kit/start_digit.js'

const strokes = [
  { pen: 22, points: [0, 255, 10, 20] },
  { pen: 1, points: [7, 7] },
]

test('the bytes are those of the contract', () => {
  assert.deepEqual([...encode(strokes)], [22, 2, 0, 0, 255, 10, 20, 1, 1, 0, 7, 7])
  const long = { pen: 3, points: Array.from({ length: 600 }, (_, i) => i % 256) }
  assert.deepEqual([...encode([long]).subarray(0, 3)], [3, 300 & 255, 300 >> 8])
})

test('there and back, also as text for an address', () => {
  assert.deepEqual(decode(encode(strokes)), strokes)
  const text = toText(encode(strokes))
  assert.match(text, /^[\w-]+$/)
  assert.equal(text, Buffer.from(encode(strokes)).toString('base64url'))
  assert.deepEqual([...fromText(text)], [...encode(strokes)])
  assert.deepEqual([...fromText('')], [])
})

test('what is no drawing is none', () => {
  for (const bytes of [[22], [22, 2, 0, 1, 1], [22, 0, 0], [0, 1, 0, 5, 5], [22, 255, 255, 1, 1]])
    assert.equal(decode(Uint8Array.from(bytes)), null, `${bytes}`)
  assert.equal(fromText('*'), null)
  assert.deepEqual(decode(new Uint8Array()), [])
})

test('points near the last one say nothing new, and the board has an edge', () => {
  const one = extendStroke({ pen: 5, points: [] }, 0.5, 0.5)
  assert.deepEqual(one.points, [128, 128])
  assert.equal(extendStroke(one, 0.502, 0.5), one)
  assert.deepEqual(extendStroke(one, 3, -1).points, [128, 128, 255, 0])
})

test('the opening drawing is one stroke of some fifty points', () => {
  const [stroke, ...more] = decode(fromText(START_DIGIT))
  assert.equal(more.length, 0)
  assert.ok(stroke.points.length / 2 > 30 && Math.max(...stroke.points) < 245 && Math.min(...stroke.points) > 15)
})
