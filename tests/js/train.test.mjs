// Train in Node: what a link says, what presets come to, what is read off a race, and the table for a spreadsheet.
import assert from 'node:assert/strict'
import test from 'node:test'
import * as train from '../../app/instruments/train/settings.js'
import { epochAt, fitting, place, spot, wordsAt } from '../../app/instruments/train/trainlanes/chart.js'
import { around, place as placeOf } from '../../app/instruments/train/trainseeds/seed_dots.js'
import {
  at,
  axis,
  chanceLevel,
  coming,
  runCovers,
  emptyRun,
  endEpochs,
  ends,
  gapOf,
  halfOf,
  highest,
  droppedPerLayer,
  reached,
  visibleRun,
  shownOf,
  spread,
  applyEvent,
} from '../../app/instruments/train/run_events.js'
import { pendingText } from '../../app/instruments/train/trainsettings/pending_settings.js'
import { cell, COLUMNS, csv, runsOf } from '../../app/instruments/train/runs.js'
import { rounded } from '../../app/instruments/train/menus.js'

const USUAL = {
  data: 'mnist',
  each: 10,
  network: 'lenet5',
  width: 8,
  depth: 8,
  augmentation: [],
  dropout: 0,
  random_labels: 0,
  epochs: 60,
  learning_rate: 0.002,
  batch: 10,
  optimiser: 'adam',
  schedule: 'constant',
  weight_decay: 0,
  momentum: 0.9,
  label_smoothing: 0,
  clip: 0,
  seed: 0,
}
const TURN = [{ transform: 'rotation', parameters: { degrees: [-15, 15] } }]
const MENU = {
  usual: USUAL,
  presets: [
    { key: 'augment', left: {}, right: { augmentation: TURN }, measure: 'accuracy', lanes: 'two', repeats: 5 },
    { key: 'memorise', left: { learning_rate: 0.0003 }, right: {}, measure: 'loss', lanes: 'one', repeats: 3 },
  ],
}

test('settings survive their text', () => {
  const said = { data: 'shapes', each: 3, learning_rate: 1e-5, augmentation: 'rotation!degrees:-15_15~invert', dropout: 0.35 }
  const usual = train.settingsOf(USUAL)
  assert.deepEqual(train.settingsFromText(train.settingsToText({ ...usual, ...said }, usual)), said)
  assert.equal(train.settingsToText(usual, usual), '')
  assert.deepEqual(train.settingsFromText(''), {})
})

test('what is no setting is none', () => {
  for (const text of [
    'each',
    'each:x',
    'nothing:1',
    'each:1*each:2',
    'data:../x',
    'augmentation:No',
    'dropout:-1',
    'each:1**',
    'a'.repeat(4000),
    3,
  ])
    assert.equal(train.settingsFromText(text), null, String(text))
})

test('a plan is the same as text and as JSON', () => {
  assert.equal(train.planText(TURN), 'rotation!degrees:-15_15')
  assert.deepEqual(train.planOf(train.planText(TURN)), TURN)
  assert.deepEqual(train.jsonOf(train.settingsOf({ ...USUAL, augmentation: TURN })), { ...USUAL, augmentation: TURN })
})

test('a preset says what nobody has chosen, and a change by hand ends it', () => {
  const now = train.effectiveSettings({ ...train.FIRST, point: 'augment' }, MENU)
  assert.deepEqual([now.point, now.measure, now.lanes, now.repeats], ['augment', 'accuracy', 'two', 5])
  assert.deepEqual(train.differing(now), ['augmentation'])
  const raw = train.changed(now, { right: { ...now.right, dropout: 0.5 } }, train.settingsOf(USUAL))
  assert.deepEqual(raw, {
    point: '-',
    left: '',
    right: 'augmentation:rotation!degrees:-15_15*dropout:0.5',
    measure: null,
    lanes: null,
    repeats: 5,
    epoch: null,
  })
  const again = train.effectiveSettings({ ...train.FIRST, ...raw }, MENU)
  assert.deepEqual([again.point, again.repeats, again.right.dropout, again.left.dropout], ['-', 5, 0.5, 0])
  assert.deepEqual(train.effectiveSettings({ ...train.FIRST, point: 'gone' }, MENU).point, '-')
})

test('a link carries every setting and nothing illegal', () => {
  const raw = { view: 'runs', point: 'memorise', left: 'each:5', right: '', measure: 'loss', lanes: 'one', repeats: 3, epoch: 0 }
  assert.deepEqual(train.fromLink(train.toLink(raw)), raw)
  assert.deepEqual(train.fromLink({}), train.FIRST)
  assert.equal(train.READ.epoch('201'), undefined)
  assert.equal(train.READ.repeats('0'), undefined)
  assert.equal(train.READ.view('look'), undefined)
  assert.equal(train.READ.left('each:x'), undefined)
  assert.equal(train.READ.left(''), '')
})

const standing = (lane, epoch, t, v, seed = 0) => ({ what: 'standing', lane, seed, epoch, train: t, validation: v, answers: [1], kept: '' })
const raced = () => {
  const race = emptyRun(2)
  for (const seed of [0, 1]) {
    for (const lane of [0, 1]) {
      for (let e = 0; e <= 2; e++)
        applyEvent(race, standing(lane, e, [2 - e, 0.1 + 0.4 * e], [2.3, 0.1 + 0.2 * e + 0.1 * lane + 0.05 * seed], seed), 0)
      applyEvent(race, { what: 'ended', lane, seed, epoch: 2, how: 'done', step: 20, kept: '' }, 0)
    }
  }
  return race
}

test('a race as its events tell it', () => {
  const race = raced()
  assert.equal(race.lanes[0].standings.length, 3)
  assert.equal(race.seeds.size, 2)
  assert.equal(race.seeds.get(1)[1].validation.length, 3)
  assert.equal(at(race.lanes[0], 99).epoch, 2)
  assert.equal(reached(race), 2)
  const two = emptyRun(2)
  applyEvent(two, standing(0, 0, [2, 0.1], [2, 0.1]), 0)
  assert.equal(reached(two), -1)
  applyEvent(two, { what: 'queued', before: 2, seconds: 3 }, 0)
  assert.equal(two.queued.before, 2)
  applyEvent(two, standing(1, 0, [2, 0.1], [2, 0.1]), 0)
  assert.equal(two.queued, null)
})

test('a lane that diverged does not hold the other back', () => {
  const race = emptyRun(2)
  for (let e = 0; e <= 5; e++) applyEvent(race, standing(0, e, [1, 0.5], [1, 0.5]), 0)
  applyEvent(race, standing(1, 0, [1, 0.5], [1, 0.5]), 0)
  applyEvent(race, { what: 'ended', lane: 1, seed: 0, epoch: 1, how: 'diverged', step: 12, kept: '' }, 0)
  assert.equal(reached(race), 5)
})

test('the gap is positive where validation is worse, in both measures', () => {
  const one = standing(0, 3, [0.25, 0.9], [1.5, 0.65])
  assert.ok(Math.abs(gapOf(one, 'accuracy') - 25) < 1e-9)
  assert.equal(gapOf(one, 'loss'), 1.25)
  assert.equal(chanceLevel(10, 'accuracy'), 10)
  assert.ok(Math.abs(chanceLevel(10, 'loss') - 2.302585) < 1e-6)
})

test('mean, spread and the last values of each seed', () => {
  const found = ends(raced(), 'accuracy')
  assert.deepEqual(
    found.map(one => one.seed),
    [0, 1],
  )
  assert.ok(Math.abs(found[1].values[1] - 65) < 1e-9)
  const { mean, sd } = spread([1, 2, 3, 4])
  assert.equal(mean, 2.5)
  assert.ok(Math.abs(sd - 1.2909944) < 1e-6) // numpy.std([1, 2, 3, 4], ddof=1)
  assert.ok(Number.isNaN(spread([3]).sd) && Number.isNaN(spread([3]).half))
  assert.ok(Math.abs(spread([1, 2, 3, 4]).half - 2.0542) < 1e-3) // scipy.stats.t.interval(0.95, 3, 2.5, sem)
  for (const [n, t] of [
    [2, 12.706],
    [11, 2.228],
    [12, 2.201],
    [31, 2.042],
  ])
    assert.ok(Math.abs(halfOf(Math.sqrt(n), n) - t) < 3e-3) // scipy.stats.t.ppf(0.975, n - 1)
})

test('axes hold every value with round ticks', () => {
  assert.deepEqual(axis('accuracy').ticks, [0, 25, 50, 75, 100])
  for (const most of [0.31, 2.303, 2.51, 9.9, 13.6, 170]) {
    const { top, ticks } = axis('loss', most)
    assert.ok(top >= most && ticks.at(-1) === top && ticks.length >= 3 && ticks.length <= 7, String(most))
  }
  assert.deepEqual(axis('loss', 2.4).ticks, [0, 0.5, 1, 1.5, 2, 2.5])
  assert.deepEqual(axis('loss', 1.2).ticks, [0, 0.25, 0.5, 0.75, 1, 1.25])
  assert.ok(highest(raced(), 10) >= 2.3)
  const { low, high, ticks } = around([70.2, 82.4, 75])
  assert.ok(low <= 70.2 && high >= 82.4 && ticks.length >= 3 && ticks.length <= 8)
  assert.deepEqual(around([0.05, 0.0501]).ticks, [0.04, 0.05, 0.06])
  assert.ok(around([80]).high > 80)
})

test('numbers of an axis lie beside each other on a low chart too', () => {
  const quarters = [0, 25, 50, 75, 100]
  assert.deepEqual(fitting(quarters, { top: 10, bottom: 90 }, 20), quarters)
  assert.deepEqual(fitting(quarters, { top: 10, bottom: 60 }, 20), [0, 50, 100])
})

test('the dots have room on a phone too: names and values go over their rows there', () => {
  const styles = { size: 14, line: 20 }
  const [wide, phone] = [620, 358].map(width => placeOf({ width, styles, lanes: 2, letters: 13 }))
  assert.deepEqual([wide.narrow, phone.narrow], [false, true])
  assert.ok(phone.right - phone.left > 300)
  assert.ok(phone.said(1) - phone.lane(0) >= 28, 'a button of 40 px lies under the dots of the row above')
  assert.ok(wide.left >= 0.56 * 13 * 14, 'the title ends where the plot begins')
})

test('what is said of a stop does not lie on the line of chance', () => {
  const plot = { top: 8, bottom: 200, y: v => 200 - 1.92 * v }
  for (const [guess, measure] of [
    [10, 'accuracy'],
    [2, 'accuracy'],
    [50, 'accuracy'],
    [96, 'loss'],
    [50, 'loss'],
  ]) {
    const y = wordsAt(plot, guess, measure, 14)
    assert.ok(plot.y(guess) <= y - 14 || plot.y(guess) >= y + 4, `${guess} ${measure}: ${y}`)
  }
  assert.equal(wordsAt(plot, 50, 'accuracy', 14), 200 - 5.6)
})

test('an epoch is where a finger finds it', () => {
  const plot = place({ width: 604, height: 230, size: 14, row: 18, epochs: 60, top: 100 })
  for (const epoch of [0, 1, 41, 60]) assert.equal(epochAt(plot.x(epoch), plot), epoch)
  assert.equal(epochAt(-50, plot), 0)
  assert.ok(plot.y(100) < plot.y(0))
})

test('the number stands in the gap where it fits, else under it, on the other side while the race runs', () => {
  const plot = place({ width: 604, height: 230, size: 14, row: 18, epochs: 60, top: 100 })
  const flat = (train, validation) => ({ train: Array(61).fill(train), validation: Array(61).fill(validation) })
  const wide = spot({ plot, values: flat(100, 50), epoch: 40, room: 80, need: 26, live: false })
  assert.equal(wide.anchor, 'end')
  assert.ok(Math.abs(wide.y - plot.y(75)) < 1e-6)
  const narrow = spot({ plot, values: flat(90, 86), epoch: 40, room: 80, need: 26, live: false })
  assert.ok(narrow.y > plot.y(86))
  assert.equal(spot({ plot, values: flat(100, 50), epoch: 2, room: 80, need: 26, live: false }).anchor, 'start')
  assert.equal(spot({ plot, values: flat(100, 50), epoch: 20, room: 80, need: 26, live: true }).anchor, 'start')
})

test('rates are round', () => {
  assert.deepEqual([0.00098, 0.0012, 0.00147, 0.034, 0.7].map(rounded), [0.001, 0.001, 0.0015, 0.035, 0.7])
})

test('what a lecture veils is not there at all, whatever is looked at meanwhile', () => {
  const told = {
    'train.race': raced(),
    'lecture.masked': ['trainlanes.later'],
    'lecture.stops': [{}, { see: 'tab=train&epoch=1' }],
    'lecture.at': 1,
  }
  const race = visibleRun(key => told[key])
  assert.deepEqual(
    race.lanes.map(lane => lane.standings.length),
    [2, 2],
  )
  assert.equal(reached(race), 1)
  assert.equal(ends(race, 'accuracy').length, 0)
  assert.equal(
    visibleRun(key => ({ ...told, 'lecture.masked': [] })[key]),
    told['train.race'],
  )
})

test('who sits out is remembered until the next step', () => {
  const race = emptyRun(1)
  applyEvent(race, { what: 'under', lane: 0, seed: 0, step: 7, steps: 9, out: ['0110', '10'] }, 0)
  assert.deepEqual(race.lanes[0].out, { step: 7, layers: ['0110', '10'] })
  assert.deepEqual(droppedPerLayer(race.lanes[0].out.layers), [2, 1])
  applyEvent(race, { ...standing(0, 1, [1, 1], [1, 1]) }, 0)
  assert.equal(race.lanes[0].out.step, 7)
})

const now = { left: train.settingsOf(USUAL), right: { ...train.settingsOf(USUAL), augmentation: '=1+1', dropout: 0.5 } }
test('a race becomes two rows, and the rows a file that no spreadsheet runs', () => {
  const rows = runsOf({ ...raced(), now }, 4)
  assert.deepEqual(
    rows.map(row => [row.race, row.lane, row.seeds]),
    [
      [4, 0, 2],
      [4, 1, 2],
    ],
  )
  assert.ok(Math.abs(rows[1].mean - 62.5) < 1e-9)
  const lines = csv(rows).trimEnd().split('\r\n')
  assert.equal(lines.length, 3)
  assert.equal(lines[0], COLUMNS.join(','))
  const right = Object.fromEntries(COLUMNS.map((name, i) => [name, lines[2].split(',')[i]]))
  assert.equal(right.augmentation, "'=1+1")
  assert.equal(right.dropout, '0.5')
  assert.equal(right.validation_accuracy, '60')
})

test('cells that begin like a formula are quoted, numbers are not', () => {
  for (const text of ['=1', '+1', '-1', '@x', '\tx', '\rx']) assert.ok(cell(text).replaceAll('"', '').startsWith("'"), JSON.stringify(text))
  assert.equal(cell(-1.5), '-1.5')
  assert.equal(cell('a "b", c'), '"a ""b"", c"')
  assert.equal(cell(NaN), '')
})

// A race that goes on while something else is chosen

test('a race that runs shows what is asked for, or another one is chosen', () => {
  const now = train.effectiveSettings({ ...train.FIRST, point: 'augment' }, MENU)
  assert.ok(runCovers(now, now) && runCovers(now, { ...now, measure: 'loss' }))
  assert.ok(runCovers(now, { ...now, lanes: 'one' }), 'the left lane alone is one of the two')
  assert.ok(!runCovers({ ...now, lanes: 'one' }, now))
  for (const other of [{ repeats: 2 }, { left: { ...now.left, epochs: 5 } }, { right: { ...now.right, dropout: 0.1 } }])
    assert.ok(!runCovers(now, { ...now, ...other }))
  const chosen = { ...now, measure: 'loss', right: { ...now.right, dropout: 0.1 } }
  assert.deepEqual(shownOf(chosen, { now }, { queued: false }, 'loss'), { ...now, measure: 'loss' })
  assert.deepEqual(shownOf(chosen, { now }, { queued: false }), now)
  assert.equal(shownOf(chosen, { now }, null, 'loss'), chosen)
  assert.deepEqual(coming({ right: { dropout: 0, augmentation: 'a' } }, { lanes: 'two', right: { dropout: 0.5, augmentation: 'a' } }), [
    ['dropout', 0.5],
  ])
})

test('what can be done about other settings', () => {
  assert.equal(pendingText(null, 'running'), null)
  assert.deepEqual(pendingText({ queued: false, over: false }, 'running').acts, ['queue', 'instead'])
  assert.deepEqual(pendingText({ queued: true, over: false }, 'running').acts, ['unqueue', 'instead'])
  assert.deepEqual(pendingText({ queued: true, over: false }, 'stopping'), { word: 'next_queued', acts: [] })
  assert.deepEqual(pendingText({ queued: false, over: true }, 'ended').acts, ['start', 'back'])
})

test('a seed that was stopped is of another epoch: alone it says so, beside whole ones it does not count', () => {
  const cut = emptyRun(2)
  for (const lane of [0, 1]) {
    for (let e = 0; e <= 1; e++) applyEvent(cut, standing(lane, e, [1, 0.5], [1, 0.4]), 0)
    applyEvent(cut, { what: 'ended', lane, seed: 0, epoch: 1, how: 'stopped', step: 4, kept: '' }, 0)
  }
  assert.deepEqual(
    ends(cut, 'accuracy').map(({ seed }) => seed),
    [0],
  )
  assert.deepEqual(endEpochs(cut, 60), [1])
  const race = raced()
  for (const lane of [0, 1]) {
    applyEvent(race, standing(lane, 0, [1, 0.5], [1, 0.4], 2), 0)
    applyEvent(race, { what: 'ended', lane, seed: 2, epoch: 0, how: 'stopped', step: 1, kept: '' }, 0)
  }
  assert.deepEqual(
    ends(race, 'accuracy').map(({ seed }) => seed),
    [0, 1],
  )
  assert.deepEqual(endEpochs(race, 2), [2])
})
