// The connection as the page sees it: lost, tried again, back; a token that is no longer known; questions and jobs that wait and go on.
import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { createBus } = await import('../../app/instruments/kit/bus.js')
const { Connection } = await import('../../app/instruments/kit/connection.js')
const { ask, retryWhileOffline, RequestError } = await import('../../app/instruments/kit/ask.js')
const { askJob, askParts } = await import('../../app/instruments/kit/streamed_answers.js')
const { connectionText, passes } = await import('../../app/instruments/frame/connection/message.js')

test('what has gone wrong is said, after what the connection says', () => {
  const words = { t: { forgotten: 'forgotten', away: 'away' }, now: 0, time: String, trains: false, trouble: 'cannot be fetched' }
  assert.equal(connectionText({ state: 'here' }, words), 'cannot be fetched')
  assert.equal(connectionText({ state: 'here' }, { ...words, trouble: null }), '')
  assert.equal(connectionText({ state: 'away', since: 0, minutes: 30 }, words), 'away')
  assert.equal(connectionText({ state: 'here', forgotten: ['classes'] }, words), 'forgotten')
})

test('what comes and goes by itself is told from what stays until it is closed', () => {
  assert.equal(passes({ state: 'away', forgotten: true }, 'wrong'), true, 'it says that the connection is lost')
  assert.equal(passes({ state: 'back', forgotten: false }), true)
  assert.equal(passes({ state: 'back', forgotten: null }), true)
  assert.equal(passes({ state: 'back', forgotten: true }), false)
  assert.equal(passes({ state: 'back', forgotten: false }, 'wrong'), false)
  assert.equal(passes({ state: 'here', forgotten: false }, 'wrong'), false)
})

const turn = async (n = 12) => {
  for (let i = 0; i < n; i++) await new Promise(r => setImmediate(r))
}

/** A connection with a clock of its own: `pass(ms)` lets time go by. `answers.heartbeat` is what the server says, or an error. */
function setUp() {
  const bus = createBus()
  const due = new Map()
  let now = 1_000_000
  let n = 0
  const asked = []
  const answers = { heartbeat: { known: true }, new_visitor: { visitor: 'fresh' } }
  const post = async (name, signal) => {
    asked.push([name, now])
    if (answers[name] === 'silence') return new Promise((_, failed) => signal.addEventListener('abort', () => failed(signal.reason)))
    if (answers[name] instanceof Error) throw answers[name]
    return answers[name]
  }
  const later = (f, ms) => {
    due.set(++n, { f, at: now + ms })
    return n
  }
  const own = new Connection({ bus, post, clock: () => now, later, never: id => due.delete(id), minutes: () => 30 })
  const pass = async ms => {
    const end = now + ms
    for (;;) {
      const [id, next] = [...due].sort((a, b) => a[1].at - b[1].at)[0] ?? []
      if (!next || next.at > end) break
      now = next.at
      due.delete(id)
      next.f()
      await turn(4)
    }
    now = end
    await turn(4)
  }
  const state = () => bus.get('connection').state
  return { own, bus, pass, asked, answers, state }
}
const NOBODY = new TypeError('Failed to fetch')

test('a connection that is lost is tried again with longer and longer rests until it is back', async () => {
  const { own, bus, pass, asked, answers, state } = setUp()
  answers.heartbeat = NOBODY
  own.lost()
  own.lost()
  const { since } = bus.get('connection')
  let back = false
  own.returned().then(() => (back = true))
  await pass(20_000)
  assert.deepEqual(
    asked.map(([, at]) => at - since),
    [500, 1500, 3500, 7000, 12_000, 17_000],
  )
  assert.deepEqual([state(), bus.get('connection').since, back], ['away', since, false])
  answers.heartbeat = { known: true }
  await pass(5000)
  assert.deepEqual([state(), back], ['back', true])
  await pass(5000)
  assert.equal(state(), 'here')
})

test('a word that nobody answers is a lost connection, and what is on its way is given up', async () => {
  const { own, pass, answers, state } = setUp()
  const { signal } = own
  answers.heartbeat = 'silence'
  own.say()
  await pass(14_000)
  assert.deepEqual([state(), signal.aborted], ['here', false])
  await pass(2000)
  assert.deepEqual([state(), signal.aborted, own.signal.aborted], ['away', true, false])
})

test('whoever waits leaves when nobody wants it any more', async () => {
  const { own, answers } = setUp()
  answers.heartbeat = NOBODY
  own.lost()
  const stop = new AbortController()
  const waiting = own.returned(stop.signal)
  stop.abort(new Error('left'))
  await assert.rejects(waiting, /left/)
})

test('a page that the server does not know gets a token before anything else goes on, and says what is gone', async () => {
  const { own, bus, pass, answers, state } = setUp()
  bus.set('transfer.classes', [{ id: 1, own: true }])
  answers.heartbeat = { known: false }
  const order = []
  bus.on('visitor', ({ token, fresh, lost }) => order.push([token, fresh, lost, globalThis.cnnVisitor]))
  own.lost()
  own.returned().then(() => order.push('goes on'))
  await pass(600)
  assert.deepEqual(order, [['fresh', true, true, 'fresh'], 'goes on'])
  assert.deepEqual([state(), bus.get('connection').forgotten], ['back', true])
  await pass(60_000)
  assert.equal(bus.get('connection').forgotten, true) // until somebody has read it
  own.heard()
  assert.equal(bus.get('connection').forgotten, false)
})

test('what other questions rest on is said first, and no failure of it holds them up', async () => {
  const { own, bus, answers } = setUp()
  answers.heartbeat = { known: false }
  const order = []
  let done
  bus.on('visitor', ({ first }) => {
    first(new Promise(r => (done = r)).then(() => order.push('edits')))
    first(Promise.reject(new Error('refused')))
  })
  own.expired().then(() => order.push('asked again'))
  await turn()
  assert.deepEqual(order, [])
  done()
  await turn()
  assert.deepEqual(order, ['edits', 'asked again'])
})

test('what somebody brings back is not gone', async () => {
  const { own, bus, answers } = setUp()
  bus.set('networks', new Map([['mine/a', { key: 'mine/a', weights: 'trained' }]]))
  answers.heartbeat = { known: false }
  let done
  bus.on('visitor', ({ bring }) => {
    bring(new Promise(r => (done = r)))
    bring(Promise.reject(new Error('not mine')))
  })
  await own.say()
  await turn()
  assert.equal(bus.get('connection').forgotten, null)
  done(true)
  await turn()
  assert.equal(bus.get('connection').forgotten, false)
})

test('a page that had nothing of its own has lost nothing', async () => {
  const { own, bus, answers } = setUp()
  bus.set('transfer.classes', [{ id: 1, own: false }])
  bus.set('networks', new Map([['lenet5', { key: 'lenet5', weights: 'shipped' }]]))
  answers.heartbeat = { known: false }
  await Promise.all([own.expired(), own.expired()])
  assert.deepEqual([bus.get('visitor').lost, bus.get('connection').forgotten], [false, false])
})

test('the words are those of the moment', () => {
  const t = { away: 'away {time} {minutes}', training: 'training', late: 'late', back: 'back', again: 'again', forgotten: 'forgotten' }
  const say = (connection, more) =>
    connectionText({ since: 0, minutes: 30, ...connection }, { t, now: 1000, time: ms => `${ms} ms`, trains: false, ...more })
  assert.equal(say({ state: 'here' }), '')
  assert.equal(say({ state: 'away' }), 'away 0 ms 30')
  assert.equal(say({ state: 'away' }, { trains: true }), 'training')
  assert.equal(say({ state: 'away' }, { trains: true, now: 31 * 60_000 }), 'late')
  assert.equal(say({ state: 'back' }), 'back')
  assert.equal(say({ state: 'back', forgotten: null }), 'again')
  assert.equal(say({ state: 'here', forgotten: true }), 'forgotten')
})

// Questions, by a fetch that answers as it is told; the connection is always back at once.

const there = { lost() {}, returned: async () => {} }

test('what finds nobody is asked again, but not for ever while others are answered', async () => {
  let asked = 0
  const answer = await retryWhileOffline(
    async () => (++asked < 3 ? Promise.reject(new RequestError('unreachable')) : 'here'),
    undefined,
    there,
  )
  assert.deepEqual([answer, asked], ['here', 3])
  asked = 0
  const never = async () => {
    asked++
    throw new RequestError('unreachable')
  }
  await assert.rejects(retryWhileOffline(never, undefined, there), { kind: 'unreachable' })
  assert.equal(asked, 5)
  await assert.rejects(
    retryWhileOffline(() => Promise.reject(new RequestError('refused', 'no')), undefined, there),
    { kind: 'refused' },
  )
})

const framed = (...texts) => {
  const parts = texts.map(text => new TextEncoder().encode(text))
  const out = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0))
  let at = 0
  for (const part of parts) {
    new DataView(out.buffer).setUint32(at, part.length, true)
    out.set(part, at + 4)
    at += 4 + part.length
  }
  return out
}
/** A body of these chunks that then breaks, or ends. */
const body = (chunks, broken) =>
  new ReadableStream({
    pull(stream) {
      if (chunks.length) stream.enqueue(chunks.shift())
      else if (broken) stream.error(new TypeError('network error'))
      else stream.close()
    },
  })
/** Answers by turns, `cnn/heartbeat` with what is known; what was asked. */
function server(...answers) {
  const asked = []
  globalThis.fetch = async (url, options) => {
    const { pathname, searchParams } = new URL(url)
    const path = pathname.split('/cnn/')[1]
    if (path === 'heartbeat') return Response.json({ known: true })
    asked.push({ path, query: Object.fromEntries(searchParams), headers: options.headers })
    const answer = answers.shift()
    if (answer instanceof Error) throw answer
    return answer
  }
  return asked
}
const heard = () => {
  const texts = []
  return [texts, part => texts.push(new TextDecoder().decode(part))]
}

test('a job is read on from where it broke off: no part twice, none missing, dropped ones only counted', async () => {
  const all = framed('one', '', 'two')
  const asked = server(
    new Response(body([all.subarray(0, 9), all.subarray(9), framed('three').subarray(0, 5)], true)),
    new Response(body([framed('three', 'four')])),
  )
  const [texts, part] = heard()
  await askJob('fine_tune', { a: 1 }, 'plan', part)
  assert.deepEqual(texts, ['one', 'two', 'three', 'four'])
  assert.deepEqual(
    asked.map(({ path, query }) => [path, query.after]),
    [
      ['fine_tune', undefined],
      ['job_resume', '3'],
    ],
  )
  assert.equal(asked[0].query.job, asked[1].query.job)
})

test('a job is read in one short answer after the other, and that is no lost connection', async () => {
  const more = Uint8Array.of(255, 255, 255, 255)
  const asked = server(new Response(body([framed('one'), more])), new Response(body([more])), new Response(body([framed('two', 'three')])))
  const [texts, part] = heard()
  const { state } = globalThis.cnn.get('connection')
  await askJob('fine_tune', {}, 'plan', part)
  assert.deepEqual(texts, ['one', 'two', 'three'])
  assert.deepEqual(
    asked.map(({ path, query }) => [path, query.after, query.hold]),
    [
      ['fine_tune', undefined, '2'],
      ['job_resume', '1', '2'],
      ['job_resume', '1', '2'],
    ],
  )
  assert.equal(globalThis.cnn.get('connection').state, state)
})

test('a job that the server has never heard of is begun again; one that it has forgotten is said', async () => {
  const gone = () => Response.json({ error: 'no longer' }, { status: 410 })
  const asked = server(new TypeError('Failed to fetch'), gone(), new Response(body([framed('one')])))
  const [texts, part] = heard()
  await askJob('fine_tune', {}, 'plan', part)
  assert.deepEqual([texts, asked.map(({ path }) => path)], [['one'], ['fine_tune', 'job_resume', 'fine_tune']])
  server(new Response(body([framed('one')], true)), gone())
  await assert.rejects(askJob('fine_tune', {}, 'plan', part), { kind: 'refused', message: 'no longer' })
})

test('a job that nobody wants any more is ended on the server', async () => {
  const stop = new AbortController()
  const asked = server(new Response(body([framed('one'), framed('two')])), Response.json({}))
  await askJob('fine_tune_compare', {}, 'plan', () => stop.abort(), stop.signal)
  await turn()
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['fine_tune_compare', 'job_cancel'],
  )
  assert.equal(asked[0].query.job, asked[1].query.job)
})

test('a stream that broke off is asked again from its beginning', async () => {
  const asked = server(new Response(body([framed('one')], true)), new Response(body([framed('one', 'two')])))
  const [texts, part] = heard()
  await askParts('attribution', {}, 'pixels', part)
  assert.deepEqual([texts, asked.length], [['one', 'one', 'two'], 2])
})

test('an answer that breaks off on its way is asked for again, under one name where it may change something', async () => {
  const asked = server(new Response(body([new Uint8Array(3)], true)), Response.json(['ok']))
  assert.deepEqual(await (await ask('class_edit', { do: 'add' }, 'x')).json(), ['ok'])
  assert.equal(asked[0].headers['X-Once'].length, 32)
  assert.equal(asked[0].headers['X-Once'], asked[1].headers['X-Once'])
  const pure = server(Response.json({}))
  await ask('forward', {}, 'x')
  assert.equal(pure[0].headers['X-Once'], undefined)
})

test('a refusal by a server that does not know the page is asked again with the new token', async () => {
  globalThis.cnnVisitor = 'old'
  const unknown = { headers: { 'X-Visitor': 'unknown' }, status: 422 }
  const asked = server(Response.json({ error: 'expired' }, unknown), Response.json({ visitor: 'new' }), Response.json(['ok']))
  assert.deepEqual(await (await ask('class_edit', {}, 'x')).json(), ['ok'])
  assert.deepEqual(
    asked.map(({ path, headers }) => [path, headers['X-Visitor']]),
    [
      ['class_edit', 'old'],
      ['new_visitor', 'old'],
      ['class_edit', 'new'],
    ],
  )
  delete globalThis.cnnVisitor
})
