import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromText, toText, withDab, MOST } from '../../app/instruments/uses/colouring/hints.js'
import { toggled } from '../../app/instruments/uses/colouring/levels.js'
import { viewNeedsClasses } from '../../app/instruments/kit/view_needs.js'
import * as uses from '../../app/instruments/uses/settings.js'

const dab = { x: 0.5, y: 0.25, radius: 0.03, colour: 'cc3311' }

test('dabs are the same after a link', () => {
  const dabs = [dab, { x: 1, y: 0, radius: 0.1, colour: '000000' }]
  assert.deepEqual(fromText(toText(dabs)), dabs)
  assert.equal(uses.READ.dabs(toText(dabs)), toText(dabs))
  assert.deepEqual(fromText(''), [])
  assert.equal(uses.READ.dabs('500.250.30.red'), undefined)
})

test('a dab out of the picture is put to its edge, and of too many the oldest goes', () => {
  assert.equal(toText([{ ...dab, x: -3, y: 7 }]), '0.1000.30.cc3311')
  let dabs = []
  for (let i = 0; i < MOST + 5; i++) dabs = withDab(dabs, { ...dab, x: i / 100 + 0.04 * (i % 2) })
  assert.ok(dabs.length <= MOST)
  assert.equal(withDab([dab], { ...dab, x: 0.51 }).length, 1, 'nearly the same place')
  assert.equal(withDab([dab], { ...dab, x: 0.51, colour: '00ff00' }).length, 2)
})

test('a skip connection is cut and mended', () => {
  assert.equal(toggled('', 3), '3')
  assert.equal(toggled('3', 1), '13')
  assert.equal(toggled('134', 3), '14')
  assert.equal(uses.READ.cut('14'), '14')
  assert.equal(uses.READ.cut('41'), undefined)
})

test('the views that ask for classes are named', () => {
  const get = key => ({ 'train.view': 'step', 'history.view': 'race' })[key]
  assert.deepEqual(
    ['look', 'filters', 'explain', 'augment', 'transfer', 'train', 'history', 'uses'].filter(tab => viewNeedsClasses(tab, get)),
    ['explain', 'augment', 'transfer', 'train'],
  )
})
