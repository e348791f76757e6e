import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBus } from '../../app/instruments/kit/bus.js'
import { followStale, staleOf } from '../../app/instruments/kit/stale_notice.js'

const here = {
  loading: 'Opening B.',
  wantedNetwork: 'b',
  network: { key: 'a' },
  forward: { network: 'a' },
  layer: 'conv1',
  maps: { layer: 'conv1' },
  source: { file: {} },
}

test('while another network opens, the old answer is known to be the old network’s', () => {
  assert.deepEqual(staleOf(here), { key: 'a', other: true })
  assert.equal(staleOf({ ...here, loading: null }), null)
  assert.equal(staleOf({ ...here, forward: undefined }), null, 'nothing to be out of date')
})

test('a picture on its way makes the answer old, a layer on its way does not, and a pen never', () => {
  const same = { ...here, wantedNetwork: 'a' }
  assert.deepEqual(staleOf(same), { key: 'a', other: false })
  assert.equal(staleOf({ ...same, layer: 'conv2' }), null)
  assert.equal(staleOf({ ...same, source: { strokes: new Uint8Array() } }), null)
})

test('the page is grey exactly while something on it is old', () => {
  const bus = createBus()
  const worn = new Set()
  followStale(bus, { toggle: (name, on) => worn[on ? 'add' : 'delete'](name) })
  for (const [key, value] of Object.entries(here)) bus.set(key, value)
  assert.ok(worn.has('stale'))
  assert.deepEqual(bus.get('stale'), { key: 'a', other: true })
  bus.set('network', { key: 'b' })
  bus.set('forward', { network: 'b' })
  bus.set('loading', null)
  assert.ok(!worn.has('stale'))
  assert.equal(bus.get('stale'), null)
})
