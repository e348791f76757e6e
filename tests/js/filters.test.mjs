import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import {
  targetOf,
  familyOf,
  best,
  bodyOf,
  convolutionOf,
  convolutions,
  galleryColumns,
  editOf,
  fromLink,
  listedClasses,
  namedUnit,
  order,
  planesOf,
  toLink,
  twinOf,
  untrained,
  withEdit,
} from '../../app/instruments/filters/settings.js'
import { filesBody } from '../../app/instruments/kit/binary.js'
import { readLink, writeLink } from '../../app/instruments/kit/permalink.js'
import { interpolate, blended, cellAtPixel } from '../../app/instruments/kit/overlay.js'
import { pixelsOf } from '../../app/instruments/filters/filter_picture.js'
import { layout, weightAt } from '../../app/instruments/filters/unit/layout.js'

const network = {
  layers: [
    { name: 'input', kind: 'input' },
    { name: 'conv1', kind: 'convolution' },
    { name: 'relu1', kind: 'activation' },
    { name: 'conv2', kind: 'convolution' },
    { name: 'fc', kind: 'dense' },
  ],
}

test('a layer belongs to the last convolution before it, and what lies before all of them to the first', () => {
  assert.deepEqual(
    convolutions(network).map(layer => layer.name),
    ['conv1', 'conv2'],
  )
  const found = ['input', 'conv1', 'relu1', 'conv2', 'fc', 'unknown'].map(name => convolutionOf(network, name).name)
  assert.deepEqual(found, ['conv1', 'conv1', 'conv1', 'conv2', 'conv2', 'conv1'])
  assert.equal(convolutionOf({ layers: [{ name: 'fc', kind: 'dense' }] }, 'fc'), null)
})

test('a network and its untrained twin name each other', () => {
  const networks = new Map([['lenet5'], ['lenet5@random'], ['alone']])
  assert.equal(twinOf('lenet5', networks), 'lenet5@random')
  assert.equal(twinOf('lenet5@random', networks), 'lenet5')
  assert.equal(twinOf('alone', networks), null)
  assert.ok(untrained('lenet5@random') && !untrained('lenet5'))
})

test('units are sorted by what was chosen, equal ones by number', () => {
  const norms = [1, 3, 3, 2]
  assert.deepEqual(order('number', norms), [0, 1, 2, 3])
  assert.deepEqual(order('norm', norms), [1, 2, 3, 0])
  assert.deepEqual(order('picture', norms, [0, -1, 5, 9]), [3, 2, 0, 1])
  assert.deepEqual(order('picture', norms, null), [1, 2, 3, 0]) // before a picture has come
  assert.deepEqual(order('picture', norms, [1]), [1, 2, 3, 0]) // strengths of another layer
})

test('planes are views of one filter', () => {
  const planes = planesOf(Float32Array.from([9, 1, 2, 3, 4]), [2, 1, 2], 1)
  assert.deepEqual(
    planes.map(plane => [...plane]),
    [
      [1, 2],
      [3, 4],
    ],
  )
})

test('there is one edit a unit, and none for a unit that is as it was', () => {
  const off = { layer: 'conv1', unit: 2, factor: 0, kernel: null }
  let edits = withEdit([], off)
  edits = withEdit(edits, { ...off, unit: 3, factor: -1 })
  edits = withEdit(edits, { ...off, factor: 2 })
  assert.deepEqual(
    edits.map(({ unit, factor }) => [unit, factor]),
    [
      [3, -1],
      [2, 2],
    ],
  )
  assert.equal(editOf(edits, 'conv1', 2).factor, 2)
  assert.deepEqual(editOf(edits, 'conv2', 2), { layer: 'conv2', unit: 2, factor: 1, kernel: null })
  assert.deepEqual(
    withEdit(edits, { ...off, factor: 1 }).map(({ unit }) => unit),
    [3],
  )
  const painted = { ...off, factor: 1, kernel: new Float32Array(2) }
  assert.equal(withEdit([], painted).length, 1)
  const many = Array.from({ length: 64 }, (_, unit) => ({ ...off, unit }))
  assert.equal(withEdit(many, { ...off, unit: 99 }), many)
  assert.equal(withEdit(many, { ...off, unit: 5, factor: 2 }).length, 64)
})

test('a body is its length, the edits, and the rest', () => {
  const edits = [{ layer: 'conv1', unit: 1, factor: -0.5, kernel: Float32Array.from([1, 2]) }]
  const body = bodyOf(edits, Uint8Array.from([7, 8]))
  const length = new DataView(body.buffer).getUint32(0, true)
  assert.deepEqual(JSON.parse(new TextDecoder().decode(body.subarray(4, 4 + length))), [
    { layer: 'conv1', unit: 1, factor: -0.5, kernel: [1, 2] },
  ])
  assert.deepEqual([...body.subarray(4 + length)], [7, 8])
})

test('files travel one behind the other', async () => {
  const body = await filesBody([new Blob([Uint8Array.from([5, 6, 7])]), new Blob([Uint8Array.from([9])])])
  assert.deepEqual([...body], [3, 0, 0, 0, 5, 6, 7, 1, 0, 0, 0, 9])
})

test('the best class is the first of equals', () => {
  assert.equal(best([1, 5, 5]), 1)
})

test('few classes are all listed in their order, many by the untouched answer', () => {
  assert.deepEqual(listedClasses([3, 9, 1], 10), [0, 1, 2])
  assert.deepEqual(listedClasses([3, 9, 1, 9], 2), [1, 3])
})

test('the classes that occur most are columns, in their order', () => {
  assert.deepEqual(galleryColumns([0, 5, 2, 9, 2], 3), [1, 2, 3])
  assert.deepEqual(galleryColumns([0, 0], 3), [])
})

test('a filter is seen as shipped, untrained, and in every network of the visitor that reads such pictures', () => {
  const digits = { channels: 1, height: 28, width: 28 }
  const cards = [
    { key: 'lenet5', title: 'LeNet-5', weights: 'shipped', input: digits },
    { key: 'lenet5@random', title: 'LeNet-5', weights: 'random', input: digits },
    { key: 'mine/a', title: 'Mine', weights: 'trained', input: digits },
    { key: 'mine/b', title: 'Photographs', weights: 'trained', input: { channels: 3, height: 128, width: 128 } },
  ]
  const networks = new Map(cards.map(card => [card.key, card]))
  const family = key => familyOf(networks.get(key), networks)
  const shown = [
    { key: 'lenet5', title: null },
    { key: 'lenet5@random', title: null },
    { key: 'mine/a', title: 'Mine' },
  ]
  assert.deepEqual(family('lenet5'), shown)
  assert.deepEqual(family('lenet5@random'), shown)
  assert.deepEqual(family('mine/b'), [{ key: 'mine/b', title: 'Photographs' }])
})

test('a picture is made for the filter, its middle cell, or a class that there is', () => {
  assert.deepEqual(targetOf('channel', 4, 10), { aimed: 'channel', unit: 4 })
  assert.deepEqual(targetOf('neuron', 4, 10), { aimed: 'neuron', unit: 4 })
  assert.deepEqual(targetOf('class_9', 4, 10), { aimed: 'class', unit: 9 })
  assert.deepEqual(targetOf('class_10', 4, 10), { aimed: 'channel', unit: 4 })
  assert.deepEqual(targetOf(undefined, 4, 10), { aimed: 'channel', unit: 4 })
  assert.equal(fromLink(readLink(writeLink(toLink({ edits: [], aim: 'class_7' })))).aim, 'class_7')
  assert.equal(fromLink(readLink('?made=logit')).aim, 'channel')
})

test('a link carries edits, small painted kernels too', () => {
  const edits = [
    { layer: 'layer1.0.conv1', unit: 12, factor: -1, kernel: null },
    { layer: 'conv1', unit: 0, factor: 1, kernel: Float32Array.from([0.1, -2, 1e-7]) },
  ]
  const said = toLink({ sort: 'norm', scale: 'layer', edits, seed: 4 })
  const query = writeLink(said)
  const found = fromLink(readLink(query))
  assert.deepEqual(found.linked.edits, edits)
  assert.deepEqual([found.sort, found.scale, found.seed], ['norm', 'layer', 4])
  assert.equal(writeLink(toLink({ sort: 'picture', scale: 'filter', edits: [], seed: 0 })), '')
  const large = [{ layer: 'conv1', unit: 0, factor: 1, kernel: new Float32Array(4608) }]
  assert.equal(toLink({ sort: 'picture', scale: 'filter', edits: large, seed: 0 }).surgery, null)
})

test('a link names the unit that no rule would show, and how much of its map covers the picture', () => {
  const at = { layer: 'layer1.0.conv1', first: 3, channel: 7 }
  assert.equal(namedUnit({ ...at, unit: 3 }), null)
  assert.equal(namedUnit({ ...at, unit: 7 }), null)
  const named = namedUnit({ ...at, unit: 0 })
  assert.deepEqual(named, { layer: 'layer1.0.conv1', unit: 0 })
  const found = fromLink(readLink(writeLink(toLink({ edits: [], named, opacity: 0 }))))
  assert.deepEqual([found.linked.named, found.opacity], [named, 0])
  assert.equal(writeLink(toLink({ edits: [], named: null, opacity: 0.85 })), '')
  const wrong = ['7', '_7', 'conv1', 'conv1_', 'conv1_-1', 'conv1_123456', 'a b_1']
  for (const text of wrong) assert.equal(fromLink(readLink(`?unit=${encodeURIComponent(text)}&overlay=1.2`)).linked.named, null, text)
  assert.equal(fromLink(readLink('?overlay=1.2')).opacity, 0.85)
})

test('what no link says is nothing', () => {
  const wrong = [
    'conv1,2',
    'conv1,2,9',
    'conv1,x,0',
    'a b,1,0',
    'conv1,1,0,x',
    'conv1,1,NaN',
    'conv1,1,0~',
    `conv1,1,0${',1'.repeat(700)}`,
    '~'.repeat(80),
  ]
  for (const text of wrong) assert.deepEqual(fromLink(readLink(`?surgery=${encodeURIComponent(text)}`)).linked.edits, [], text)
  assert.equal(fromLink(readLink('?sort=size&tile_scale=x&seed=-3')).sort, 'picture')
})

test('between four cells a map is as bilinear interpolation says, outside as its rim', () => {
  const map = { values: Float32Array.from([0, 2, 4, 10]), shape: [2, 2] }
  assert.equal(interpolate(map, 0, 0), 0)
  assert.equal(interpolate(map, 0.5, 0.5), 4)
  assert.equal(interpolate(map, 0, 0.25), 0.5)
  assert.equal(interpolate(map, -3, 7), 2)
  assert.equal(interpolate(map, 9, 9), 10)
})

test('the middle of a field is where its cell lies', () => {
  const field = { size: [7, 7], stride: [2, 2], offset: [-3, -3], whole: false }
  assert.deepEqual(cellAtPixel(field, [0.5, 4.5]), [0, 2])
  assert.deepEqual(cellAtPixel({ ...field, whole: true }, [3, 3]), [0, 0])
})

test('zero leaves the picture alone, more colour with more value', () => {
  const [light, dark] = ['light', 'dark'].map(theme => blended(theme, 100, 0, 1))
  assert.deepEqual(light.map(Math.round), [143, 143, 143]) // 255 − 0.72 · 155
  assert.deepEqual(dark.map(Math.round), [55, 55, 55])
  const [some, most] = [0.3, 1].map(v => blended('light', 200, v, 1))
  assert.ok(most[2] < some[2] && some[2] < blended('light', 200, 0, 1)[2])
  const faint = blended('light', 200, 1, 0)
  assert.deepEqual(faint, blended('light', 200, 0, 1))
})

test('three planes are a colour, one is on the scale', () => {
  const [red] = pixelsOf([Float32Array.from([1]), Float32Array.from([-1]), Float32Array.from([0])], 1, 'light')
  assert.deepEqual([red & 255, (red >> 8) & 255, (red >> 16) & 255], [255, 0, 128])
  const [zero, positive, negative] = pixelsOf([Float32Array.from([0, 1, -1])], 1, 'light')
  assert.deepEqual([zero & 255, (zero >> 8) & 255, (zero >> 16) & 255], [0xf4, 0xf3, 0xee])
  assert.ok((positive & 255) > ((positive >> 16) & 255) && (negative & 255) < ((negative >> 16) & 255))
})

test('every weight is found where it is drawn', () => {
  for (const shape of [
    [1, 5, 5],
    [3, 7, 7],
    [32, 3, 3],
    [64, 1, 1],
    [6, 1, 7],
  ]) {
    const view = layout(shape, 176)
    const [planes, rows, columns] = shape
    for (let plane = 0; plane < planes; plane++) {
      const box = view.boxes.find(one => one.plane === plane)
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.w <= 176.01 && box.y + box.h <= 176.01, String(shape))
      for (let row = 0; row < rows; row++)
        for (let col = 0; col < columns; col++)
          assert.deepEqual(weightAt(view, shape, box.x + (col + 0.5) * view.cell, box.y + (row + 0.5) * view.cell), { plane, row, col })
    }
  }
  assert.equal(weightAt(layout([3, 7, 7], 176), [3, 7, 7], 170, 170), null) // the fourth box is the colour
})
