import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversion, headOf, isPickled, isWeights, namesIn, packed } from '../../app/instruments/frame/own_network/weights_file.js'

const file = (bytes, name) => new File([new Uint8Array(bytes)], name)

test('weights are told by their name, pictures and projects are none', () => {
  for (const name of ['a.safetensors', 'A.SAFETENSORS', 'net.pth', 'net.pt', 'last.ckpt']) assert.ok(isWeights({ name }), name)
  for (const name of ['a.zip', 'a.png', 'pt', 'names.txt', '']) assert.ok(!isWeights({ name }), name)
})

test('a file of torch.save is told by what it begins with, whatever its name', async () => {
  assert.ok(await isPickled(file([0x50, 0x4b, 3, 4], 'a.safetensors')))
  assert.ok(await isPickled(file([0x80, 2, 1], 'a.safetensors')))
  assert.ok(await isPickled(file([], 'a.pth')))
  assert.ok(!(await isPickled(file([0x80, 40, 0, 0, 0, 0, 0, 0, 0x7b], 'a.safetensors')))) // a header of 10,368 bytes
})

test('the head ends with the header, and is short where there is none', async () => {
  assert.equal((await headOf(file([3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d, 0x20, 9, 9], 'a'))).size, 11)
  assert.equal((await headOf(file([1, 2], 'a'))).size, 2)
  assert.equal((await headOf(file([255, 255, 255, 255, 255, 255, 255, 255, 1], 'a'))).size, 9)
})

test('three lines turn it into a .safetensors, and a name cannot leave its quotes', () => {
  const lines = conversion('my "net".pth').split('\n')
  assert.equal(lines.length, 3)
  assert.match(lines[1], /torch\.load\("my \\"net\\"\.pth", map_location="cpu", weights_only=True\)/)
  assert.match(lines[2], /"my \\"net\\"\.safetensors"/)
})

test('names are lines; answers stand before the file', async () => {
  assert.deepEqual(namesIn('a\r\n b \nc\n\n'), ['a', 'b', 'c'])
  const { size, body } = packed({ classes: ['é'] }, file([1, 2, 3], 'a'))
  const bytes = new Uint8Array(await body.arrayBuffer())
  assert.deepEqual(JSON.parse(new TextDecoder().decode(bytes.slice(0, size))), { classes: ['é'] })
  assert.deepEqual([...bytes.slice(size)], [1, 2, 3])
})
