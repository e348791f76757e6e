import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grouped, listed, matching } from '../../app/instruments/kit/network_list.js'

const card = (key, title, more = {}) => ({
  key,
  title,
  year: 2015,
  family: 'ResNet',
  drawing: false,
  weights: 'download',
  classes: 1000,
  task: 'imagenet',
  ...more,
})
const CARDS = [
  card('resnet109', 'Our ResNet · photographs', { family: '', weights: 'shipped' }),
  card('lenet5', 'LeNet-5 · digits', { family: '', year: 1998, usual: true }),
  card('mine/eu', 'São João', { family: '', year: 2026 }),
  card('resnet18', 'ResNet-18 · photographs', { macs: 1.8e9, accuracy: 69.8, download_mb: 45 }),
  card('resnet50', 'ResNet-50 · photographs', { macs: 4.1e9, accuracy: 76.1, download_mb: 98 }),
  card('vgg11', 'VGG-11 · photographs', { family: 'VGG', year: 2014, macs: 7.6e9, accuracy: 69, download_mb: 507 }),
  card('resnet18@random', 'ResNet-18 · untrained', { weights: 'random', macs: 1.8e9 }),
]
const TITLES = { here: 'Here', sorted: 'by accuracy' }
const keys = cards => cards.map(({ key }) => key)

test('found by name, key, family and year, without accents, hyphens and capitals', () => {
  for (const [question, wanted] of [
    ['resnet 18', ['resnet18', 'resnet18@random']],
    ['RESNET18', ['resnet18', 'resnet18@random']],
    ['vgg 2014', ['vgg11']],
    ['sao', ['mine/eu']],
    ['1998', ['lenet5']],
    ['zebra', []],
  ])
    assert.deepEqual(keys(matching(CARDS, question)), wanted, question)
})

test('trained ones or untrained ones; a question that finds none of these asks all', () => {
  assert.deepEqual(keys(listed(CARDS, { question: '', untrained: true })), ['resnet18@random'])
  assert.ok(!keys(listed(CARDS, { question: '', untrained: false })).includes('resnet18@random'))
  assert.deepEqual(keys(listed(CARDS, { question: 'resnet 18', untrained: false })), ['resnet18'])
  assert.deepEqual(keys(listed(CARDS, { question: 'untrained', untrained: false })), ['resnet18@random'])
})

test("the playground's own come first, then family by family", () => {
  const groups = grouped(listed(CARDS, { question: '', untrained: false }), 'family', TITLES)
  assert.deepEqual(
    groups.map(({ title, cards }) => [title, keys(cards)]),
    [
      ['Here', ['lenet5', 'resnet109', 'mine/eu']],
      ['ResNet', ['resnet18', 'resnet50']],
      ['VGG', ['vgg11']],
    ],
  )
})

test('sorted by a number, the best accuracy and the least work first; who lacks it comes last', () => {
  const trained = listed(CARDS, { question: '', untrained: false })
  assert.deepEqual(keys(grouped(trained, 'accuracy', TITLES)[0].cards).slice(0, 3), ['resnet50', 'resnet18', 'vgg11'])
  assert.deepEqual(keys(grouped(trained, 'macs', TITLES)[0].cards), ['resnet18', 'resnet50', 'vgg11', 'resnet109', 'lenet5', 'mine/eu'])
  assert.equal(grouped(trained, 'year', TITLES)[0].cards[0].key, 'lenet5')
  assert.deepEqual(grouped([], 'year', TITLES), [])
})
