// A legend says what a map is painted with: the bar's colours are held against the ones that values get.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { LAST, scaleIndex, ZERO } from '../../app/instruments/kit/colour.js'
import { colourAlong, paintColourBar, placeAlong } from '../../app/instruments/kit/colour_bar.js'

test('a place along the bar has the colour of the value that it stands for', () => {
  for (let part = 0; part <= 1; part += 1 / 64) {
    assert.ok(Math.abs(colourAlong(part, true) - scaleIndex(7 * (2 * part - 1), 7)) <= 1)
    assert.ok(Math.abs(colourAlong(part, false) - scaleIndex(7 * part, 7)) <= 1)
  }
  assert.deepEqual(
    [0, 0.5, 1].map(part => colourAlong(part, true)),
    [0, ZERO, LAST],
  )
  assert.deepEqual(
    [0, 1].map(part => colourAlong(part, false)),
    [ZERO, LAST],
  )
})

test('a scale that is cut ends before its last colour, and never beyond the ends', () => {
  assert.deepEqual(
    [0, 0.5, 1].map(part => colourAlong(part, true, 0.8)),
    [51, 255, 459],
  )
  assert.equal(colourAlong(1, false, 1.5), LAST)
})

test('the mark of a value stands where its colour is, and at an end where it lies beyond', () => {
  assert.deepEqual(
    [-4, 0, 2, 4, 9].map(v => placeAlong(v, 4, true)),
    ['0%', '50%', '75%', '100%', '100%'],
  )
  assert.deepEqual(
    [-4, 0, 2, 4, 9].map(v => placeAlong(v, 4, false)),
    ['0%', '0%', '50%', '100%', '100%'],
  )
})

test('the bar is painted over its whole width, a colour a device pixel', () => {
  globalThis.document ??= { body: { classList: { contains: () => false } } }
  const boxes = []
  const colours = new Set()
  const ctx = {
    set fillStyle(colour) {
      colours.add(colour)
    },
    fillRect: (...box) => boxes.push(box),
  }
  paintColourBar(ctx, 100, 8, 2, true)
  assert.equal(boxes.length, 200)
  assert.deepEqual([boxes[0][0], boxes.at(-1)[0]], [0, 99.5])
  assert.equal(colours.size, 200)
})

test('nothing else on the page paints such a bar', () => {
  const folder = new URL('../../app/instruments/', import.meta.url)
  const own = readdirSync(folder, { recursive: true }).filter(
    name => name.endsWith('.js') && /1 \/ ratio \+|function ramp\(ctx/.test(readFileSync(new URL(name, folder), 'utf8')),
  )
  assert.deepEqual(own, ['kit/colour_bar.js'])
})
