import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, foldAccents, search } from '../../app/instruments/frame/note/search.js'

const network = {
  classes: ['jellyfish', 'catamaran', 'tiger cat', 'French horn', 'dugong', 'Arctic fox'],
  classes_other: ['água-viva', 'catamarã', 'gato-tigre', 'trompa', 'dugongo', 'raposa-do-ártico'],
}
const all = entries(network, 'en')
const found = question => search(all, question).map(entry => entry.name)

test('accents, capitals and hyphens do not count', () => {
  assert.equal(foldAccents('Água-viva'), 'agua viva')
  assert.equal(foldAccents('  CAMINHÃO de Lixo! '), 'caminhao de lixo')
  assert.deepEqual(found('AGUA VIVA'), ['jellyfish'])
  assert.deepEqual(found('água-viva'), ['jellyfish'])
  assert.deepEqual(found('artico'), ['Arctic fox'])
})

test('a class is found by either name, by words in any order, and the beginning of a word comes first', () => {
  assert.deepEqual(found('trompa'), ['French horn'])
  assert.deepEqual(found('horn fren'), ['French horn'])
  assert.deepEqual(found('trompa horn'), ['French horn'])
  assert.deepEqual(found('gong'), ['dugong'])
  assert.deepEqual(found('at'), ['catamaran', 'tiger cat'])
  assert.deepEqual(found('o'), ['Arctic fox', 'dugong', 'French horn', 'tiger cat'])
  assert.deepEqual(found('do'), ['Arctic fox'])
  assert.deepEqual(found('g'), ['tiger cat', 'dugong', 'jellyfish'])
  assert.deepEqual(found('zebra'), [])
})

test('without a question all classes stand in their order in the language, numbers as numbers', () => {
  assert.deepEqual(found(' '), ['Arctic fox', 'catamaran', 'dugong', 'French horn', 'jellyfish', 'tiger cat'])
  const portuguese = entries({ classes: network.classes_other, classes_other: network.classes }, 'pt')
  assert.deepEqual(
    portuguese.map(entry => entry.name),
    ['água-viva', 'catamarã', 'dugongo', 'gato-tigre', 'raposa-do-ártico', 'trompa'],
  )
  const digits = ['10', '9', '2', '0']
  assert.deepEqual(
    entries({ classes: digits, classes_other: digits }, 'en').map(({ index, name, other }) => [index, name, other]),
    [
      [3, '0', ''],
      [2, '2', ''],
      [1, '9', ''],
      [0, '10', ''],
    ],
  )
})
