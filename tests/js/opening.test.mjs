// Open groups of a deep network: what a layer opens by itself, what a link says, and both ways.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createView, placeOf, reveal, unsaid } from '../../app/instruments/look/strip/opening.js'
import { fromLink, READ, toLink } from '../../app/instruments/look/opened_groups.js'

const layer = name => ({ name, kind: 'conv', title: '', shape: [4, 8, 8], inputs: [] })
const layers = ['input', 'stem']
  .concat(
    ...['layer1', 'layer2', 'layer3'].map(stage =>
      [0, 1, 2].flatMap(block => ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(part => `${stage}.${block}.${part}`)),
    ),
  )
  .map(layer)
const network = { key: 'deep', layers }

test('a chosen layer opens what hides it, and a link need not say so', () => {
  const view = createView(network, null)
  const place = placeOf(view, 'layer2.1.c')
  assert.ok(reveal(view, place))
  assert.deepEqual([...view.opened], ['layer2', 'layer2.1'])
  assert.equal(unsaid(view, place, null), undefined)
})

test('what is open beside it is said, read again and opens the same', () => {
  const view = createView(network, null)
  const place = placeOf(view, 'stem')
  view.opened.add('layer3').add('layer3.0')
  const said = unsaid(view, place, null)
  assert.deepEqual(said, { network: 'deep', groups: ['layer3', 'layer3.0'] })
  assert.equal(unsaid(view, place, said), undefined)
  const text = toLink(said, 'deep')
  assert.equal(text, 'layer3~layer3.0')
  const read = fromLink({ open: READ.open(text), network: 'deep' }).opened
  assert.deepEqual([...createView(network, read).opened], ['layer3', 'layer3.0'])
})

test('another network, unknown groups and odd text open nothing', () => {
  assert.equal(createView(network, { network: 'other', groups: ['layer3'] }).opened.size, 0)
  assert.equal(createView(network, { network: 'deep', groups: ['layer9', 'stem'] }).opened.size, 0)
  assert.equal(toLink({ network: 'other', groups: ['layer3'] }, 'deep'), null)
  for (const text of ['', '~', '<b>', 'a~'.repeat(70) + 'a']) assert.equal(READ.open(text), undefined, text)
})

test('what was said and is folded again is taken back', () => {
  const view = createView(network, { network: 'deep', groups: ['layer3'] })
  view.opened.clear()
  assert.equal(unsaid(view, placeOf(view, 'stem'), { network: 'deep', groups: ['layer3'] }), null)
})
