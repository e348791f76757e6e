import test from 'node:test'
import assert from 'node:assert/strict'

const { chooseSpaces, groupOf, zipOf } = await import('../../app/instruments/uses/parking/folder.js')
const { crc32, storedZip } = await import('../../app/instruments/uses/parking/stored_zip.js')

test('the check sum is the one of the standard', () => {
  assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926)
  assert.equal(crc32(new Uint8Array()), 0)
})

test('folders say weather and state, whatever is around them', () => {
  assert.equal(groupOf('PKLotSegmented/PUC/Sunny/2012-09-11/Empty/a.jpg'), 'sunny/empty')
  assert.equal(groupOf('rainy/2013-01-02/OCCUPIED/a.jpg'), 'rainy/occupied')
  for (const path of ['PUC/Sunny/2012-09-11/a.jpg', 'PUC/2012-09-11/Empty/a.jpg', 'Sunny/Empty/more/a.jpg', 'a.jpg', ''])
    assert.equal(groupOf(path), null)
})

test('of each weather and state so many are chosen, evenly along their paths', () => {
  const files = Array.from({ length: 101 }, (_, i) => ({ path: `Sunny/${String(100 - i).padStart(3, '0')}/Empty/a.jpg` }))
  const more = [{ path: 'Rainy/1/Occupied/a.jpg' }, { path: 'notes.txt' }]
  const chosen = chooseSpaces([...files, ...more], 5).map(({ path }) => path)
  assert.deepEqual(chosen, ['000', '025', '050', '075', '100'].map(day => `Sunny/${day}/Empty/a.jpg`).concat('Rainy/1/Occupied/a.jpg'))
  assert.equal(chooseSpaces(files, 1).length, 1)
  assert.deepEqual(chooseSpaces([], 5), [])
})

test('a zip holds every file as it is, behind its name, and lists where it begins', async () => {
  const files = [
    { path: 'Sunny/1/Empty/ação.jpg', bytes: new Uint8Array([1, 2, 3]) },
    { path: 'b', bytes: new Uint8Array(0) },
  ]
  const bytes = new Uint8Array(await storedZip(files).arrayBuffer())
  const view = new DataView(bytes.buffer)
  const end = bytes.length - 22
  assert.equal(view.getUint32(end, true), 0x06054b50)
  assert.equal(view.getUint16(end + 10, true), 2)
  let at = view.getUint32(end + 16, true)
  for (const { path, bytes: content } of files) {
    assert.equal(view.getUint32(at, true), 0x02014b50)
    const length = view.getUint16(at + 28, true)
    const name = bytes.subarray(at + 46, at + 46 + length)
    assert.equal(new TextDecoder().decode(name), path)
    const begin = view.getUint32(at + 42, true)
    assert.equal(view.getUint32(begin, true), 0x04034b50)
    assert.deepEqual(bytes.slice(begin + 30 + length, begin + 30 + length + content.length), content)
    at += 46 + length
  }
  assert.equal(at, end)
  const same = await zipOf(files.map(({ path, bytes }) => ({ path, file: () => new File([bytes], path) })))
  assert.deepEqual(new Uint8Array(await same.arrayBuffer()), bytes)
})
