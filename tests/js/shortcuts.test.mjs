import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPageKey, keyName, onKeys } from '../../app/instruments/kit/shortcuts.js'

/** An element that is inside everything `inside` names (parts of selectors). */
const element = (...inside) => ({
  closest: selector => (selector.split(/,\s*(?![^(]*\))/).some(part => inside.includes(part)) ? {} : null),
})
const press = (key, more = {}) => ({
  key,
  target: element(),
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true
  },
  ...more,
})

test('names of keys', () => {
  assert.equal(keyName(press('D')), 'd')
  assert.equal(keyName(press('z', { ctrlKey: true })), 'mod+z')
  assert.equal(keyName(press('z', { metaKey: true })), 'mod+z')
  assert.equal(keyName(press('Z', { ctrlKey: true, shiftKey: true })), 'mod+shift+z')
  assert.equal(keyName(press('?', { shiftKey: true })), '?')
  assert.equal(keyName(press('ArrowLeft', { altKey: true })), 'alt+ArrowLeft') // the browser's own way back
})

test('whoever types keeps the keys, and parts with arrows keep those', () => {
  assert.equal(isPageKey(press('d', { target: element('textarea') })), false)
  assert.equal(isPageKey(press('d', { target: element('dialog') })), false)
  assert.equal(isPageKey(press('d', { target: element('[role=radiogroup]') })), true)
  assert.equal(isPageKey(press('ArrowRight', { target: element('[role=radiogroup]') })), false)
  assert.equal(isPageKey(press('Home', { target: element('[role=tablist]') })), false)
  assert.equal(isPageKey(press('ArrowRight')), true)
  assert.equal(isPageKey(press('d', { defaultPrevented: true })), false)
})

test('a key is used up unless its doer says it was not theirs', () => {
  const root = new EventTarget()
  const did = []
  const end = onKeys({ d: () => did.push('d'), e: () => false }, root)
  const send = key => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key })
    root.dispatchEvent(event)
    return event.defaultPrevented
  }
  assert.deepEqual([send('d'), send('e'), send('x')], [true, false, false])
  end()
  send('d')
  assert.deepEqual(did, ['d'])
})
