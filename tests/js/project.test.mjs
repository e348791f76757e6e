import assert from 'node:assert/strict'
import { test } from 'node:test'
import { packFiles, holdsProject, isZip, runsToJson, runsWith, unpackFiles } from '../../app/instruments/kit/project.js'

const row = (race, accuracy = 0.9) => ({
  race,
  lane: 0,
  settings: { data: 'mnist' },
  epoch: 3,
  how: 'done',
  train: [0.1, 1],
  validation: [NaN, accuracy],
  seeds: 1,
  mean: 90,
  sd: NaN,
  kept: '',
})

test('files behind one another come back under their names', async () => {
  const files = [
    ['project.json', new Blob(['{}'])],
    ['rosas ção/001.png', new Uint8Array([0, 1, 255])],
    ['empty', new Blob([])],
  ]
  const found = unpackFiles(await packFiles(files).arrayBuffer())
  assert.deepEqual(
    found.map(([name, data]) => [name, [...data]]),
    [
      ['project.json', [123, 125]],
      ['rosas ção/001.png', [0, 1, 255]],
      ['empty', []],
    ],
  )
})

test('a zip is a project where it names a project.json, at its beginning or among what it lists', async () => {
  const filler = new Uint8Array(3 << 20)
  assert.equal(await holdsProject(new Blob(['PK\x03\x04 project.json', filler])), true)
  assert.equal(await holdsProject(new Blob(['PK\x03\x04', filler, 'PK\x01\x02 my work/project.json PK\x05\x06'])), true)
  assert.equal(await holdsProject(new Blob(['PK\x03\x04 roses/1.png', filler])), false)
  assert.equal(
    isZip({ name: 'A.ZIP', type: '' }) && isZip({ name: '', type: 'application/zip' }) && !isZip({ name: 'a.png', type: 'image/png' }),
    true,
  )
})

test('what is no number is null on its way, and none again on the page', () => {
  const [said] = runsToJson([row(1)])
  assert.deepEqual(JSON.parse(JSON.stringify(said)), { ...row(1), validation: [null, 0.9], sd: null })
  const [back] = runsWith([], [said])
  assert.deepEqual(back, row(1))
})

test('a project’s rows come on top with numbers of their own, and none twice', () => {
  const there = [row(2, 0.7), row(1, 0.6)]
  const given = runsToJson([row(2, 0.8), row(1, 0.6)])
  const all = runsWith(there, given)
  assert.deepEqual(
    all.map(({ race, validation }) => [race, validation[1]]),
    [
      [4, 0.8],
      [2, 0.7],
      [1, 0.6],
    ],
  )
  assert.equal(runsWith(all, given), all)
})
