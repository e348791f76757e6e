import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { costsOf, isRefused } = await import('../../app/instruments/kit/network_option.js')

const words = {
  menu_fetch: '{n} MB to download',
  menu_present: 'present',
  menu_install: 'to be installed',
  menu_too_large: 'too large here',
  menu_no_host: '{title}: {n} MB, no host',
  menu_memory: '{n} MB of memory',
  menu_seconds: '{opening} s to open, {n} s a picture',
  menu_at_once: 'at once',
}
const card = more => ({ key: 'one', title: 'One · photographs', family: 'Ones', weights: 'present', memory_mb: 12, paper: '', ...more })

test('refused is what is too large, not installed, or away while its host does not answer', () => {
  assert.equal(isRefused(card({}), false), false)
  assert.equal(isRefused(card({ refused: 'Too large.' }), true), true)
  assert.equal(isRefused(card({ weights: 'install' }), true), true)
  assert.deepEqual(
    [true, undefined, false].map(hosts => isRefused(card({ weights: 'download' }), hosts)),
    [false, false, true],
  )
})

test('of a refused network it says why, of another what it takes', () => {
  const away = card({ weights: 'download', download_mb: 44.7 })
  assert.equal(costsOf(card({ refused: 'Too large.', weights: 'download' }), words, false), 'Too large.')
  assert.equal(costsOf(away, words, false), 'One: 44.7 MB, no host')
  assert.equal(costsOf(away, words, undefined), '44.7 MB to download · 12 MB of memory')
  assert.equal(costsOf(undefined, words, true), '')
})

test('time is said where it was measured: opening and one picture, or at once', () => {
  assert.equal(
    costsOf(card({ opening_seconds: 1.23, seconds: 0.31 }), words, true),
    'present · 12 MB of memory · 1 s to open, 0.3 s a picture',
  )
  assert.equal(costsOf(card({ opening_seconds: 0.05, seconds: 0.01 }), words, true), 'present · 12 MB of memory · at once')
  assert.equal(costsOf(card({ opening_seconds: null, seconds: null }), words, true), 'present · 12 MB of memory')
})
