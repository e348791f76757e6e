import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
globalThis.requestAnimationFrame = act => setImmediate(act)
const { FreezePoints } = await import('../../app/instruments/transfer/freeze_points.js')

const PLACES = [
  { layer: 'conv1', seconds: 9 },
  { layer: null, seconds: 2 },
]

/** A page whose classes change while every question is on its way, and what was heard of it. */
function page(line, times) {
  const state = { line, head: 'linear', classes: [] }
  const told = { known: [], questions: 0 }
  const own = {
    bus: { get: key => (key === 'network' ? { key: 'lite', layers: [] } : null) },
    get: key => state[key],
    set: (key, value) => (state[key] = value),
    heads: [{ key: 'linear', stepwise: true }],
    isOpen: () => true,
    isStepwise: () => true,
    plan: () => ({ network: 'lite' }),
    signature: () => String(told.questions),
    failed: error => assert.fail(error),
  }
  const points = new FreezePoints(own, { known: seconds => told.known.push([told.questions, seconds]) })
  globalThis.fetch = async () => {
    told.questions += 1
    if (told.questions < times) points.askSoon()
    await new Promise(done => setImmediate(() => setImmediate(done))) // the next picture comes before the answer
    return new Response(JSON.stringify(PLACES))
  }
  return { points, told, state }
}

async function until(condition) {
  for (let i = 0; i < 1000 && !condition(); i += 1) await new Promise(done => setImmediate(done))
}

test('a head begins while pictures are still coming: it need not be the last question that is answered', async () => {
  const { points, told, state } = page(null, 5)
  points.askSoon()
  await until(() => state.freezePoints)
  assert.equal(told.questions, 5)
  assert.deepEqual(told.known[0], [1, 2])
})

test('what takes longer than a head waits for the last answer', async () => {
  const { points, told, state } = page('conv1', 5)
  points.askSoon()
  await until(() => state.freezePoints)
  assert.deepEqual(told.known, [[5, 9]])
})
