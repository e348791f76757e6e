import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approximate, halfStep, scaleOf, units } from '../../app/instruments/look/maps/values.js'
import { movedCell, onArrowKey } from '../../app/instruments/look/maps/arrow_keys.js'
import { strongest } from '../../app/instruments/look/largest_cell.js'
import { shortened } from '../../app/instruments/look/layer_names.js'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { inCell, layout } = await import('../../app/instruments/look/maps/single_channel.js')
const { lineAt, lineBox, listLayout, neighbours, rowsLayout } = await import('../../app/instruments/look/maps/bars.js')
const { boxOf, cellAtPoint } = await import('../../app/instruments/look/maps/view.js')
const { aboutKind, facts, kindOf, readout, table } = await import('../../app/instruments/look/maps/captions.js')
const { channelName } = await import('../../app/instruments/kit/channels.js')
const { tileLayout } = await import('../../app/instruments/kit/geometry.js')

const styles = { line: 18, size: 14 }
const maps = {
  shape: [2, 5, 5],
  size: [2, 3, 3],
  factor: 2,
  minimum: -1,
  maximum: 4,
  low: Float32Array.of(-1, 0),
  step: Float32Array.of(0.01, 0.5),
  codes: Uint8Array.from({ length: 18 }, (_, i) => i),
}

test('a reduced map says of a cell what its area says, at the edge too', () => {
  assert.equal(approximate(maps, 1, 0, 0), 0.5 * 9)
  assert.equal(approximate(maps, 1, 1, 1), 0.5 * 9)
  assert.equal(approximate(maps, 1, 4, 4), 0.5 * 17)
  assert.equal(halfStep(maps), 0.25)
})

test('a vector whose units have scales of their own is exact, one with a common scale is not', () => {
  const own = units({ shape: [3], low: Float32Array.of(1, -2, 3), step: Float32Array.of(0, 0, 0), codes: new Uint8Array(3) })
  assert.deepEqual([[...own.values], own.exact], [[1, -2, 3], true])
  const common = units({ shape: [3], low: Float32Array.of(1), step: Float32Array.of(0.5), codes: Uint8Array.of(0, 2, 4) })
  assert.deepEqual([[...common.values], common.exact], [[1, 2, 3], false])
})

test('scales: by channel from its codes or its exact values, by layer, by network', () => {
  const d = {
    maps,
    seen: {
      layers: [
        { minimum: 0, maximum: 9 },
        { minimum: -1, maximum: 4 },
      ],
    },
  }
  assert.equal(scaleOf(d, 'layer', 1).end, 4)
  assert.equal(scaleOf(d, 'network', 1).end, 9)
  assert.equal(scaleOf(d, 'channel', 1).end, 0.5 * 255)
  assert.equal(scaleOf(d, 'channel', 1, Float32Array.of(-7, 2)).end, 7)
  assert.equal(scaleOf(d, 'channel', null).end, null)
  assert.ok(scaleOf(d, 'channel', 1).signed, 'the layer has a negative half, so has every channel')
})

test('arrows: channels in the overview, cells with Shift or enlarged, nothing beyond the edge', () => {
  const d = { count: 6, height: 4, width: 4, pin: null, vector: false }
  const view = { mode: 'tiles', columns: 3 }
  const to = (key, hover, more = {}) => movedCell({ d: { ...d, ...more }, view, hover, key, shift: more.shift })
  const at = { channel: 1, row: 2, col: 3 }
  assert.deepEqual(to('ArrowRight', at), { ...at, channel: 2 })
  assert.deepEqual(to('ArrowDown', at), { ...at, channel: 4 })
  assert.deepEqual(to('ArrowDown', { ...at, channel: 5 }), { ...at, channel: 5 })
  assert.deepEqual(to('ArrowRight', at, { shift: true }), at)
  assert.deepEqual(to('ArrowUp', at, { pin: 1 }), { ...at, row: 1 })
  assert.deepEqual(to('ArrowUp', null), { channel: 0, row: 2, col: 2 })
  const vector = { ...d, vector: true, count: 120 }
  assert.equal(movedCell({ d: vector, view: { mode: 'rows', columns: 40 }, hover: { channel: 5 }, key: 'ArrowDown' }).channel, 45)
  assert.equal(
    movedCell({ d: vector, view: { mode: 'list', list: { columns: 1, rows: 10 } }, hover: { channel: 5 }, key: 'ArrowUp' }).channel,
    4,
  )
})

test('keys of the canvas: Enter enlarges, Page Down goes on, others are left alone', () => {
  const did = []
  const d = { count: 6, height: 4, width: 4, pin: null, vector: false }
  const press = (key, more) => {
    let used = false
    onArrowKey(
      {
        key,
        preventDefault() {
          used = true
        },
        stopPropagation() {},
      },
      {
        d,
        view: { mode: 'tiles', columns: 3 },
        hover: { channel: 2, row: 0, col: 0 },
        point: p => did.push(['point', p.channel]),
        pin: c => did.push(['pin', c]),
        ...more,
      },
    )
    return used
  }
  assert.deepEqual([press('Enter'), press('PageDown'), press('PageDown', { d: { ...d, pin: 5 } }), press('x')], [true, true, true, false])
  assert.deepEqual(did, [
    ['pin', 2],
    ['point', 3],
    ['pin', 5],
    ['point', 5],
  ])
})

test('what is pointed at stands where it is marked: tiles, one channel, rows, lines', () => {
  const middle = box => [box.x + box.width / 2, box.y + box.height / 2]
  const tiles = { mode: 'tiles', ...tileLayout({ count: 6, height: 28, width: 28, roomWidth: 632, roomHeight: 390 }) }
  const cell = { channel: 4, row: 27, col: 3 }
  assert.deepEqual(cellAtPoint(tiles, { pin: null }, ...middle(boxOf(tiles, cell))), cell)
  const { view } = layout({ height: 28, width: 28, roomWidth: 632, roomHeight: 390, styles, ratio: 1 })
  const pinned = { mode: 'pinned', ...view }
  assert.deepEqual(cellAtPoint(pinned, { pin: 4 }, ...middle(boxOf(pinned, cell))), cell)
  assert.equal(cellAtPoint(pinned, { pin: 4 }, 600, 100), null)
  const rows = { mode: 'rows', ...rowsLayout(4096, 632, 390, styles, 1) }
  const unit = { channel: 4095, row: 0, col: 0 }
  assert.deepEqual(cellAtPoint(rows, { pin: null }, ...middle(boxOf(rows, unit))), unit)
  for (const list of [listLayout(10, 632, 390, styles), listLayout(30, 632, 390, styles), neighbours(4090, 4096, 632, 390, styles)]) {
    const last = { channel: list.first + list.count - 1, row: 0, col: 0 }
    const lines = { mode: 'list', list }
    assert.deepEqual(cellAtPoint(lines, { pin: null }, ...middle(boxOf(lines, last))), last)
    const box = lineBox(list, last.channel)
    assert.ok(box.y + box.height <= 390 + 1e-6 && box.x + box.width <= 632 + 1e-6)
    assert.equal(lineAt(list, 5, 10_000), null)
  }
  assert.equal(listLayout(200, 632, 390, styles), null)
})

test('an enlarged channel and its panel share the place without overlapping, wide or narrow', () => {
  for (const [roomWidth, roomHeight] of [
    [632, 390],
    [358, 620],
    [584, 300],
  ])
    for (const side of [4, 28, 112, 224]) {
      const { view, panel } = layout({ height: side, width: side, roomWidth, roomHeight, styles, ratio: 1 })
      const right = side * view.cell
      const bottom = view.label + side * view.cell
      assert.ok(right <= roomWidth && bottom <= roomHeight)
      assert.ok(panel.x >= right || panel.y >= bottom)
      assert.ok(panel.x + panel.width <= roomWidth + 1e-6)
      assert.ok(Math.max(right, bottom) > 0.5 * Math.min(roomWidth, roomHeight), 'the map is the larger part')
    }
})

test('numbers in cells stay short', () => {
  assert.deepEqual([0, -1.234, 123.45, 1234.5, 1e7, NaN].map(inCell), ['0.00', '−1.23', '123.5', '1\u202f235', '1.0·10⁷', 'NaN'])
})

test('long names of layers keep their end', () => {
  assert.equal(shortened('features.12.block.0.0'), '…12.block.0.0')
  assert.equal(shortened('layer1.0.conv1'), 'layer1.0.conv1')
  assert.equal(shortened('layer1.0.conv1', 9), '…0.conv1')
  assert.equal(shortened('features.0', 9), '…atures.0') // a digit alone would say nothing
  assert.equal(shortened('a_single_very_long_name'), '…very_long_name')
})

const said = {
  parameters: '{n} parameters',
  no_parameters: 'none',
  pixels: '{h} × {w} px',
  corner: 'row {y}, column {x}',
  whole: 'all of it',
}
const convolution = {
  title: 'conv 5×5',
  shape: [1024, 10, 10],
  parameters: 154624,
  formula: '(5·5·6 + 1)·1,024 = 154,624',
  macs: 15360000,
  connections: 15462400,
  receptive_field: { size: [14, 12], stride: [2, 1], offset: [-3, 0], whole: false },
}

test('the facts of a layer: its shape, its formula, its costs, its field', () => {
  assert.deepEqual(facts({ layer: convolution }, said), ['conv 5×5', '1024×10×10', '154\u202f624 parameters'])
  assert.deepEqual(table(convolution, said), [
    ['shape', '1\u202f024 × 10 × 10'],
    ['learnt', '(5·5·6 + 1)·1\u202f024 = 154\u202f624'],
    ['macs', '15\u202f360\u202f000'],
    ['connections', '15\u202f462\u202f400'],
    ['field', '14 × 12 px'],
    ['stride', '2 × 1 px'],
    ['offset', 'row −3, column 0'],
  ])
})

test('where a cell sees everything its field has no step and no place; what has learned nothing says 0', () => {
  const gate = { ...convolution, shape: [10], parameters: 0, formula: '', macs: 0, connections: 0 }
  gate.receptive_field = { ...convolution.receptive_field, whole: true }
  assert.deepEqual(
    table(gate, said).map(([, value]) => value),
    ['10', '0', '0', '0', 'all of it'],
  )
  assert.equal(facts({ layer: gate }, said)[2], 'none')
})

test('channels of a colour picture are R, G, B; of anything else, numbers', () => {
  const colour = { input: { channels: 3 } }
  assert.deepEqual(
    [0, 1, 2].map(c => channelName(colour, 'input', c)),
    ['R', 'G', 'B'],
  )
  assert.equal(channelName({ input: { channels: 1 } }, 'input', 0), '0')
  assert.equal(channelName(colour, 'conv1', 2), '2')
  const d = { vector: false, pin: null, count: 3, called: c => channelName(colour, 'input', c) }
  assert.equal(readout(d, { channel: 1, row: 2, col: 3, value: 0.5, exact: true }, { read: '{c} {row} {col}' }), 'G 2\u00a03')
})

test('what an activation is comes before how its colours are rounded, and the softmax says that it has T = 1', () => {
  const t = { help_activation: 'A number.', about_scale: 'off by {error}', probability: 'p', probability_one: 'p, T = 1', activation: 'a' }
  const d = { layer: { kind: 'convolution' }, maps }
  assert.match(aboutKind(d, { ...t, about_reduced: '' }), /^A number\. off by/)
  assert.equal(kindOf({ layer: { kind: 'softmax' }, temperature: 2 }, t), 'p, T = 1')
  assert.equal(kindOf({ layer: { kind: 'softmax' }, temperature: 1 }, t), 'p')
})

test('the strongest cell is that of the largest |value|, of one channel or of all', () => {
  const codes = Uint8Array.from({ length: 18 }, (_, i) => (i === 5 ? 0 : 100)) // channel 0: −1 at cell 5, else 0
  const some = { ...maps, low: Float32Array.of(-1, 0), step: Float32Array.of(0.01, 0.02), codes }
  assert.deepEqual(strongest(some, 0), { channel: 0, row: 2, col: 4 })
  assert.deepEqual(strongest(some, null), { channel: 1, row: 0, col: 0 })
})
