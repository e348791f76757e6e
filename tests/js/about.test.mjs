import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'pt-BR' } } // what the language is read from
const { shipped } = await import('../../app/instruments/frame/head/about.js')

test('of the networks, those that come with the project, with their numbers as the language writes them', () => {
  const cards = [
    { key: 'a', title: 'A · dígitos', note: 'Treinada com 60.000 dígitos.', parameters: 61706, weights: 'shipped' },
    { key: 'b', title: 'B', note: '', parameters: 1, weights: 'download' },
    { key: 'a@random', title: 'A · sem treino', note: '', parameters: 61706, weights: 'random' },
  ]
  const said = shipped(new Map(cards.map(card => [card.key, card])), { about_parameters: '{n} parâmetros.' })
  assert.deepEqual(said, [['A · dígitos', '61\u202f706 parâmetros. Treinada com 60\u202f000 dígitos.']])
})
