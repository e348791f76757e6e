import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, float32, uint8 } from './answer.mjs'
import { parseBinary, parseChannel, parseLook, parseMaps, real, Unreadable } from '../../app/instruments/kit/binary.js'

const maps = { layer: 'conv1', shape: [2, 1, 3], factor: 1, minimum: -1, maximum: 3 }
const scales = [uint8('codes', [2, 1, 3], [0, 128, 255, 1, 2, 3]), float32('low', [2], [-1, 0]), float32('step', [2], [0.5, 0])]

test('arrays come out as they went in, whatever their length', () => {
  const { head, arrays } = parseBinary(
    answer({ network: 'é' }, [uint8('a', [3], [1, 2, 3]), float32('b', [2], [0.5, -8]), uint8('c', [0], []), uint8('d', [1, 1], [9])]),
  )
  assert.equal(head.network, 'é')
  assert.deepEqual([...arrays.get('a').values, ...arrays.get('b').values, ...arrays.get('d').values], [1, 2, 3, 0.5, -8, 9])
  assert.deepEqual(arrays.get('d').shape, [1, 1])
})

test('maps keep their scale', () => {
  const m = parseMaps(answer({ network: 'lenet5', maps }, scales))
  assert.deepEqual([m.layer, m.factor, m.minimum, m.size], ['conv1', 1, -1, [2, 1, 3]])
  assert.equal(m.low[0] + m.step[0] * m.codes[2], 126.5)
})

test('a look holds picture, thumbnails, maps and logits', () => {
  const layers = [
    { name: 'input', minimum: 0, maximum: 1, channel: 0, low: 0, step: 0.1 },
    { name: 'fc', minimum: null, maximum: 'Infinity', channel: null, low: 0, step: 1 },
  ]
  const arrays = [
    uint8('picture', [1, 2, 1], [7, 8]),
    uint8('thumbnail:0', [1, 2], [1, 2]),
    uint8('thumbnail:1', [1, 1], [3]),
    ...scales,
    float32('logits', [2], [0.25, 1]),
  ]
  const { seen, maps: m } = parseLook(answer({ network: 'n', milliseconds: 1.5, layers, maps }, arrays))
  assert.deepEqual([seen.network, seen.milliseconds, [...seen.logits], seen.layers[0].thumbnail.shape], ['n', 1.5, [0.25, 1], [1, 2]])
  assert.ok(Number.isNaN(seen.layers[1].minimum) && seen.layers[1].maximum === Infinity && seen.layers[1].channel === null)
  assert.equal(m.picture, seen.picture.values)
})

test('numbers JSON has no word for', () => {
  assert.ok(Number.isNaN(real(null)) && real('-Infinity') === -Infinity && real(2) === 2)
})

test('what cannot be read is refused, never guessed', () => {
  const good = answer({ network: 'n', maps }, scales)
  const cases = [
    new ArrayBuffer(2),
    good.slice(0, 40),
    good.slice(0, good.byteLength - 4),
    answer({ version: 2 }, []),
    answer(
      {},
      [{ name: 'x', type: 'int64', shape: [1], values: [] }].map(a => ({ ...a, values: [] })),
    ),
    answer({}, [], '{"version":1}'),
    answer({}, [], 'no json'),
  ]
  for (const [i, buffer] of cases.entries()) assert.throws(() => parseBinary(buffer), Unreadable, `case ${i}`)
  assert.throws(() => parseMaps(answer({ network: 'n', maps }, scales.slice(1))), Unreadable)
  assert.throws(() => parseChannel(answer({}, [])), Unreadable)
})
