import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { entries, foldAccents, search } from '../../app/instruments/frame/class_choice/search.js'

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

const [CLASSES, GROUPS] = ['imagenet1000.csv', 'imagenet_groups.csv'].map(name => {
  const [head, ...rows] = readFileSync(new URL(`../../assets/${name}`, import.meta.url), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map(line => line.split(','))
  return rows.map(row => Object.fromEntries(row.map((value, i) => [head[i], value])))
})
const place = new Map(GROUPS.map(({ wnid }, i) => [wnid, i]))
const groupsIn = (own, other) => ({
  names: GROUPS.map(group => group[own]),
  names_other: GROUPS.map(group => group[other]),
  parents: GROUPS.map(group => place.get(group.parent) ?? -1),
  of: CLASSES.map(({ group }) => place.get(group)),
})
const imagenet = (own, other) => ({
  classes: CLASSES.map(one => one[own]),
  classes_other: CLASSES.map(one => one[other]),
  groups: groupsIn(own, other),
})
const LISTS = { en: entries(imagenet('english', 'portuguese'), 'en'), pt: entries(imagenet('portuguese', 'english'), 'pt') }
const named = (question, language = 'en') => search(LISTS[language], question).map(entry => entry.name)

test('of the 1,000 classes of ImageNet each is found first by its name in either language, with and without accents', () => {
  for (const entry of LISTS.pt.filter(({ index }) => index % 31 === 0)) {
    for (const text of [
      entry.name,
      entry.name.toUpperCase(),
      entry.name.normalize('NFD'),
      foldAccents(entry.name),
      entry.other || entry.name,
    ])
      assert.equal(search(LISTS.pt, text)[0].index, entry.index, text)
  }
})

test('words and groups are found in both languages', () => {
  assert.deepEqual(named('golden retriever'), ['golden retriever'])
  assert.deepEqual(named('Retriever, golden'), ['golden retriever'])
  assert.deepEqual(named('cão'), named('CAO'))
  for (const dog of ['golden retriever', 'beagle'])
    for (const word of ['cão', 'cachorro', 'dog']) assert.ok(named(word).includes(dog), word)
  assert.ok(!named('cão').includes('tabby cat'))
  for (const word of ['tubarao', 'tubarão', 'shark'])
    assert.deepEqual(named(word).sort(), ['great white shark', 'hammerhead shark', 'tiger shark'])
  assert.deepEqual(named('orgao', 'pt'), ['órgão de tubos'])
  assert.deepEqual(named('xyzzy'), [])
})

test('the best answers come first: a word, the beginning of one, a group, the inside of a word', () => {
  const cars = named('carro', 'pt')
  assert.ok(cars.indexOf('carro de corrida') < cars.indexOf('carroça') && cars.indexOf('carroça') < cars.indexOf('ambulância'))
  assert.deepEqual(named('berry'), ['strawberry'])
  assert.equal(named('lion')[0], 'lion')
  assert.ok(named('lion').indexOf('sea lion') < named('lion').indexOf('lionfish'))
  assert.deepEqual(named('hotdog', 'pt'), ['cachorro-quente'])
  assert.deepEqual(named('caixa dagua', 'pt'), ["caixa-d'água"])
  assert.equal(named('?!').length, 1000)
})
