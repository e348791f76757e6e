import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHistory, isNewStop, viewOf } from '../../app/instruments/kit/browser_history.js'

/** A window's history, as far as it is used here. */
function fake(search = '') {
  const entries = [{ state: null, url: `/${search}` }]
  let at = 0
  const location = {
    pathname: '/',
    hash: '',
    get search() {
      return entries[at].url.slice(1)
    },
  }
  const history = {
    get state() {
      return entries[at].state
    },
    pushState(state, _, url) {
      entries.splice(++at, Infinity, { state, url })
    },
    replaceState(state, _, url = entries[at].url) {
      entries[at] = { state, url }
    },
  }
  const go = by => {
    at += by
    return entries[at].state
  }
  return { history, location, entries, go }
}

test('a view is a tab, a tab’s view, a stop, an open receipt', () => {
  for (const search of ['?tab=train', '?teach_view=changed', '?room=race', '?view=runs', '?receipt=conv1@1.2.3', '?lecture=course&stop=a'])
    assert.notEqual(viewOf(search), viewOf(''), search)
  for (const search of ['?network=resnet18', '?layer=conv2&channel=3', '?ink=abc', '?temperature=2'])
    assert.equal(viewOf(search), viewOf(''), search)
  assert.equal(viewOf('?receipt=conv1@1.2.3'), viewOf('?receipt=conv2@0.0.1'))
})

test('another view is an entry, everything else stands in the entry in which it changed', () => {
  const { history, location, entries, go } = fake()
  const steps = browserHistory({ history, location })
  assert.equal(steps.write('?network=a'), false)
  assert.equal(steps.write('?network=a&tab=train'), true)
  assert.equal(steps.write('?network=b&tab=train'), false)
  assert.deepEqual(
    entries.map(({ url }) => url),
    ['/?network=a', '/?network=b&tab=train'],
  )
  steps.arrive(go(-1))
  assert.equal(steps.write('?network=c'), false)
  assert.equal(entries.length, 2) // Forward is still there
  assert.equal(steps.write('?network=c&tab=filters'), true)
  assert.equal(entries.length, 2)
})

test('what is written on the way somewhere makes no entry, nor does a page that nobody sees', () => {
  const { history, location, entries } = fake()
  browserHistory({ history, location }).write('?tab=train', false)
  browserHistory({ history, location, alone: true }).write('?tab=filters')
  assert.equal(entries.length, 1)
})

test('other people’s state of an entry stays', () => {
  const { history, location, entries } = fake()
  entries[0].state = { theirs: 1 }
  const steps = browserHistory({ history, location })
  steps.write('?tab=train')
  assert.equal(history.state.theirs, 1)
})

test('own pictures are found by the entry that they were shown in, the last twelve of them', () => {
  const { history, location, go } = fake()
  const steps = browserHistory({ history, location })
  const [first, second] = [{ file: 1 }, { file: 2 }]
  steps.picture(first)
  steps.write('?tab=train')
  steps.picture(second)
  const back = go(-1)
  steps.arrive(back)
  assert.equal(steps.pictureOf(back), first)
  assert.equal(steps.pictureOf(go(1)), second)
  for (let i = 0; i < 12; i++) {
    steps.write(`?tab=t${i}`, true)
    steps.picture({ file: i })
  }
  assert.equal(steps.pictureOf(back), null)
})

test('a lecture’s stops are entries, but for the one that the page opens with', () => {
  assert.equal(isNewStop('', 'a'), true)
  assert.equal(isNewStop('?lecture=course', 'a'), false)
  assert.equal(isNewStop('?lecture=course&stop=a', 'a'), false)
  assert.equal(isNewStop('?lecture=course&stop=a', 'b'), true)
  assert.equal(isNewStop('?lecture=course&stop=a', null), true)
  assert.equal(isNewStop('?tab=train', null), false)
})
