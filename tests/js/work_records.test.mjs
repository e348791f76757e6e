import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  asksBeforeLeaving,
  startupAction,
  recordsToKeep,
  bytesOf,
  bytesOfAll,
  Ledger,
  batchesOfMissing,
  RECORDS,
  workOf,
  worthAsking,
  worthKeeping,
} from '../../app/instruments/kit/work_records.js'

const own = (n, pictures) => Array.from({ length: n }, () => ({ own: true, examples: Array(pictures).fill(1) }))
const record = (tab, when, files = []) => ({ tab, when, files, document: '', picture: null })

test('what is the visitor’s own is what they brought or made', () => {
  const set = [{ own: false, examples: [1, 2, 3] }]
  assert.deepEqual(workOf({ classes: set }), { classes: 0, pictures: 0, networks: [], races: 0, picture: false })
  assert.deepEqual(
    workOf({ classes: [...set, ...own(2, 5)], networks: ['mine/flowers'], runs: [2, 2, 1].map(race => ({ race })), source: { file: {} } }),
    {
      classes: 2,
      pictures: 10,
      networks: ['flowers'],
      races: 2,
      picture: true,
    },
  )
  assert.equal(workOf({ classes: null, source: { file: {}, sample: 'cat' } }).picture, false)
})

test('a light visitor is never asked, whoever has unkept work is, and whoever has kept it is not', () => {
  const ledger = new Ledger()
  assert.equal(asksBeforeLeaving(workOf({}), ledger, false), false)
  assert.equal(asksBeforeLeaving(workOf({ source: { file: {} } }), ledger, false), false)
  ledger.tell('two classes')
  const work = workOf({ classes: own(2, 3) })
  assert.equal(asksBeforeLeaving(work, ledger, false), true)
  const at = ledger.at
  ledger.tell('three classes') // while it is being kept
  ledger.keep(at)
  assert.equal(asksBeforeLeaving(work, ledger, false), true)
  ledger.keep(ledger.at)
  assert.equal(asksBeforeLeaving(work, ledger, false), false)
  assert.equal(asksBeforeLeaving(work, ledger, true), true)
  ledger.keep(0) // forgotten
  assert.equal(asksBeforeLeaving(work, ledger, false), true)
})

test('a race is work, also one that was stopped', () => {
  const ledger = new Ledger()
  const work = workOf({ runs: [{ race: 1, lane: 0, how: 'stopped' }] })
  ledger.tell('a race')
  assert.equal(worthKeeping(work), true)
  assert.equal(asksBeforeLeaving(work, ledger, false), true)
  assert.deepEqual(startupAction({ tab: 'me', before: work, records: [] }), { what: 'gone', record: null })
})

test('the same told twice is no change', () => {
  const ledger = new Ledger()
  assert.equal(ledger.tell('a'), true)
  assert.equal(ledger.tell('a'), false)
})

test('a picture in Look is worth keeping and not worth a question', () => {
  const work = workOf({ source: { file: {} } })
  assert.equal(worthKeeping(work), true)
  assert.equal(worthAsking(work), false)
  assert.equal(worthAsking(undefined), false)
})

test('only what is not here is asked for, once, and not too much at a time', () => {
  const files = [
    ['a', 'x', 10],
    ['b', 'y', 10],
    ['c', 'x', 10],
    ['d', 'z', 10],
  ]
  assert.deepEqual(batchesOfMissing(files, new Set(['y'])), [['x', 'z']])
  assert.deepEqual(batchesOfMissing(files, new Set(['x', 'y', 'z'])), [])
  const large = Array.from({ length: 3 }, (_, i) => [`${i}`, `${i}`, 9e6])
  assert.deepEqual(batchesOfMissing(large, new Set()), [['0'], ['1'], ['2']])
  const many = Array.from({ length: 1100 }, (_, i) => [`${i}`, `${i}`, 1])
  assert.deepEqual(
    batchesOfMissing(many, new Set()).map(q => q.length),
    [500, 500, 100],
  )
})

test('what is kept is bounded: the oldest goes, and what is too large by itself is refused', () => {
  const file = n => [[`${n}`, `${n}`, 40]]
  const others = [record('a', 1, file(1)), record('b', 2, file(2)), record('c', 3, file(3))]
  const mine = record('me', 9, file(9))
  assert.deepEqual(
    recordsToKeep(mine, others, 120).map(({ tab }) => tab),
    ['c', 'b'],
  )
  assert.deepEqual(
    recordsToKeep(mine, [...others, record('me', 1, file(4))], 1000).map(({ tab }) => tab),
    ['c', 'b', 'a'],
  )
  assert.equal(recordsToKeep(mine, others, 39), null)
  const many = Array.from({ length: 9 }, (_, i) => record(`t${i}`, i))
  assert.equal(recordsToKeep(mine, many, 1e9).length, RECORDS - 1)
})

test('a file that two records share counts once', () => {
  const [a, b] = [record('a', 1, [['p', 'x', 30]]), record('b', 2, [['q', 'x', 30]])]
  assert.equal(bytesOf(a), 30)
  assert.equal(bytesOfAll([a, b]), 30)
})

test('this tab’s own work comes back by itself, another’s is offered, and what is gone is said', () => {
  const [mine, other] = [record('me', 5), record('old', 7)]
  const lost = workOf({ classes: own(1, 1) })
  assert.deepEqual(startupAction({ tab: 'me', before: lost, records: [other, mine] }), { what: 'itself', record: mine })
  assert.deepEqual(startupAction({ tab: null, before: null, records: [mine, other] }), { what: 'offer', record: other })
  assert.deepEqual(startupAction({ tab: null, before: null, records: [mine, other], open: ['old'] }), { what: 'offer', record: mine })
  assert.deepEqual(startupAction({ tab: null, before: null, records: [mine], open: ['me'] }), { what: null, record: null })
  assert.equal(startupAction({ tab: 'me', before: lost, records: [] }).what, 'gone')
  assert.equal(startupAction({ tab: 'me', before: workOf({}), records: [] }).what, null)
})

test('a tab that was duplicated is another one: what the first holds is not gone, nor brought twice', () => {
  const mine = record('me', 5)
  assert.deepEqual(startupAction({ tab: 'me', before: workOf({ classes: own(1, 1) }), records: [mine], open: ['me'] }), {
    what: null,
    record: null,
  })
})
