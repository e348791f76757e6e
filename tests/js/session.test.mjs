import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBus } from '../../app/instruments/kit/bus.js'
import { Session } from '../../app/instruments/kit/session.js'
import { numbers } from '../../app/instruments/kit/numbers.js'
import { answer, float32, uint8 } from './answer.mjs'

const FIELD = { size: [1, 1], stride: [1, 1], offset: [0, 0], whole: false }
const layer = (name, kind, shape) => ({
  name,
  kind,
  title: kind,
  inputs: [],
  shape,
  parameters: 0,
  formula: '',
  macs: 0,
  receptive_field: FIELD,
})
const LAYERS = [
  layer('input', 'input', [1, 2, 2]),
  layer('conv1', 'convolution', [2, 2, 2]),
  layer('fc', 'dense', [3]),
  layer('softmax', 'softmax', [3]),
]
const CARDS = [
  { key: 'far', title: 'Far', weights: 'download', drawing: false },
  { key: 'lenet5', title: 'LeNet', weights: 'shipped', drawing: true },
  { key: 'resnet109', title: 'ResNet', weights: 'shipped', drawing: false },
]
const WORDS = {
  gone: 'gone',
  unreadable: 'unreadable',
  opening: 'opening {title}',
  downloading: '{title} {done}/{total}',
  computing: 'computing {title}',
}
const trouble = (kind, message = '') => Object.assign(new Error(message), { kind })
const turn = async (n = 12) => {
  for (let i = 0; i < n; i++) await new Promise(r => setImmediate(r))
}

const mapsOf = name => ({ layer: name, shape: LAYERS.find(l => l.name === name).shape, factor: 1, minimum: 0, maximum: 1 })
function bodyOf(path, { network, layer: name }) {
  const [count, height = 1, width = 1] = mapsOf(name).shape
  const arrays = [
    uint8('codes', [count, height, width], new Array(count * height * width).fill(9)),
    float32('low', [count], new Array(count).fill(0)),
    float32('step', [count], new Array(count).fill(1)),
  ]
  if (path === 'feature_maps') return answer({ network, maps: mapsOf(name) }, arrays)
  const glances = LAYERS.map(l => ({ name: l.name, minimum: 0, maximum: 1, channel: 0, low: 0, step: 1 }))
  const thumbnails = LAYERS.map((_, i) => uint8(`thumbnail:${i}`, [1, 1], [0]))
  return answer({ network, milliseconds: 1, layers: glances, maps: mapsOf(name) }, [
    uint8('picture', [2, 2, 1], [1, 2, 3, 4]),
    ...thumbnails,
    ...arrays,
    float32('logits', [3], [0, 1, 2]),
  ])
}

/** A session on a server that answers by `reply(path, query, body)`; with `held` answers wait for `release()`. */
function set({ reply = () => undefined, held = false, start, ...more } = {}) {
  const bus = createBus()
  const asked = []
  const waiting = []
  const pauses = []
  const hold = () => (held ? new Promise(done => waiting.push(done)) : Promise.resolve())
  const session = new Session({
    bus,
    write: numbers('en'),
    clock: () => 0,
    later: () => 0,
    never: () => {},
    ...more,
    pause: ms =>
      new Promise(done => {
        pauses.push({ ms, done })
      }),
    ask: async (path, query) => {
      asked.push([path, query?.network ?? ''])
      const said = await reply(path, query ?? {})
      return {
        json: async () =>
          said ?? (path === 'networks' ? CARDS : { ...CARDS.find(c => c.key === query.network), classes: ['a', 'b', 'c'], layers: LAYERS }),
      }
    },
    bytes: async (path, query, body) => {
      asked.push([path, query.network, query.layer, query.form, body])
      await hold()
      return (await reply(path, query, body)) ?? bodyOf(path, query)
    },
  })
  bus.set('words', WORDS)
  bus.set('temperature', 1)
  session.start(start)
  return { bus, asked, waiting, pauses, looks: () => asked.filter(a => a[0] === 'forward'), next: () => pauses.shift()?.done() }
}
const drawing = (...bytes) => ({ strokes: Uint8Array.from(bytes) })

test('it opens the usual network and shows everything at once', async () => {
  const s = set()
  s.bus.set('source', drawing(1))
  await turn()
  assert.deepEqual(['wantedNetwork', 'layer'].map(s.bus.get), ['lenet5', 'conv1'])
  assert.equal(s.bus.get('network').key, 'lenet5')
  assert.deepEqual([...s.bus.get('forward').logits], [0, 1, 2])
  assert.equal(s.bus.get('maps').layer, 'conv1')
  assert.equal(s.looks().length, 1)
})

test('while the pen moves: one question in flight, the newest next, none of those between', async () => {
  const s = set({ held: true })
  s.bus.set('source', drawing(1))
  await turn()
  for (const n of [2, 3, 4]) s.bus.set('source', drawing(n))
  s.waiting.shift()()
  await turn()
  s.waiting.shift()()
  await turn()
  assert.deepEqual(
    s.looks().map(a => a[4][0]),
    [1, 4],
  )
  assert.equal(s.waiting.length, 0)
})

test('another layer is asked with the prepared pixels, and pin and hover go with the old one', async () => {
  const s = set()
  s.bus.set('source', drawing(1))
  await turn()
  s.bus.set('selectedChannel', 1)
  s.bus.set('layer', 'fc')
  assert.equal(s.bus.get('selectedChannel'), 1) // the old maps stay until the new ones are here
  await turn()
  assert.deepEqual(s.asked.at(-1).slice(0, 4), ['feature_maps', 'lenet5', 'fc', 'pixels'])
  assert.deepEqual([...s.asked.at(-1)[4]], [1, 2, 3, 4])
  assert.deepEqual([s.bus.get('maps').layer, s.bus.get('selectedChannel')], ['fc', null])
})

test('a refused picture leaves everything as it was, and is not asked again', async () => {
  const s = set({
    reply: (_, query) => {
      if (query.form === 'picture') throw trouble('refused', 'This is a HEIC.')
    },
  })
  const before = drawing(1)
  s.bus.set('source', before)
  await turn()
  const seen = s.bus.get('forward')
  s.bus.set('source', { file: 'heic' })
  await turn()
  assert.deepEqual([s.bus.get('error'), s.bus.get('source'), s.bus.get('forward')], ['This is a HEIC.', before, seen])
  assert.equal(s.looks().length, 2)
  s.bus.set('source', drawing(2)) // the next good answer ends the trouble
  await turn()
  assert.equal(s.bus.get('error'), null)
})

test('a network that cannot be opened: its sentence, the one in use stays, the menu goes back', async () => {
  const s = set({
    reply: (path, query) => {
      if (path === 'network' && query.network === 'far') throw trouble('refused', 'No connection.')
    },
  })
  s.bus.set('source', drawing(1))
  await turn()
  let menu = 0
  s.bus.on('networkListChanged', () => menu++)
  const before = menu
  s.bus.set('wantedNetwork', 'far')
  await turn()
  assert.deepEqual(
    [s.bus.get('error'), s.bus.get('network').key, s.bus.get('wantedNetwork'), menu - before],
    ['No connection.', 'lenet5', 'lenet5', 1],
  )
  s.bus.set('wantedNetwork', 'far') // and may be tried again
  await turn()
  assert.equal(s.asked.filter(a => a[0] === 'network' && a[1] === 'far').length, 2)
})

test('a download is waited for and its way is said; choosing another meanwhile gives it up', async () => {
  let done = 0
  const s = set({
    reply: (path, query) => (path === 'network' && query.network === 'far' ? { loading: { done_mb: ++done, total_mb: 46.5 } } : undefined),
  })
  s.bus.set('source', drawing(1))
  await turn()
  s.bus.set('wantedNetwork', 'far')
  await turn()
  assert.equal(s.bus.get('loading'), 'Far 1/46.5')
  assert.equal(s.bus.get('network').key, 'lenet5')
  s.next()
  await turn()
  assert.equal(s.bus.get('loading'), 'Far 2/46.5')
  s.bus.set('wantedNetwork', 'resnet109')
  s.next()
  await turn()
  assert.deepEqual([s.bus.get('network').key, s.bus.get('loading')], ['resnet109', null])
  assert.equal(done, 2)
})

test('the server gone: one sentence, nothing lost, and on it goes by itself', async () => {
  let away = false
  const s = set({
    reply: () => {
      if (away) throw trouble('unreachable')
    },
  })
  s.bus.set('source', drawing(1))
  await turn()
  away = true
  const kept = drawing(7)
  const seen = s.bus.get('forward')
  s.bus.set('source', kept)
  await turn()
  assert.deepEqual([s.bus.get('error'), s.bus.get('source'), s.bus.get('forward')], ['gone', kept, seen])
  s.next()
  await turn()
  assert.equal(s.bus.get('error'), 'gone')
  away = false
  s.next()
  await turn()
  assert.equal(s.bus.get('error'), null)
  assert.equal(s.looks().at(-1)[4][0], 7)
  assert.notEqual(s.bus.get('forward'), seen)
})

test('gone from the first moment: the page begins when somebody is there', async () => {
  let away = true
  const s = set({
    reply: () => {
      if (away) throw trouble('unreachable')
    },
  })
  s.bus.set('source', drawing(1))
  await turn()
  assert.equal(s.bus.get('error'), 'gone')
  away = false
  s.next()
  await turn()
  assert.deepEqual([s.bus.get('error'), s.bus.get('forward')?.network], [null, 'lenet5'])
})

test('a link’s network, layer and channel are granted once; wrong ones fall back', async () => {
  const s = set({ start: 'resnet109', initialState: { layer: 'conv1', channel: 1 } })
  s.bus.set('source', drawing(1))
  await turn()
  assert.deepEqual([s.bus.get('network').key, s.bus.get('layer'), s.bus.get('selectedChannel')], ['resnet109', 'conv1', 1])
  s.bus.set('wantedNetwork', 'lenet5')
  await turn()
  assert.equal(s.bus.get('selectedChannel'), null)
  const wrong = set({ start: 'nosuch', initialState: { layer: 'nosuch', channel: 99 } })
  wrong.bus.set('source', drawing(1))
  await turn()
  assert.deepEqual(
    [wrong.bus.get('network').key, wrong.bus.get('layer'), wrong.bus.get('selectedChannel') ?? null],
    ['lenet5', 'conv1', null],
  )
})

test('a link to a network that cannot be opened still opens the page', async () => {
  const s = set({
    start: 'far',
    reply: (path, query) => {
      if (path === 'network' && query.network === 'far') throw trouble('refused', 'No connection.')
    },
  })
  s.bus.set('source', drawing(1))
  await turn()
  assert.equal(s.bus.get('network').key, 'lenet5')
})

test('a photograph that changes the network is not shown to the old one first', async () => {
  const s = set()
  s.bus.set('source', drawing(1))
  await turn()
  s.bus.set('wantedNetwork', 'resnet109')
  s.bus.set('source', { file: 'jpeg', after: 'resnet109' })
  await turn()
  assert.deepEqual(
    s
      .looks()
      .slice(1)
      .map(a => [a[1], a[3]]),
    [['resnet109', 'picture']],
  )
})

test('an answer to a question about another picture is not painted', async () => {
  const s = set({ held: true })
  s.bus.set('source', { file: 'first' })
  await turn()
  s.bus.set('source', { file: 'second' })
  s.waiting.shift()()
  await turn()
  assert.equal(s.bus.get('forward'), undefined)
  s.waiting.shift()()
  await turn()
  assert.ok(s.bus.get('forward'))
})

test('an answer nobody can read is said, logged, and not asked for ever', async t => {
  t.mock.method(console, 'error', () => {})
  const s = set({ reply: path => (path === 'forward' ? new ArrayBuffer(2) : undefined) })
  s.bus.set('source', drawing(1))
  await turn(40)
  assert.equal(s.bus.get('error'), 'unreadable')
  assert.ok(s.looks().length <= 2, `${s.looks().length} questions`)
})

test('own networks come, learn anew and go: the menu follows, and what is in use is asked again', async () => {
  const mine = { key: 'mine/x', title: 'X', weights: 'trained', drawing: true }
  let cards = CARDS
  const s = set({ reply: path => (path === 'networks' ? cards : undefined) })
  const at = () => [s.bus.get('network').key, s.looks().length]
  s.bus.set('source', drawing(1))
  await turn()
  cards = [...CARDS, mine]
  const menu = s.bus.get('networkListChanged')
  s.bus.set('ownNetworksChanged', { changed: [] })
  await turn()
  assert.deepEqual([...s.bus.get('networks').keys()].at(-1), 'mine/x')
  assert.notEqual(s.bus.get('networkListChanged'), menu)
  assert.deepEqual(at(), ['lenet5', 1])
  CARDS.push(mine) // what opening it answers
  s.bus.set('wantedNetwork', 'mine/x')
  await turn()
  assert.deepEqual(at(), ['mine/x', 2])
  const first = s.bus.get('network')
  s.bus.set('ownNetworksChanged', { changed: ['mine/x'] })
  await turn()
  assert.deepEqual(at(), ['mine/x', 3])
  assert.notEqual(s.bus.get('network'), first)
  CARDS.pop()
  cards = CARDS
  s.bus.set('ownNetworksChanged', { changed: ['mine/x'] })
  await turn()
  assert.deepEqual(at(), ['lenet5', 4])
})
