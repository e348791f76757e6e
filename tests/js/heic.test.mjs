import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isHeic, toReadableFile } from '../../app/instruments/kit/heic.js'

const box = (...brands) => {
  const [major, ...others] = brands
  const words = ['ftyp', major, '\0\0\0\0', ...others].join('')
  return new Uint8Array([0, 0, 0, 4 + words.length, ...[...words].map(c => c.charCodeAt(0)), ...new Array(40).fill(7)])
}
const photograph = new File([box('heic', 'mif1', 'heic')], 'IMG_0001.HEIC')

test('a HEIC is known by its brands, and an AVIF is none', () => {
  for (const brands of [['heic', 'mif1'], ['mif1', 'heic'], ['hevc'], ['msf1'], ['mif1']])
    assert.equal(isHeic(box(...brands)), true, brands)
  for (const brands of [
    ['avif', 'mif1'],
    ['mif1', 'avif', 'heic'],
    ['isom', 'mp42'],
  ])
    assert.equal(isHeic(box(...brands)), false, brands)
  assert.equal(isHeic(new Uint8Array([0x89, 0x50])), false)
})

test('what the browser decodes goes on as a JPEG of the same name', async () => {
  let closed = 0
  const open = async file => ({ of: file.name, close: () => closed++ })
  const draw = async bitmap => new Blob([bitmap.of], { type: 'image/jpeg' })
  const made = await toReadableFile(photograph, { open, draw })
  assert.deepEqual([made.name, made.type, await made.text(), closed], ['IMG_0001.HEIC', 'image/jpeg', 'IMG_0001.HEIC', 1])
})

test('what it does not decode, and everything else, stays as it is', async () => {
  const refuse = async () => {
    throw new Error('no decoder')
  }
  assert.equal(await toReadableFile(photograph, { open: refuse }), photograph)
  assert.equal(await toReadableFile(photograph, { open: undefined }), photograph)
  const png = new File([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], 'a.png')
  assert.equal(await toReadableFile(png, { open: () => assert.fail('it was decoded') }), png)
  const strokes = new Uint8Array([1, 1, 0, 5, 5])
  assert.equal(await toReadableFile(strokes), strokes)
})
