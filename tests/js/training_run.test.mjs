import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { createBus } = await import('../../app/instruments/kit/bus.js')
globalThis.cnn = createBus()
const { TrainingRun } = await import('../../app/instruments/transfer/run.js')

const EPOCHS = 40
const score = { accuracy: 0.5, loss: 1 }
const event = (epoch, more = {}) => ({ epoch, train: score, validation: score, state: 'training', result: null, over: false, ...more })

/** One part as the server writes it: two lengths, its header. */
function framed(head) {
  const text = new TextEncoder().encode(JSON.stringify({ version: 1, arrays: [], ...head }))
  const length = 4 * Math.ceil(text.length / 4)
  const part = new Uint8Array(8 + length).fill(32)
  new DataView(part.buffer).setUint32(0, 4 + length, true)
  new DataView(part.buffer).setUint32(4, length, true)
  part.set(text, 8)
  return part
}

/** What Transfer is, as far as a run asks; `shown`: every run that the page is told of. */
function page(parts) {
  const state = { run: null, loading: null, freezePoints: null }
  const shown = []
  const own = {
    bus: { get: () => null, set: () => {} },
    get: key => state[key],
    set(key, value) {
      state[key] = value
      if (key === 'run') shown.push(value)
    },
    get running() {
      return !!state.run?.stop
    },
    classes: [],
    plan: () => ({ network: 'lite' }),
    signature: () => 'now',
    settings: {},
    addTrial: () => {},
    failed: error => (state.failed = error),
  }
  globalThis.fetch = async () => new Response(new Blob(parts.map(framed)).stream())
  return { run: new TrainingRun(own, { over: () => (state.told = true) }), shown, state }
}

test('all that is heard in a moment is shown at once, and the end of it without a rest', async () => {
  const end = { over: true, state: 'done', network: 'mine/x', result: { of: 3 } }
  const { run, shown, state } = page([...Array.from({ length: EPOCHS }, (_, i) => event(i)), event(EPOCHS, end)])
  await run.train()
  assert.equal(state.run.points.length, EPOCHS + 1)
  assert.deepEqual([state.run.over, state.run.result.of, state.run.stop, state.told], [true, 3, null, true])
  assert.ok(shown.length < 5, `${shown.length} times`)
})

test('a refusal on the way is said, and a page that has forgotten its run is told nothing of it', async () => {
  const { run, state } = page([event(0), { error: 'no more room' }])
  await run.train()
  assert.equal(state.failed.message, 'no more room')
  const other = page([event(0)])
  const running = other.run.train()
  other.state.run = null
  await assert.doesNotReject(running)
})
