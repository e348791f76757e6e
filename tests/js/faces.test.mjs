import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' }, baseURI: 'http://here/' } // what the language and the server's place are read from
const { FATES, windowQuestion } = await import('../../app/instruments/uses/face_answer.js')
const { boxesOf, counts, landmarksOf, left, pyramidScale, STEPS } = await import('../../app/instruments/uses/faces/steps.js')

const { kept, overlapped, thrownOut } = FATES
/** P-Net read on two levels, R-Net three windows, O-Net two. */
const FOUND = {
  width: 200,
  height: 100,
  levels: [
    { width: 60, height: 30 },
    { width: 40, height: 20 },
  ],
  stages: [
    {
      network: 'pnet',
      windows: [0, 0, 40, 40, 100, 20, 140, 60, 50, 10, 110, 70],
      boxes: [],
      scores: [0.9, 0.8, 0.7],
      fates: [kept, overlapped, kept],
      parents: [0, 0, 1],
    },
    {
      network: 'rnet',
      windows: [0, 0, 40, 40, 50, 10, 110, 70],
      boxes: [1, 1, 39, 39, 52, 12, 108, 68],
      scores: [0.9, 0.2],
      fates: [kept, thrownOut],
      parents: [0, 2],
    },
    {
      network: 'onet',
      windows: [1.4, 1, 39, 38.6, 2, 2, 30, 30],
      boxes: [3, 3, 35, 37, 4, 4, 20, 20],
      scores: [0.99, 0.98],
      fates: [kept, overlapped],
      parents: [0, 0],
    },
  ],
  landmarks: Array.from({ length: 20 }, (_, i) => i),
}

test('windows are counted by what became of them', () => {
  assert.deepEqual(counts(FOUND.stages[0]), { kept: 2, overlapped: 1, thrownOut: 0 })
  assert.deepEqual(counts(FOUND.stages[1]), { kept: 1, overlapped: 0, thrownOut: 1 })
  assert.deepEqual(
    Object.keys(STEPS).map(step => left(FOUND, step)),
    [3, 2, 1, 1],
  )
})

test('all of P-Net are its windows, the largest first, of one level where one is chosen', () => {
  assert.deepEqual(
    boxesOf(FOUND, 'all').map(({ i }) => i),
    [2, 0, 1],
  )
  assert.deepEqual(
    boxesOf(FOUND, 'kept').map(({ i }) => i),
    [2, 0],
  )
  assert.deepEqual(
    boxesOf(FOUND, 'all', 1).map(({ i, corners }) => [i, corners]),
    [[2, [50, 10, 110, 70]]],
  )
})

test('what a network keeps lies where it puts it, what it throws out where it read it', () => {
  const [out, stays] = boxesOf(FOUND, 'rnet')
  assert.deepEqual([out.corners, out.kept], [[50, 10, 110, 70], false])
  assert.deepEqual([stays.corners, stays.kept, stays.at, stays.score], [[1, 1, 39, 39], true, 1, 0.9])
})

test('only faces that stay have landmarks', () => {
  assert.deepEqual(landmarksOf(FOUND), [
    [
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
      [8, 9],
    ],
  ])
})

test('the pyramid stands in its row: as high as it, as wide as it, never larger than twice', () => {
  assert.equal(pyramidScale(FOUND.levels, 1000, 45, 6), 1.5)
  assert.equal(pyramidScale(FOUND.levels, 106, 300, 6), 1)
  assert.equal(pyramidScale(FOUND.levels, 1000, 300, 6), 2)
  assert.equal(pyramidScale([], 0, 0, 6), 0.1)
})

test('a window of P-Net lies on the grid of its level, another in the picture', () => {
  assert.deepEqual(windowQuestion(FOUND, 0, 2), { network: 'pnet', window: '10,2,22,14', size: '40,20' })
  assert.deepEqual(windowQuestion(FOUND, 2, 0), { network: 'onet', window: '1,1,39,39' })
})
