import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import {
  codesAt,
  distribution,
  gridOf,
  inked,
  placeOf,
  read,
  roomFor,
  shifted,
  within,
} from '../../app/instruments/convolve/translation/positions.js'
import { fromLink, toLink } from '../../app/instruments/convolve/settings.js'
import { readLink, writeLink } from '../../app/instruments/kit/permalink.js'

/** A binary answer, written from its description alone. */
function packed(head, arrays) {
  const named = arrays.map(([name, type, shape]) => ({ name, type, shape }))
  const text = JSON.stringify({ version: 1, ...head, arrays: named })
  const bytes = new TextEncoder().encode(text + ' '.repeat((4 - ((4 + text.length) % 4)) % 4))
  const parts = [new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes]
  for (const [, type, , values] of arrays) {
    const data = new Uint8Array((type === 'uint8' ? Uint8Array : Float32Array).from(values).buffer)
    parts.push(data, new Uint8Array((4 - (data.length % 4)) % 4))
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0)
  return whole.buffer
}

/** Reach 1, two classes: the answer is class 1 only where the picture is moved down. */
const found = () =>
  read(
    packed(
      {
        network: 'x', reach: 1, names: ['input', 'conv1'],
        layers: [{ name: 'conv1', channel: 2, minimum: -1, maximum: 3, low: -1, step: 0.5, apart: null }],
      }, // prettier-ignore
      [
        ['picture', 'uint8', [2, 2, 1], [0, 255, 0, 0]],
        ['logits', 'float32', [3, 3, 2], [9, 0, 9, 0, 9, 0, 2, 0, 2, 0, 2, 0, 0, 1, 0, 1, 0, 1]],
        ['alike', 'float32', [2, 3, 3], [...Array(9).fill(1), 0, 1, 2, 3, 4, 5, 6, 7, 8].map(v => v / 8)],
        ['follow', 'float32', [2, 3, 3], [...Array(9).fill(1), 8, 7, 6, 5, 4, 3, 2, 1, 0].map(v => v / 8)],
        ['codes:0', 'uint8', [3, 3, 1, 2], Array.from({ length: 18 }, (_, i) => i)],
      ],
    ),
  )

test('the answer of every place is read, and at how many it stays', () => {
  const { answers, home, held, side, classes, layers } = found()
  assert.deepEqual([answers, home, held, side, classes], [[0, 0, 0, 0, 0, 0, 1, 1, 1], 0, 6, 3, 2])
  assert.equal(placeOf({ reach: 1, side: 3 }, [1, -1]), 6)
  assert.deepEqual([...codesAt(layers[0], 6)], [12, 13])
  assert.equal(layers[0].alike[placeOf(found(), [1, 1])], 1)
  assert.equal(layers[0].follow[placeOf(found(), [-1, -1])], 1)
  assert.deepEqual([layers[0].apart, layers[0].channel, layers[0].size], [null, 2, [1, 2]])
})

test('probabilities are the softmax of that place', () => {
  const [zero, one] = distribution(found(), [1, 0])
  assert.ok(Math.abs(one - Math.E / (1 + Math.E)) < 1e-12 && Math.abs(zero + one - 1) < 1e-12)
})

test('a picture is moved by whole pixels, and what leaves is gone', () => {
  const picture = [1, 2, 3, 4, 5, 6]
  assert.deepEqual([...shifted(picture, [2, 3], [0, 0])], picture)
  assert.deepEqual([...shifted(picture, [2, 3], [1, -1])], [0, 0, 0, 2, 3, 0])
  assert.deepEqual([...shifted(picture, [2, 3], [0, 5])], [0, 0, 0, 0, 0, 0])
})

test('ink has a frame, and leaves room to move', () => {
  const picture = new Uint8Array(36)
  for (const at of [8, 9, 14]) picture[at] = 200
  picture[35] = 20 // too pale to count
  assert.deepEqual(inked(picture, [6, 6]), [1, 2, 3, 4])
  assert.deepEqual(roomFor(picture, [6, 6], 8), [-1, -2, 3, 2])
  assert.deepEqual(roomFor(picture, [6, 6], 1), [-1, -1, 1, 1])
  assert.equal(roomFor(new Uint8Array(4), [2, 2], 8), null)
})

test('units lie in rows, maps as they are', () => {
  assert.deepEqual([gridOf([68]), gridOf([64]), gridOf([52]), gridOf([14, 14])], [[8, 9], [8, 8], [7, 8], [14, 14]]) // prettier-ignore
})

test('a place is whole and within reach', () => {
  assert.deepEqual(within([2.4, -9.7], 8), [2, -8])
})

test('a link says the place, and a wrong one counts as absent', () => {
  assert.deepEqual(fromLink(readLink('?moved=-3_4')).moved, [-3, 4])
  assert.equal(writeLink(toLink({ ...fromLink({}), moved: [-3, 4] })), '?moved=-3_4')
  assert.equal(writeLink(toLink(fromLink({}))), '')
  for (const wrong of ['9_0', '1', '1_2_3', 'a_b', '-0.5_1', '']) assert.equal(fromLink(readLink(`?moved=${wrong}`)).moved, null)
})
