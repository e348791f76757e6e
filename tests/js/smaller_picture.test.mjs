// What is sent of a visitor's photograph: a small one of a large one, and every file as it is where that cannot be.
import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document ??= { documentElement: { lang: 'en' }, addEventListener() {}, hidden: false } // what the kit reads of a page
globalThis.addEventListener ??= () => {}
const { toSmallPicture } = await import('../../app/instruments/kit/smaller_picture.js')
const { readyInBatches } = await import('../../app/instruments/transfer/batches.js')

const MOST = 40e6
const file = (bytes, type = 'image/jpeg', name = 'a.jpg') => new File([new Uint8Array(bytes)], name, { type })
const decoder = (width, height) => {
  const asked = []
  return {
    asked,
    open: async (given, how) => {
      asked.push(how ?? null)
      return { width: how?.resizeWidth ?? width, height: how?.resizeHeight ?? height, close() {} }
    },
  }
}
const draw = async () => new Blob([new Uint8Array(90_000)], { type: 'image/jpeg' })

test('a photograph of a phone is sent with 512 px of its shorter side, under its name', async () => {
  const { open, asked } = decoder(3024, 4032)
  const made = await toSmallPicture(file(3e6), { most: MOST, open, draw })
  assert.deepEqual([made.name, made.type, made.size], ['a.jpg', 'image/jpeg', 90_000])
  assert.deepEqual([asked[1].resizeWidth, asked[1].resizeHeight], [512, 683])
})

test('what is small, of another type, too large in pixels, damaged or grows is sent as it is', async () => {
  const { open } = decoder(4000, 3000)
  const broken = async () => {
    throw new Error('no picture')
  }
  const cases = [
    [file(9e5), { open }],
    [file(3e6, 'image/gif'), { open }],
    [file(3e6), { open, most: 11e6 }],
    [file(3e6), { open: broken }],
    [file(3e6), { open, draw: async () => new Blob([new Uint8Array(4e6)]) }],
    [file(3e6), { open, draw: async () => null }],
    [file(3e6), { open: decoder(500, 400).open }],
    [new Uint8Array(2e6), { open }],
  ]
  for (const [given, how] of cases) assert.equal(await toSmallPicture(given, { most: MOST, draw, ...how }), given)
})

test('files go in order, few at first, never more bytes in a question than it takes', async () => {
  const files = Array.from({ length: 40 }, (_, i) => file(i === 20 ? 15e6 : 8e5, 'image/gif', `${i}.gif`))
  const sent = []
  for await (const batch of readyInBatches(files)) sent.push(batch)
  assert.deepEqual(
    sent.flatMap(({ files: some }) => some.map(({ name }) => name)),
    files.map(({ name }) => name),
  )
  assert.equal(sent[0].files.length, 5)
  assert.equal(sent.at(-1).done, 40)
  for (const { files: some } of sent) assert.ok(some.length === 1 || some.reduce((n, { size }) => n + size, 0) <= 20e6)
})
