// What Filters asks when the server has forgotten the page: its edits first, so that nothing is answered by the network as it was trained.
import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' }, addEventListener() {}, hidden: false } // what the kit reads of a page
globalThis.addEventListener ??= () => {}
const { createBus } = await import('../../app/instruments/kit/bus.js')
const bus = (globalThis.cnn = createBus())
const { startFilters } = await import('../../app/instruments/filters/controller.js')
const { Connection } = await import('../../app/instruments/kit/connection.js')

const turn = async (n = 12) => {
  for (let i = 0; i < n; i++) await new Promise(r => setImmediate(r))
}
const asked = []
let refused = false
globalThis.fetch = async (url, { headers }) => {
  asked.push([new URL(url).pathname.split('/').at(-1), new URL(url).searchParams.get('network'), headers['X-Visitor']])
  return refused ? Response.json({ error: 'no' }, { status: 422 }) : Response.json({ network: 'lenet5~1' })
}
const EDIT = { layer: 'conv1', unit: 2, factor: 0, kernel: null }
const own = new Connection({ bus, post: async () => ({ visitor: 'fresh' }) })

test('edits are sent again before anything else is asked, and are in force meanwhile', async () => {
  const machine = startFilters(bus)
  globalThis.cnnVisitor = 'old'
  bus.set('network', { key: 'lenet5', layers: [], classes: [] })
  machine.edit(EDIT)
  await turn()
  assert.deepEqual([bus.get('edited').wire, asked.splice(0)], ['lenet5~1', [['edited_network', 'lenet5', 'old']]])
  await own.expired()
  assert.deepEqual(asked.splice(0), [['edited_network', 'lenet5', 'fresh']])
  assert.equal(bus.get('edited').wire, 'lenet5~1')
})

test('where they are refused the page no longer says that they are in force', async () => {
  refused = true
  await own.expired()
  assert.equal(bus.get('edited'), null)
})

test('a network of the visitor’s own is back first', async () => {
  refused = false
  bus.set('networks', new Map())
  bus.set('network', { key: 'mine/a', layers: [], classes: [] })
  startFilters(bus).edit(EDIT)
  await turn()
  assert.equal(bus.get('edited').key, 'mine/a')
  asked.length = 0
  await own.expired()
  assert.deepEqual([bus.get('edited'), asked.splice(0)], [null, []])
  bus.set('network', { key: 'mine/a', layers: [], classes: [] }) // opened anew
  await turn()
  assert.deepEqual([bus.get('edited').wire, asked.map(([path]) => path)], ['lenet5~1', ['edited_network']])
})
