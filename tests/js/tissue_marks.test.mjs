import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanName, legalMarks, legalNames, marksOf, marksText, saidOf, Undo, withSaid } from '../../app/instruments/uses/marks.js'

const MARKS = [
  { kind: 0, width: 0.03, points: [0.1, 0.2, 0.3, 0.4] },
  { kind: 2, width: 0.12, points: [1, 0] },
]

test('strokes come back from a link as near as its board is fine', () => {
  const back = marksOf(marksText(MARKS))
  assert.equal(back?.length, 2)
  back?.forEach((mark, at) => {
    assert.equal(mark.kind, MARKS[at].kind)
    const pairs = [[mark.width, MARKS[at].width], ...mark.points.map((part, i) => [part, MARKS[at].points[i]])]
    for (const [got, wanted] of pairs) assert.ok(Math.abs(got - wanted) <= 0.5 / 255 + 1e-9)
  })
})

test('no strokes are something else than nothing said', () => {
  assert.deepEqual(marksOf(marksText([])), [])
  assert.equal(saidOf('', 'colon'), undefined)
  assert.equal(saidOf(withSaid('', 'colon', ''), 'colon'), '')
  assert.equal(withSaid(withSaid('retina.x', 'colon', 'y'), 'retina', undefined), 'colon.y')
})

test('a link says only legal strokes and names', () => {
  assert.ok(legalMarks(`colon.${marksText(MARKS)}~own.`) && legalMarks(''))
  for (const wrong of ['lung.', 'colon.!', 'colon.AAAA', 'colon', `colon.${'A'.repeat(20_000)}`]) assert.ok(!legalMarks(wrong), wrong)
  assert.ok(legalNames('own.Nuclei|Rest') && legalNames('colon.||'))
  for (const wrong of ['own.One', 'own.1|2|3|4', 'lung.a|b', `own.${'a'.repeat(25)}|b`]) assert.ok(!legalNames(wrong), wrong)
  assert.equal(cleanName('a|b~c.d'), 'a b c d')
})

test('what is undone can be done again, until something new is done', () => {
  const undo = new Undo()
  assert.equal(undo.back('x'), null)
  undo.did(undefined)
  undo.did('one')
  assert.deepEqual(undo.back('two'), { to: 'one' })
  assert.deepEqual(undo.again('one'), { to: 'two' })
  assert.deepEqual(undo.back('two'), { to: 'one' })
  assert.deepEqual(undo.back('one'), { to: undefined })
  assert.ok(!undo.canBack && undo.canAgain)
  undo.did(undefined)
  assert.ok(!undo.canAgain)
})
