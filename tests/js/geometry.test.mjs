import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  tileLayout,
  barLayout,
  asMaps,
  barAt,
  cellAt,
  tileCorner,
  isVector,
  receptiveWindow,
  sideFor,
  statistics,
} from '../../app/instruments/kit/geometry.js'

const ROOMS = [
  [632, 390],
  [1074, 700],
  [358, 374],
  [484, 300],
]
const SHAPES = [
  [1, 28, 28],
  [6, 28, 28],
  [16, 10, 10],
  [64, 112, 112],
  [256, 14, 14],
  [512, 7, 7],
  [2048, 7, 7],
  [3, 224, 224],
  [96, 56, 30],
]

test('tiles lie inside their place, apart from each other, and every cell is found where it stands', () => {
  for (const [roomWidth, roomHeight] of ROOMS)
    for (const [count, height, width] of SHAPES)
      for (const ratio of [1, 2]) {
        const view = tileLayout({ count, height, width, roomWidth, roomHeight, ratio })
        const last = tileCorner(view, count - 1)
        assert.ok(view.columns * view.rows >= count)
        assert.ok(tileCorner(view, Math.min(count, view.columns) - 1).x + width * view.cell <= roomWidth + 0.5, 'too wide')
        assert.ok(last.y + height * view.cell <= roomHeight + 0.5, `too high: ${[count, height, roomWidth, roomHeight]}`)
        assert.ok(view.columns === 1 || view.across >= width * view.cell, 'tiles overlap')
        for (const slot of [0, count >> 1, count - 1])
          for (const [row, col] of [
            [0, 0],
            [height - 1, width - 1],
            [height >> 1, width >> 2],
          ]) {
            const { x, y } = tileCorner(view, slot)
            assert.deepEqual(cellAt(view, x + (col + 0.5) * view.cell, y + (row + 0.5) * view.cell), { slot, row, col })
          }
        assert.equal(cellAt(view, -1, 5), null)
        assert.equal(cellAt(view, roomWidth + 99, 5), null)
      }
})

test('no arrangement of columns gives larger tiles', () => {
  const best = tileLayout({ count: 64, height: 112, width: 112, roomWidth: 632, roomHeight: 390 })
  for (let columns = 1; columns <= 64; columns++) {
    // the rule written out without labels: rows of tiles, 8 px apart
    const rows = Math.ceil(64 / columns)
    const side = Math.min((632 - 8 * (columns - 1)) / columns, (390 - 8 * (rows - 1)) / rows)
    assert.ok(Math.floor(side) <= best.cell * 112 + 1e-6, `${columns} columns: ${side}`)
  }
})

test('channels have numbers where a tile is large enough', () => {
  assert.ok(tileLayout({ count: 6, height: 28, width: 28, roomWidth: 632, roomHeight: 390 }).label > 0)
  assert.equal(tileLayout({ count: 512, height: 7, width: 7, roomWidth: 632, roomHeight: 390 }).label, 0)
})

test('bars: every unit has a place, of at least a device pixel where there is room, and is found there', () => {
  for (const [roomWidth, roomHeight] of ROOMS)
    for (const count of [48, 84, 120, 400, 1000, 4096, 9216, 25088]) {
      const view = barLayout({ count, roomWidth, roomHeight })
      assert.ok(
        view.columns * view.rows >= count && view.rows * view.down <= roomHeight && view.columns * view.bar <= roomWidth + 1e-6,
        `${count}`,
      )
      assert.ok(view.bar >= 1 || count > roomWidth * (roomHeight / 8), `${count} units are ${view.bar} px wide`)
      for (const unit of [0, count >> 1, count - 1]) {
        const x = ((unit % view.columns) + 0.5) * view.bar
        const y = (Math.floor(unit / view.columns) + 0.5) * view.down
        assert.equal(barAt(view, x, y), unit)
      }
    }
  assert.equal(barLayout({ count: 4096, roomWidth: 590, roomHeight: 390 }).columns, 256) // a round number in every row
})

test('shapes: maps, one plane, a vector', () => {
  assert.deepEqual(
    [asMaps([6, 28, 28]), asMaps([5, 7]), asMaps([120])],
    [
      [6, 28, 28],
      [1, 5, 7],
      [120, 1, 1],
    ],
  )
  assert.deepEqual([isVector([120]), isVector([512, 1, 1]), isVector([6, 28, 28])], [true, true, false])
})

test('the side asked for is what can be shown, bounded in bytes', () => {
  const room = { width: 632, height: 390, line: 18, ratio: 1 }
  for (const shape of SHAPES) {
    const [count, height, width] = shape
    const side = sideFor(shape, room)
    const factor = Math.ceil(Math.max(height, width) / side)
    const { cell } = tileLayout({ count, height, width, roomWidth: room.width, roomHeight: room.height })
    const points = Math.ceil(Math.max(height, width) / factor)
    const px = cell * Math.max(height, width)
    assert.ok(count * Math.ceil(height / factor) * Math.ceil(width / factor) <= 700_000, `${shape}`)
    assert.ok(points >= Math.min(Math.max(height, width), Math.floor(px / 2)), `${shape}: ${points} points on ${px} px`)
  }
  assert.equal(sideFor([6, 28, 28], room), 28)
})

test('a cell sees what its convolutions touch', () => {
  // Oracle: mark one input pixel after the other and see which cells of a 5 × 5 convolution (padding 2) and a 2 × 2 pooling read it.
  const reads = (row, pixel) => [0, 1].some(i => [0, 1, 2, 3, 4].some(k => 2 * row + i + k - 2 === pixel))
  const field = { size: [6, 6], stride: [2, 2], offset: [-2, -2], whole: false }
  for (const row of [0, 5, 13]) {
    const seen = Array.from({ length: 28 }, (_, p) => p).filter(p => reads(row, p))
    const { top, bottom, whole } = receptiveWindow(field, row, 3, 28, 28)
    assert.deepEqual([top, bottom], [seen[0], seen.at(-1) + 1])
    assert.equal(whole, false)
  }
  assert.deepEqual(receptiveWindow({ ...field, whole: true }, 0, 0, 28, 30), { top: 0, left: 0, bottom: 28, right: 30, whole: true })
})

test('statistics add up, and leave out what is no number', () => {
  const s = statistics([0, 0, 1, -3, NaN, Infinity, 2], 5)
  assert.deepEqual([s.count, s.finite, s.zeros, s.minimum, s.maximum, s.mean], [7, 5, 2, -3, 2, 0])
  assert.deepEqual(s.histogram, [1, 0, 0, 2, 2])
  assert.equal(statistics(new Float32Array(9)).histogram[0], 9)
  assert.ok(Number.isNaN(statistics([NaN]).mean))
})
