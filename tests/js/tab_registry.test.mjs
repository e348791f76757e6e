import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addressKeys,
  clearedKeys,
  fromAddress,
  provided,
  registerTab,
  restoreTabs,
  startTabs,
  toAddress,
} from '../../app/instruments/kit/tab_registry.js'
import { readLink, READS_LINK, START, writeLink } from '../../app/instruments/kit/permalink.js'

test('a tab that registers itself is in the address, starts with the page and provides', () => {
  const heard = []
  registerTab('fake', {
    address: {
      KEYS: ['a'],
      READ: { fake_a: text => text },
      START: { fake_a: '1' },
      toLink: ({ a }) => ({ fake_a: a }),
      fromLink: said => ({ a: said.fake_a ?? '1' }),
    },
    cleared: ['fake_open'],
    restore: (said, bus, first) => heard.push(['restore', said.fake_a, first]),
    start: bus => heard.push(['start', bus]),
    provides: { fakes: () => 7 },
  })
  assert.deepEqual([addressKeys(), clearedKeys()], [['fake.a'], ['fake_open']])
  assert.deepEqual(
    [readLink('?fake_a=2').fake_a, START.fake_a, READS_LINK.has('fake_a'), READS_LINK.has('toString')],
    ['2', '1', true, false],
  )
  assert.equal(writeLink({ ...START, ...toAddress(() => '3') }), '?fake_a=3')
  assert.deepEqual(fromAddress({ fake_a: '4' }), [['fake.a', '4']])
  restoreTabs({ fake_a: '5' }, null)
  startTabs('bus')
  assert.deepEqual(heard, [
    ['restore', '5', null],
    ['start', 'bus'],
  ])
  assert.equal(provided('fakes')(), 7)
  assert.throws(() => provided('nothing'), /no tab provides nothing/)
})

test('two tabs share neither a name nor a key of the address', () => {
  assert.throws(() => registerTab('fake', {}), /two tabs are named fake/)
  assert.throws(() => registerTab('other', { address: { READ: { fake_a: text => text }, START: {} } }), /two tabs say fake_a/)
})
