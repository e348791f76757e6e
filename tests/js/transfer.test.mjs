import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import { readLink, START, writeLink } from '../../app/instruments/kit/permalink.js'
import { headOf, isStepwise, takes } from '../../app/instruments/transfer/heads.js'
import * as transfer from '../../app/instruments/transfer/settings.js'
import { describeRejected } from '../../app/instruments/transfer/examples/rejected_files.js'
import { besideOf } from '../../app/instruments/kit/names.js'

import { remaining, nextFocus, NONE, withPicked, neighbourByKey } from '../../app/instruments/transfer/examples/selection.js'
import { told as toldOf } from '../../app/instruments/transfer/examples/import_text.js'

// The link

test('a link carries set, line, head and numbers, and nothing that is as at the start', () => {
  const set = {
    set: 'shapes',
    each: 60,
    line: 'layer3.0.conv1',
    head: 'net',
    hidden: 32,
    dropout: 0.5,
    epochs: 12,
    rate: 0.00005,
    batch: 8,
    seed: 7,
    views: 4,
    weigh: 1,
    untouched: 1,
    view: 'scratch',
    tool: 'camera',
    place: 0,
    keep: 1,
    cell: [2, 0],
  }
  const said = readLink(writeLink({ ...START, ...transfer.toLink(set) }))
  assert.deepEqual(transfer.fromLink(said), set)
  assert.equal(writeLink({ ...START, ...transfer.toLink(transfer.FIRST) }), '')
})

test('what a link may not say counts as absent', () => {
  const said = readLink(
    '?taught=<b>&taught_each=31&freeze=a/b&head=a/tree&hidden=-1&head_dropout=2&teach_epochs=1.5&teach_rate=0&teach_batch=999&teach_seed=x&teach_views=99&untouched=2&class_weights=2&teach_view=all&teach_tool=fax&teach_class=-1&teach_keep=2&teach_cell=3',
  )
  assert.deepEqual(transfer.fromLink(said), transfer.FIRST)
})

// Plans

const settings = transfer.FIRST
const heads = [
  { key: 'linear', choice: 'net', stepwise: true, settings: [], why_unweighted: null },
  { key: 'mlp', choice: 'net', stepwise: true, settings: ['hidden', 'dropout'], why_unweighted: null },
  { key: 'svm', choice: 'svm', stepwise: false, settings: [], why_unweighted: null },
  { key: 'nearest', choice: 'nearest', stepwise: false, settings: [], why_unweighted: 'no loss' },
]
test('a plan says what the server needs and leaves its defaults to the place of the line', () => {
  assert.deepEqual(transfer.planOf(settings, { network: 'lenet5', heads }), {
    network: 'lenet5',
    freeze: 'all',
    head: 'linear',
    batch: 16,
    seed: 0,
    untouched: false,
  })
  const more = transfer.planOf(
    { ...settings, line: 'fc1', hidden: 20, dropout: 0.1, epochs: 3, rate: 0.01, views: 2 },
    { network: 'lenet5', heads, augmentation: [{ transform: 'rotation' }], name: 'x' },
  )
  assert.deepEqual(more, {
    network: 'lenet5',
    freeze: 'fc1',
    head: 'mlp',
    batch: 16,
    seed: 0,
    untouched: false,
    hidden: 20,
    dropout: 0.1,
    views: 2,
    augmentation: [{ transform: 'rotation' }],
    epochs: 3,
    learning_rate: 0.01,
    name: 'x',
  })
  assert.equal(transfer.planOf({ ...settings, head: 'svm', hidden: 20 }, { network: 'a', heads }).head, 'svm')
})

test('a head that nobody has named here is asked for by what it says of itself', () => {
  const fresh = { key: 'prototypes', choice: 'prototypes', stepwise: false, settings: ['dropout'], why_unweighted: 'it has no loss' }
  const wider = [...heads, fresh]
  const plan = transfer.planOf({ ...settings, head: 'prototypes', hidden: 20, weigh: 1 }, { network: 'a', heads: wider })
  assert.deepEqual(plan, { network: 'a', freeze: 'all', head: 'prototypes', batch: 16, seed: 0, untouched: false, dropout: 0.2 })
  assert.deepEqual([isStepwise(wider, 'prototypes'), isStepwise(wider, 'net'), isStepwise([], 'prototypes')], [false, true, true])
  assert.deepEqual([takes(wider, 'net', 'hidden'), takes(wider, 'prototypes', 'hidden')], [true, false])
  assert.equal(headOf(wider, { head: 'gone', hidden: 0 }), null)
})

const classes = (...counts) =>
  counts.map((n, id) => ({
    id,
    name: `c${id}`,
    enabled: true,
    examples: Array.from({ length: n }, (_, i) => 100 * id + i),
    learned: n - 2,
    checked: 2,
  }))

test('what decides the outcome decides the signature, and the name does not', () => {
  const plan = name => transfer.planOf(settings, { network: 'lenet5', heads, name })
  const at = (p, c) => transfer.signature(p, c)
  assert.equal(at(plan('a'), classes(5, 5)), at(plan('b'), classes(5, 5)))
  assert.notEqual(at(plan('a'), classes(5, 5)), at(plan('a'), classes(5, 6)))
  const off = classes(5, 5, 5)
  off[2].enabled = false
  assert.equal(at(plan('a'), off), at(plan('a'), classes(5, 5)))
})

test('it says what is missing: classes first, then pictures', () => {
  assert.deepEqual(transfer.whatIsMissing(classes(9)), { classes: 1 })
  assert.deepEqual(transfer.whatIsMissing(classes(9, 4)), { few: 'c1', has: 4 })
  assert.equal(transfer.whatIsMissing(classes(5, 5)), null)
  assert.deepEqual(transfer.counted(classes(7, 5)), [8, 4, 0])
  assert.deepEqual(transfer.counted([{ learned: 20, checked: 10, untouched: 7 }]), [20, 10, 7])
})

// The bar

const places = [
  { layer: 'conv1', after: 'input', weights: 100 },
  { layer: 'layer1.0.conv1', after: 'maxpool', weights: 90 },
  { layer: 'layer2.0.conv1', after: 'layer1.1.relu:2', weights: 60 },
  { layer: 'fc', after: 'flatten', weights: 0 },
]

test('columns are the blocks between the places, with what they weigh', () => {
  assert.deepEqual(transfer.columns(places), [
    { name: 'conv1', shows: 'maxpool', weights: 10 },
    { name: 'layer1.0', shows: 'layer1.1.relu:2', weights: 30 },
    { name: 'layer2.0', shows: 'flatten', weights: 60 },
    { name: 'fc', shows: null, weights: null },
  ])
})

test('a place and its setting name each other', () => {
  for (let i = 0; i < places.length; i++) assert.equal(transfer.placeOf(places, transfer.lineAt(places, i)), i)
  assert.deepEqual(
    [0, 1, 3].map(i => transfer.lineAt(places, i)),
    ['none', 'layer1.0.conv1', null],
  )
  assert.equal(transfer.placeOf(places, 'layer2'), 2)
  assert.equal(transfer.placeOf(places, 'of another network'), 3)
})

test('a line that a network does not have goes to the nearest that it has', () => {
  const layers = ['conv1', 'layer1.0.conv1', 'layer1.1.conv1', 'layer2.0.conv1', 'layer2.1.conv1', 'fc']
  const at = (line, more = {}) => transfer.settled(places, line, { layers, ...more })
  for (const line of [null, 'none', 'layer1.0.conv1', 'layer2']) assert.equal(at(line), line, 'what it has stays')
  assert.equal(at('layer1.1.conv1'), 'layer1.0.conv1', 'a place that is not shown counts for its block')
  const before = ['c', 'd', 'e', 'f', 'g'].map(layer => ({ layer }))
  assert.deepEqual(
    ['c', 'd', 'f', 'g'].map(line => at(line, { before })),
    ['none', 'layer1.0.conv1', 'layer2.0.conv1', null],
    'of another network: as deep',
  )
  assert.equal(at('layer4.1.conv2'), 'layer2.0.conv1', 'of a link: the block with its name')
  assert.equal(at('fire9.expand'), null, 'else the head')
})

test('classes of very different sizes are told, and what always saying one of them would score', () => {
  assert.equal(transfer.uneven(classes(30, 21)), null)
  assert.deepEqual(transfer.uneven(classes(30, 20, 25)), { most: { name: 'c0', n: 30 }, least: { name: 'c1', n: 20 } })
  const off = classes(30, 10)
  off[1].enabled = false
  assert.equal(transfer.uneven(off), null)
  assert.deepEqual(
    transfer.majority({
      classes: ['a', 'b'],
      confusion: [
        [9, 0],
        [2, 1],
      ],
      of: 12,
    }),
    { name: 'a', right: 9, of: 12, uneven: true },
  )
  assert.equal(
    transfer.majority({
      classes: ['a', 'b'],
      confusion: [
        [2, 1],
        [2, 1],
      ],
      of: 6,
    }).uneven,
    false,
  )
})

test('weights of classes are of the plan, but for a head that knows none', () => {
  const plan = more => transfer.planOf({ ...transfer.FIRST, ...more }, { network: 'lenet5', heads }).class_weights
  assert.deepEqual(
    [plan({}), plan({ weigh: 1 }), plan({ weigh: 1, head: 'svm' }), plan({ weigh: 1, head: 'nearest' })],
    [undefined, true, true, undefined],
  )
})

test('the set that stands there at first is of the pictures that the network takes', () => {
  const set = (key, kind, first) => ({ key, kind, first })
  const menu = { sets: [set('digits', 'drawing', false), set('shapes', 'drawing', true), set('textures', 'photograph', true)] }
  assert.equal(transfer.firstSet(menu, { drawing: true }), 'shapes')
  assert.equal(transfer.firstSet(menu, { drawing: false }), 'textures')
  assert.equal(transfer.firstSet(null, { drawing: true }), undefined)
})

// What stands there, and what is selected of it

test('a link says whose the classes are, after undo too', () => {
  const state = (own, dataset, chosen) => ({ classes: [{ own: false }, { own }], dataset, chosen })
  assert.equal(transfer.datasetInLink(state(false, 'shapes', true)), 'shapes')
  assert.equal(transfer.datasetInLink(state(false, 'shapes', false)), null)
  assert.equal(transfer.datasetInLink(state(true, 'shapes', true)), '-')
  assert.equal(transfer.datasetInLink(state(false, null, false)), '-')
})

test('a click selects one, Shift a range, Ctrl one more or less', () => {
  const all = [5, 6, 7, 8, 9]
  const one = withPicked(NONE, 1, all, 6)
  assert.deepEqual(one, { of: 1, ids: [6], at: 6, from: 6 })
  const range = withPicked(one, 1, all, 8, { shift: true })
  assert.deepEqual([range.ids, range.at], [[6, 7, 8], 8])
  assert.deepEqual(withPicked(range, 1, all, 5, { shift: true }).ids, [5, 6])
  assert.deepEqual(withPicked(range, 1, all, 7, { toggle: true }).ids, [6, 8])
  assert.deepEqual(withPicked(range, 1, all, 9, { toggle: true }).ids, [6, 7, 8, 9])
  assert.deepEqual(withPicked(range, 2, [20, 21], 21, { shift: true }).ids, [21], 'a range lies in one class')
})

test('keys walk, and what is removed leaves the focus beside it', () => {
  const all = [5, 6, 7, 8, 9]
  assert.deepEqual(
    ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'ArrowDown', 'ArrowUp', 'x'].map(key => neighbourByKey(all, 7, key, 2)),
    [6, 8, 5, 9, 9, 5, null],
  )
  assert.equal(neighbourByKey(all, 8, 'ArrowDown', 2), null)
  assert.equal(neighbourByKey(all, 5, 'ArrowLeft', 2), 5)
  assert.deepEqual([nextFocus(all, [6, 7]), nextFocus(all, [9]), nextFocus(all, [5, 9]), nextFocus(all, all)], [8, 8, 8, null])
  assert.deepEqual(remaining({ of: 1, ids: [6, 7], at: 7, from: 6 }, [5, 6]), { of: 1, ids: [6], at: 6, from: 6 })
  assert.equal(remaining({ of: 1, ids: [6], at: 6, from: 6 }, [5]), NONE)
})

const DONE = {
  removed_1: 'one',
  removed_n: '{n} gone',
  removed_class: '{name}, {n}',
  removed_empty: '{name}',
  renamed: '{from} → {to}',
  added: 'added {what}',
  added_classes: { one: 'a class', many: '{n} classes' },
  added_pictures: { one: 'a picture', many: '{n} pictures' },
  replaced: { one: 'one went', many: '{n} went' },
  aside: { one: 'one aside', many: '{n} aside' },
}

test('a line says what was done', () => {
  const said = done => toldOf(done, DONE)
  assert.deepEqual([null, { pictures: 1 }, { pictures: 3 }, { name: 'a', n: 2 }, { name: 'a', n: 0 }].map(said), [
    '',
    'one',
    '3 gone',
    'a, 2',
    'a',
  ])
  assert.deepEqual([{ classes: 1 }, { classes: 9 }, { from: 'a', to: 'b' }, { classes: 0, aside: 2 }].map(said), [
    'one went',
    '9 went',
    'a → b',
    '2 aside',
  ])
  assert.equal(
    said({ classes: 10, aside: 1, added: { title: 'Shapes', classes: 2, pictures: 60 } }),
    'added Shapes, 2 classes, 60 pictures. 10 went. one aside',
  )
  assert.equal(said({ added: { title: 'Shapes', classes: 0, pictures: 1 } }), 'added Shapes, a picture')
})

test('what a set has changed is told: what it stands beside, what made room for it, what was empty', () => {
  const set = { id: 1, own: false, examples: [1, 2] }
  const own = { id: 2, own: true, examples: [3] }
  const empty = { id: 3, own: false, examples: [] }
  const next = { id: 4, own: false, examples: [5, 6, 7] }
  assert.equal(transfer.arrival([], [next], 'Digits'), null)
  assert.equal(transfer.arrival([own], [own], 'Digits'), null)
  assert.deepEqual(transfer.arrival([set, empty], [next], 'Digits'), { classes: 1, aside: 1, added: null })
  assert.deepEqual(transfer.arrival([set, own], [own, next], 'Digits'), {
    classes: 1,
    aside: 0,
    added: { title: 'Digits', classes: 1, pictures: 3 },
  })
  assert.deepEqual(transfer.arrival([own], [{ ...own, examples: [3, 8] }], 'Digits').added, { title: 'Digits', classes: 0, pictures: 1 })
  assert.deepEqual(transfer.arrival([set, own], [own, next]), { classes: 1, aside: 0, added: null }, 'the same set again, of another size')
  assert.deepEqual(transfer.arrival([set, own], [own]), { classes: 1, aside: 0, added: null })
})

test('a result shows the names that its classes have now', () => {
  const run = {
    classes: [
      { id: 1, enabled: true },
      { id: 2, enabled: false },
      { id: 3, enabled: true },
    ],
    result: { classes: ['a', 'c'] },
  }
  assert.deepEqual(
    transfer.calledNow(run, [
      { id: 3, name: 'pear' },
      { id: 1, name: 'apple' },
    ]),
    ['apple', 'pear'],
  )
  assert.deepEqual(transfer.calledNow(run, [{ id: 1, name: 'apple' }]), ['apple', 'c'], 'one that went keeps its name')
  assert.deepEqual(
    [1, 2].map(id => transfer.knows(run, id)),
    [true, false],
  )
})

// What was brought

const SAY = {
  left_out: '{n} files left out: {first}',
  left_out_one: '1 file left out: {first}',
  few: '{name} has {count} pictures only',
  few_one: '{name} has 1',
  few_none: '{name} has none',
}

test('files that were left out are one line that opens to all of them', () => {
  const file = (name, why) => ({ name, why })
  assert.equal(describeRejected({ left_out: [], few: [] }, SAY), null)
  assert.equal(describeRejected(null, SAY), null)
  assert.deepEqual(describeRejected({ left_out: [file('a.txt', 'not a picture')] }, SAY), [
    '1 file left out: a.txt (not a picture)',
    ['a.txt (not a picture)'],
  ])
  const many = describeRejected(
    {
      left_out: [file('a.txt', 'not a picture'), file('b.png', 'cut off')],
      few: [
        { name: 'cats', count: 3 },
        { name: 'dogs', count: 0 },
      ],
    },
    SAY,
  )
  assert.equal(many[0], '2 files left out: a.txt (not a picture) …; cats has 3 pictures only; dogs has none')
  assert.equal(many[1].length, 4)
})

test('a network that came beside another of its name is said so', () => {
  const networks = new Map([['mine/flowers', {}]])
  assert.equal(besideOf('mine/flowers_2', networks), 'mine/flowers')
  assert.equal(besideOf('mine/flowers', networks), null)
  assert.equal(besideOf('mine/run_2', networks), null)
})

test('while pictures are coming the classes that have enough learn, and an empty one does not keep them waiting', () => {
  const of = sizes => sizes.map((n, id) => ({ id, enabled: id !== 9, examples: Array.from({ length: n }, (_, i) => i) }))
  const ids = (sizes, loading) => transfer.learningNow(of(sizes), loading).map(({ id }) => id)
  const coming = { done: 5, total: 40 }
  assert.deepEqual(ids([40, 5, 0], coming), [0, 1])
  assert.deepEqual(ids([40, 5, 0], null), [0, 1, 2], 'nothing is coming: the empty class is what is missing')
  assert.deepEqual(ids([40, 4, 0], coming), [0, 1, 2])
  assert.deepEqual(ids([40, 5, 0], { zip: 'five.zip' }), [0, 1, 2])
  const all = of([40, 5, 7])
  assert.equal(transfer.learningNow(all, coming), all)
})
