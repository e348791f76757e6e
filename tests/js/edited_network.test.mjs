import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aboutEdited, requestKeyOf } from '../../app/instruments/kit/edited_network.js'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { describeEdits } = await import('../../app/instruments/kit/edited_notice.js')

const edited = { key: 'lenet5', wire: 'lenet5~1f0c' }

test('what is asked about the picture is asked about the edited network, the rest about the one that was trained', () => {
  for (const path of [
    'forward',
    'feature_maps',
    'channel',
    'receipt',
    'effective_receptive_field',
    'attribution',
    'attribution_per_layer',
    'unit_activations',
    'top_patches',
    'maximize_activation',
  ])
    assert.equal(aboutEdited(path, { network: 'lenet5', layer: 'conv1' }, edited).network, 'lenet5~1f0c', path)
  for (const path of ['weight_edits', 'count_correct', 'filter_tiles', 'kernel', 'edited_network', 'network'])
    assert.equal(aboutEdited(path, { network: 'lenet5' }, edited).network, 'lenet5', path)
  assert.deepEqual(aboutEdited('unit_activations', { network: 'lenet5', trained: true }, edited), { network: 'lenet5' })
  assert.equal(aboutEdited('explain', { network: 'lenet5@random' }, edited).network, 'lenet5@random')
  assert.equal(aboutEdited('look', { network: 'lenet5' }, null).network, 'lenet5')
})

test('the key of a network is its own until it is edited', () => {
  const bus = { get: () => edited }
  assert.equal(requestKeyOf(bus, 'lenet5'), 'lenet5~1f0c')
  assert.equal(requestKeyOf(bus, 'mlp'), 'mlp')
})

test('edits are named as they were made, the first few', () => {
  const words = { edit_off: 'off', edit_painted: 'painted', edit_more: '; {n} more' }
  const edit = (unit, factor, kernel = null) => ({ layer: 'conv1', unit, factor, kernel })
  assert.equal(describeEdits([edit(3, 0)], words), 'conv1 3 off')
  assert.equal(
    describeEdits([edit(3, -1), edit(4, 1, [1]), edit(5, 2), edit(6, 0)], words),
    'conv1 3 × −1; conv1 4 painted; conv1 5 × 2; 1 more',
  )
})
