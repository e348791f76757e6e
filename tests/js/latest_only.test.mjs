import assert from 'node:assert/strict'
import { test } from 'node:test'
import { latestOnly } from '../../app/instruments/kit/latest_only.js'

/** A server whose answers come when the test says so. */
function server() {
  const open = []
  return {
    open,
    ask: question => new Promise((done, failed) => open.push({ question, done, failed })),
    turn: () => new Promise(r => setImmediate(r)),
  }
}

test('one question in flight, the newest waits, those between are dropped', async () => {
  const s = server()
  const answers = []
  const ask = latestOnly(s.ask, (q, a) => answers.push([q, a]))
  for (const q of [1, 2, 3, 4]) ask(q)
  assert.deepEqual(
    s.open.map(o => o.question),
    [1],
  )
  s.open[0].done('one')
  await s.turn()
  assert.deepEqual(answers, []) // asked past: not told
  assert.deepEqual(
    s.open.map(o => o.question),
    [1, 4],
  )
  s.open[1].done('four')
  await s.turn()
  assert.deepEqual(answers, [[4, 'four']])
})

test('a failure is told, and does not block what comes after', async () => {
  const s = server()
  const failed = []
  const answers = []
  const ask = latestOnly(
    s.ask,
    (_, a) => answers.push(a),
    (error, q) => failed.push([error.message, q]),
  )
  ask('a')
  s.open[0].failed(new Error('no'))
  await s.turn()
  ask('b')
  s.open[1].done('yes')
  await s.turn()
  assert.deepEqual([failed, answers], [[['no', 'a']], ['yes']])
})
