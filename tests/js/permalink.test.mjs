import assert from 'node:assert/strict'
import { test } from 'node:test'
import '../../app/instruments/tabs.js'
import { readLink, START, writeLink } from '../../app/instruments/kit/permalink.js'

const full = {
  tab: 'train',
  network: 'resnet18@random',
  layer: 'features.12.block.0.0',
  channel: 0,
  scope: 'network',
  sample: 'cat',
  ink: '',
  temperature: 2.5,
}

test('a link says everything and says it back', () => {
  assert.deepEqual(readLink(writeLink(full)), full)
})

test('what is as at the start is left out', () => {
  assert.equal(writeLink({ ...START, layer: null, channel: null }), '')
  assert.equal(writeLink({ ...START, scope: 'channel' }), '?scope=channel')
})

test('other people’s keys stay, ours that no longer hold go', () => {
  assert.equal(writeLink({ ...START }, '?__theme=dark&channel=4&ink=abc'), '?__theme=dark')
})

test('hostile values count as absent', () => {
  const hostile = [
    '?channel=-1',
    '?channel=1e9',
    '?channel=',
    '?scope=universe',
    '?temperature=0',
    '?temperature=NaN',
    '?temperature=',
    '?temperature=1e9',
    '?network=<script>',
    '?layer=a b',
    '?ink=a*b',
    `?ink=${'A'.repeat(60001)}`,
    '?sample=../../etc/passwd',
    '?tab=javascript:',
    '?sample=',
  ]
  for (const search of hostile) assert.deepEqual(readLink(search), {}, search)
})
