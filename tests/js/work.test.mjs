import assert from 'node:assert/strict'
import { test } from 'node:test'

globalThis.document = { documentElement: { lang: 'en' } } // what the language is read from
const { came } = await import(['../../app/instruments/frame', 'work', 'describe.js'].join('/'))

const of = (one, many) => ({ one, many })
const t = {
  classes: of('1 class', '{n} classes'),
  pictures_n: of('1 picture', '{n} pictures'),
  networks: of('1 network', '{n} networks'),
  runs: of('1 run', '{n} runs'),
  came: {
    transfer: 'In Transfer: {what}.',
    menu: 'In the menu: {what}.',
    train: 'In Train: {what}.',
    look: 'In Look: your picture.',
    nothing: 'Nothing.',
  },
}

test('what a project has brought is said with its place, and what it has not is not', () => {
  const nothing = { classes: 0, pictures: 0, networks: [], runs: 0, picture: false }
  assert.equal(came(nothing, t), 'Nothing.')
  assert.equal(came({ ...nothing, classes: 2, pictures: 1 }, t), 'In Transfer: 2 classes, 1 picture.')
  const all = { classes: 1, pictures: 30, networks: ['flowers', 'birds'], runs: 1, picture: true }
  assert.equal(came(all, t), 'In Transfer: 1 class, 30 pictures. In the menu: flowers, birds. In Train: 1 run. In Look: your picture.')
  assert.equal(came({ ...nothing, networks: ['a', 'b', 'c', 'd'] }, t), 'In the menu: 4 networks.')
})
