import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { partSplitter } = await import('../../app/instruments/kit/streamed_answers.js')

const framed = text => {
  const bytes = new TextEncoder().encode(text)
  const out = new Uint8Array(4 + bytes.length)
  new DataView(out.buffer).setUint32(0, bytes.length, true)
  out.set(bytes, 4)
  return out
}
const texts = parts => parts.map(part => new TextDecoder().decode(part))
const all = Uint8Array.from(['one', '', 'three'].flatMap(text => [...framed(text)]))

test('parts come out whole however they were cut on the way', () => {
  for (const size of [1, 2, 3, 5, 7, all.length]) {
    const { push, rest } = partSplitter()
    const found = []
    for (let at = 0; at < all.length; at += size) found.push(...texts(push(all.subarray(at, at + size))))
    assert.deepEqual(found, ['one', '', 'three'], `${size} bytes at a time`)
    assert.equal(rest(), 0)
  }
})

test('an answer may say that there is more to ask for', () => {
  const { push, rest, more } = partSplitter()
  const said = Uint8Array.from([...framed('one'), 255, 255, 255, 255])
  assert.deepEqual(texts(push(said.subarray(0, said.length - 1))), ['one'])
  assert.equal(more(), false)
  assert.deepEqual([push(said.subarray(said.length - 1)).length, rest(), more()], [0, 0, true])
})

test('what was cut off is left over', () => {
  const { push, rest } = partSplitter()
  assert.deepEqual(texts(push(all.subarray(0, all.length - 1))), ['one', ''])
  assert.equal(rest(), 8)
})
