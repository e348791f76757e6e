// A lecture as a file: what is legal, what is said of what is not, and how it is changed.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'
import '../../app/instruments/tabs.js'
import { AnswerCache, digest } from '../../app/instruments/kit/answer_cache.js'
import {
  allStops,
  LIMITS,
  minutesOf,
  parseLecture,
  LectureError,
  inLanguage,
  isUntranslated,
  toFile,
} from '../../app/instruments/lecture/file_format.js'
import * as making from '../../app/instruments/lecture/edits.js'
import { toPixelLines, numbers } from '../../app/instruments/lecture/path/sketched_answers.js'
import { errorText } from '../../app/instruments/lecture/stops/error_text.js'

const PARTS = ['answer', 'pictures.results', 'race.plot', 'race.runners']
const text = (en, pt = en) => ({ en, pt })
const stop = (id, more = {}) => ({ id, see: 'layer=conv2', title: text(id), say: text('Seen.'), ...more })
const guess = (more = {}) => ({ ask: text('?'), choices: [text('a'), text('b')], right: 2, veil: ['answer'], ...more })
const lecture = (...sections) => ({
  format: 'cnn-lecture',
  version: 1,
  id: 'mine',
  title: text('Mine'),
  sections: sections.map(stops => ({ title: text('S'), minutes: 2, stops })),
})
const asRead = file => parseLecture(JSON.stringify(file), PARTS)
const refused = file => {
  try {
    parseLecture(typeof file === 'string' ? file : JSON.stringify(file), PARTS)
  } catch (error) {
    assert.ok(error instanceof LectureError, String(error.stack))
    return error
  }
  throw new Error('it was taken')
}
const changed = change => {
  const file = lecture([stop('a'), stop('b', { guess: guess() })], [stop('c')])
  change(file)
  return refused(file)
}

test('a lecture is read, flattened and written again as it was', () => {
  const choices = [
    text('a'),
    {
      ...text('b'),
      sketch: [
        [15, 72.5],
        [60, -3],
      ],
    },
  ]
  const file = lecture([stop('a'), stop('b', { guess: guess({ choices, then: 'layer=pool1&channel=3' }) })], [stop('c')])
  const made = asRead(file)
  assert.deepEqual(
    allStops(made).map(({ id, n, section, k, of }) => [id, n, section, k, of]),
    [
      ['a', 1, 0, 1, 2],
      ['b', 2, 0, 2, 2],
      ['c', 3, 1, 1, 1],
    ],
  )
  assert.equal(minutesOf(made), 4)
  assert.deepEqual(JSON.parse(toFile(made)), file)
  assert.deepEqual(asRead(JSON.parse(toFile(made))), made)
})

/** What is changed in a good file; then why it is refused, where, the field and the value. */
const REFUSED = [
  [file => (file.sections[0].stops[1].guess.right = 3), 'number', { section: 1, stop: 2, id: 'b' }, 'guess.right', '3'],
  [file => (file.sections[0].stops[1].guess.choices = [text('a')]), 'choices', { section: 1, stop: 2, id: 'b' }, 'guess.choices', '1'],
  ...[
    [[15, 73]],
    [
      [15, 73],
      [15, 80],
    ],
    [
      [60, 73],
      [15, 80],
    ],
    [
      [15, 73],
      [60, '80'],
    ],
    [
      [15, 73],
      [60, 80, 1],
    ],
    [[15, 73], null],
    '15 73',
    null,
    Array.from({ length: 41 }, (_, x) => [x, 0]),
  ].map(sketch => [
    file => (file.sections[0].stops[1].guess.choices[1].sketch = sketch),
    'sketch',
    { section: 1, stop: 2, id: 'b' },
    'guess.choices 2.sketch',
    JSON.stringify(sketch).slice(0, 60),
  ]),
  [file => (file.sections[0].stops[1].guess.veil = ['anser']), 'part', { section: 1, stop: 2, id: 'b' }, 'guess.veil', 'anser'],
  [file => (file.sections[0].stops[1].guess.veil = []), 'veil', { section: 1, stop: 2, id: 'b' }, 'guess.veil', ''],
  [file => (file.sections[0].stops[1].guess.then = 'temprature=2'), 'key', { section: 1, stop: 2, id: 'b' }, 'guess.then', 'temprature=2'],
  [file => (file.sections[1].stops[0].see = 'kernel=sobel_z'), 'key', { section: 2, stop: 1, id: 'c' }, 'see', 'kernel=sobel_z'],
  [file => (file.sections[1].stops[0].id = 'a'), 'twice', { section: 2, stop: 1, id: 'a' }, 'id', 'a'],
  [file => (file.sections[1].stops[0].id = 'Two words'), 'id', { section: 2, stop: 1, id: 'Two words' }, 'id', 'Two words'],
  [file => (file.sections[1].stops[0].say = 'one language'), 'text', { section: 2, stop: 1, id: 'c' }, 'say', 'one language'],
  [file => (file.sections[1].stops[0].say.pt = '<b>bold</b>'), 'markup', { section: 2, stop: 1, id: 'c' }, 'say.pt', '<b>bold</b>'],
  [file => (file.sections[1].stops[0].title = text('')), 'empty', { section: 2, stop: 1, id: 'c' }, 'title', ''],
  [
    file => (file.sections[1].stops[0].say.en = 'x'.repeat(LIMITS.say + 1)),
    'long',
    { section: 2, stop: 1, id: 'c' },
    'say.en',
    String(LIMITS.say),
  ],
  [file => (file.sections[1].stops[0].thumb = 'https://elsewhere/a.png'), 'thumb', { section: 2, stop: 1, id: 'c' }, 'thumb', ''],
  [file => (file.sections[1].minutes = -1), 'number', { section: 2 }, 'minutes', '-1'],
  [file => (file.sections[1].stops = []), 'section', { section: 2 }, 'stops', ''],
  [file => (file.format = 'slides'), 'format', {}, 'format', 'slides'],
  [file => (file.version = 2), 'version', {}, 'version', '2'],
]

test('what is wrong names the section, the stop, the field and the value', () => {
  for (const [change, why, at, field, given] of REFUSED) {
    const error = changed(change)
    assert.deepEqual([error.why, error.at, error.field, error.given], [why, at, field, given])
  }
  assert.equal(refused('{"format":').why, 'json')
  assert.equal(refused(`"${'x'.repeat(LIMITS.bytes)}"`).why, 'large')
  assert.equal(refused(lecture(Array.from({ length: LIMITS.stops + 1 }, (_, i) => stop(`s${i}`)))).why, 'stops')
})

test('the sentence puts it together, in the page’s words', () => {
  const t = {
    refused: 'Not loaded. {where}{why}',
    where_stop: 'Section {section}, stop {stop}{id}, {field}: ',
    where_section: 'Section {section}, {field}: ',
    why: { part: 'no part is called {given}.', json: 'no JSON ({given}).', number: '{given} does not fit.' },
  }
  const error = changed(file => (file.sections[0].stops[1].guess.veil = ['anser']))
  assert.equal(errorText(error, t), 'Not loaded. Section 1, stop 2 (b), guess.veil: no part is called anser.')
  assert.equal(
    errorText(
      changed(file => (file.sections[1].minutes = -1)),
      t,
    ),
    'Not loaded. Section 2, minutes: -1 does not fit.',
  )
  assert.match(errorText(refused('{'), t), /^Not loaded\. no JSON \(/)
})

test('a link may come whole, and says nothing of the lecture that it was copied in', () => {
  const made = asRead(lecture([stop('a', { see: '?lecture=course&stop=x&tab=filters&layer=conv1' })]))
  assert.equal(allStops(made)[0].see, 'tab=filters&layer=conv1')
})

test('a text that is missing in one language is told in the other, and known to be', () => {
  assert.equal(inLanguage({ en: 'only', pt: '' }, 'pt'), 'only')
  assert.equal(isUntranslated({ en: 'only', pt: '' }, 'pt'), true)
  assert.equal(inLanguage({ en: 'a', pt: 'b' }, 'pt'), 'b')
})

test('stops are added, moved, taken out, and sections split and joined', () => {
  const file = asRead(lecture([stop('a'), stop('b')], [stop('c'), stop('d')]))
  const ids = made => made.sections.map(({ stops }) => stops.map(({ id }) => id).join(''))
  assert.deepEqual(ids(making.withStop(file, 1, stop('x'))), ['abx', 'cd'])
  assert.deepEqual(ids(making.withMovedStop(file, 0, 3)), ['b', 'cda'])
  assert.deepEqual(ids(making.withMovedStop(file, 3, 0)), ['dab', 'c'])
  assert.deepEqual(ids(making.withMovedStop(file, 2, 3)), ['ab', 'dc'])
  assert.deepEqual(ids(making.withSteppedStop(file, 1, 1)), ['a', 'bcd'])
  assert.deepEqual(ids(making.withSteppedStop(file, 2, -1)), ['abc', 'd'])
  assert.deepEqual(ids(making.withSteppedStop(file, 0, -1)), ['ab', 'cd'])
  assert.deepEqual(ids(making.withoutStop(making.withoutStop(file, 0), 0)), ['cd'])
  assert.deepEqual(ids(making.withSplitSection(file, 3, text('new'))), ['ab', 'c', 'd'])
  assert.deepEqual(ids(making.withJoinedSections(file, 2)), ['abcd'])
  assert.equal(making.withJoinedSections(file, 2).sections[0].minutes, 4)
  assert.equal(making.withoutStop(asRead(lecture([stop('a')])), 0).sections.length, 1)
  assert.deepEqual(ids(file), ['ab', 'cd'])
  assert.equal(making.freshId(file, 'Tab A'), 'tab-a')
  assert.equal(making.freshId(file, 'a'), 'a-2')
})

test('the lecture that comes with the project is a legal one', async () => {
  const source = await readFile(new URL('../../assets/lecture.json', import.meta.url), 'utf8')
  const parts = [...new Set(source.match(/"veil": \[[^\]]*\]/g).flatMap(list => JSON.parse(list.slice(8))))]
  const stops = allStops(parseLecture(source, parts))
  assert.ok(stops.length >= 24)
  for (const { say } of stops) assert.ok(say.en && say.pt)
})

// Answers that are drawn

const SIZE = { width: 450, height: 200 }
const SCALE = [0, 60, 0, 100] // epochs across, % upwards

test('a sketch goes through its points, in the plot’s scale', () => {
  const [line] = toPixelLines(
    [
      [
        [15, 70],
        [30, 90],
        [60, 95],
      ],
    ],
    SCALE,
    SIZE,
  )
  for (const point of [
    [112.5, 60],
    [225, 20],
    [450, 10],
  ])
    assert.ok(line.some(([x, y]) => Math.hypot(x - point[0], y - point[1]) < 1e-9))
  assert.ok(line.every(([, y]) => y >= 10 && y <= 60))
})

test('the numbers stand on their lines, clear of each other, and beside them only where there is no room', () => {
  const fan = toPixelLines(
    [98, 75, 50].map(end => [
      [15, 70],
      [60, end],
    ]),
    SCALE,
    SIZE,
  )
  const gaps = at => at.slice(1).map(([, y], i) => y - at[i][1])
  const at = numbers(fan, 20)
  for (const [i, [x, y]] of at.entries()) {
    const [[x0, y0], [x1, y1]] = [fan[i][0], fan[i].at(-1)]
    assert.ok(Math.abs(y - (y0 + ((y1 - y0) * (x - x0)) / (x1 - x0))) < 1e-9)
  }
  assert.ok(gaps(at).every(gap => gap >= 26))
  assert.ok(numbers(fan, 10)[0][0] < at[0][0]) // small ones fit sooner
  assert.ok(gaps(numbers(fan, 90)).every(gap => gap >= 90))
  const crossed = numbers(
    toPixelLines(
      [50, 98].map(end => [
        [15, 70],
        [60, end],
      ]),
      SCALE,
      SIZE,
    ),
    150,
  )
  assert.ok(crossed[0][1] - crossed[1][1] >= 150)
})

// Answers that are kept

const answer = body => new Response(new Uint8Array(body))
const bytes = async response => [...new Uint8Array(await response.arrayBuffer())]

test('an answer is fetched once for one question, and again for another', async () => {
  let asked = 0
  const kept = new AnswerCache(async () => answer([++asked]))
  assert.deepEqual(await bytes(await kept.ask('look?a', new Uint8Array([1, 2]))), [1])
  await new Promise(setImmediate)
  assert.deepEqual(await bytes(await kept.ask('look?a', new Uint8Array([1, 2]))), [1])
  assert.deepEqual(await bytes(await kept.ask('look?a', new Uint8Array([2, 1]))), [2])
  assert.deepEqual(await bytes(await kept.ask('look?b', new Uint8Array([1, 2]))), [3])
})

test('the least recently used goes first when there are too many bytes', async () => {
  let asked = 0
  const kept = new AnswerCache(async () => answer([++asked, 0, 0, 0]), 10)
  const ask = async name => (await bytes(await kept.ask(name)))[0]
  for (const name of ['a', 'b']) await ask(name)
  await new Promise(setImmediate)
  assert.equal(await ask('a'), 1)
  await ask('c')
  await new Promise(setImmediate)
  assert.equal(await ask('a'), 1)
  assert.equal(await ask('b'), 4)
})

/** A server that sends when it is told to: { fetched, asked: [signal of each question], send(n), end(), cut() }. */
function slow() {
  const asked = []
  let stream
  const fetched = async (_url, _body, signal) => {
    asked.push(signal)
    const start = it => {
      stream = it
      signal.addEventListener('abort', () => it.error(signal.reason))
    }
    return new Response(new ReadableStream({ start }))
  }
  return {
    fetched,
    asked,
    send: n => stream.enqueue(new Uint8Array([n])),
    end: () => stream.close(),
    cut: () => stream.error(new TypeError('cut')),
  }
}

test('an answer on its way is joined: what has come at once, the rest as it comes', async () => {
  const { fetched, asked, send, end } = slow()
  const kept = new AnswerCache(fetched)
  const first = (await kept.ask('variants?a')).body.getReader()
  send(1)
  assert.deepEqual([...(await first.read()).value], [1])
  const second = (await kept.ask('variants?a')).body.getReader()
  assert.deepEqual([...(await second.read()).value], [1])
  send(2)
  assert.deepEqual([...(await second.read()).value], [2])
  end()
  assert.equal((await second.read()).done, true)
  assert.deepEqual([...(await first.read()).value], [2])
  await new Promise(setImmediate)
  assert.deepEqual(await bytes(await kept.ask('variants?a')), [1, 2])
  assert.equal(asked.length, 1)
})

test('one who leaves an answer leaves it to the others; with the last it is broken off, and asked for again', async () => {
  const { fetched, asked, send, end } = slow()
  const kept = new AnswerCache(fetched)
  const stops = [new AbortController(), new AbortController()]
  const first = await kept.ask('variants?a', undefined, stops[0].signal)
  const second = await kept.ask('variants?a', undefined, stops[1].signal)
  stops[0].abort()
  await assert.rejects(first.arrayBuffer(), { name: 'AbortError' })
  assert.equal(asked[0].aborted, false)
  stops[1].abort()
  await assert.rejects(second.arrayBuffer(), { name: 'AbortError' })
  assert.equal(asked[0].aborted, true)
  const third = bytes(await kept.ask('variants?a'))
  send(3)
  end()
  assert.deepEqual(await third, [3])
  assert.equal(asked.length, 2)
  await assert.rejects(kept.ask('variants?b', undefined, stops[0].signal), { name: 'AbortError' })
  assert.equal(asked.length, 2)
})

test('a line that is cut is told to all, and nothing of it is kept', async () => {
  const { fetched, asked, send, end, cut } = slow()
  const kept = new AnswerCache(fetched)
  const both = [await kept.ask('variants?a'), await kept.ask('variants?a')]
  send(1)
  cut()
  for (const one of both) await assert.rejects(one.arrayBuffer(), { name: 'TypeError' })
  const again = bytes(await kept.ask('variants?a'))
  send(7)
  end()
  assert.deepEqual(await again, [7])
  assert.equal(asked.length, 2)
})

test('what failed is not kept, and a visitor’s own network is asked anew', async () => {
  const answers = [new Response('no', { status: 503 }), answer([7])]
  const kept = new AnswerCache(async () => answers.shift())
  assert.equal((await kept.ask('look?a')).status, 503)
  await new Promise(setImmediate)
  assert.deepEqual(await bytes(await kept.ask('look?a')), [7])
  const cards = new Map([
    ['lenet5', { weights: 'shipped' }],
    ['mine', { weights: 'trained' }],
  ])
  assert.equal(AnswerCache.takes('forward', { network: 'lenet5' }, cards), true)
  assert.equal(AnswerCache.takes('forward', { network: 'mine@random' }, cards), false)
  assert.equal(AnswerCache.takes('variants', { network: 'lenet5', against: 'mine' }, cards), false)
  assert.equal(AnswerCache.takes('networks', {}, cards), false)
  assert.notEqual(digest(new Uint8Array([0, 1])), digest(new Uint8Array([1, 0])))
})
