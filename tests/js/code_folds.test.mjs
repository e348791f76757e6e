import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldedRegions } from '../../app/instruments/kit/code_folds.js'

const whole = text =>
  foldedRegions(text)
    .map(one => one.fold + one.text)
    .join('')

test('a region is a stretch of its own, with its first line apart and its last one in it', () => {
  const text = 'import torch\n# region Net, written out\nclass Net:\n    pass\n# endregion\n\nnetwork = Net()\n'
  assert.deepEqual(foldedRegions(text), [
    { fold: '', text: 'import torch\n' },
    { fold: '# region Net, written out\n', text: 'class Net:\n    pass\n# endregion\n' },
    { fold: '', text: '\nnetwork = Net()\n' },
  ])
})

test('whatever the text, nothing of it is lost', () => {
  for (const text of [
    '',
    'x',
    'x\n',
    '# region a\n',
    '# region a\ny\n# endregion',
    '# endregion\n# region b\n# region c\n\n# endregion\nz',
    '  # region no\n',
  ]) {
    assert.equal(whole(text), text)
  }
  assert.equal(foldedRegions('  # region no\n').length, 1)
})
