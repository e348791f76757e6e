// A race as the events tell it, and what can be read off it. Pure.
//   lanes[i] = { standings: [one an epoch], under, ended, out: who sits out, where units drop out } of the first seed
//   seeds    Map seed → [one a lane: { validation: [[loss, accuracy], …], ended }]

import { roundStep, ticksAround } from '../kit/ticks.js'
import { LANE_SETTINGS } from './settings.js'

export const emptyRun = lanes => ({
  lanes: Array.from({ length: lanes }, () => ({ standings: [], under: null, ended: null })),
  seeds: new Map(),
  kept: '',
  queued: null,
})

const curvesOf = (race, seed) => {
  if (!race.seeds.has(seed))
    race.seeds.set(
      seed,
      race.lanes.map(() => ({ validation: [], ended: null })),
    )
  return race.seeds.get(seed)
}

/** One event more; `first` is the first seed. `race` is changed. */
export function applyEvent(race, event, first) {
  if (event.what === 'queued') {
    race.queued = event
    return
  }
  race.queued = null
  const curve = curvesOf(race, event.seed)[event.lane]
  if (event.what === 'standing') curve.validation[event.epoch] = event.validation
  if (event.what === 'ended') curve.ended = event
  if (event.kept) race.kept = event.kept
  if (event.seed !== first) return
  const lane = race.lanes[event.lane]
  if (event.what === 'standing') {
    lane.standings[event.epoch] = event
    lane.under = null
  } else if (event.what === 'ended') lane.ended = event
  else {
    lane.under = event
    if (event.out?.length) lane.out = { step: event.step, layers: event.out }
  }
}

/** The last epoch that every lane has reached; −1 before any has. A lane that has ended counts as far as the others go. */
export function reached({ lanes }) {
  const ends = lanes.map(({ standings, ended }) =>
    ended && ended.how !== 'stopped' && ended.how !== 'time' ? Infinity : standings.length - 1,
  )
  const least = Math.min(...ends)
  return Number.isFinite(least) ? least : Math.max(...lanes.map(({ standings }) => standings.length - 1))
}

/** A lane at an epoch: its standing then, or its last one where it ended before. */
export const at = (lane, epoch) => lane.standings[Math.min(epoch, lane.standings.length - 1)] ?? null

/** The value of a curve: accuracy in %, loss as it is. `pair` is [loss, accuracy]. */
export const valueOf = (pair, measure) => (pair === undefined || pair === null ? NaN : measure === 'loss' ? pair[0] : 100 * pair[1])

/** How far training and validation are apart, in points of accuracy or of loss, as a positive number where validation is worse. */
export const gapOf = (standing, measure) =>
  measure === 'loss'
    ? valueOf(standing.validation, measure) - valueOf(standing.train, measure)
    : valueOf(standing.train, measure) - valueOf(standing.validation, measure)

/** What a guess is worth: % right, or the cross entropy of all classes alike. */
export const chanceLevel = (classes, measure) => (measure === 'loss' ? Math.log(classes) : 100 / classes)

/** Student's t with 2.5 % beyond it, by degrees of freedom from 1 on; later ones by Cornish and Fisher's expansion around the normal's. */
const T975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
const t975 = free => T975[free - 1] ?? 1.959964 + 2.372271 / free + 2.822497 / free ** 2

/** Half of the 95 % interval of a mean of `n` values with this standard deviation; NaN of one. It is what ± says on every page. */
export const halfOf = (sd, n) => (n > 1 ? (t975(n - 1) * sd) / Math.sqrt(n) : NaN)

/** Mean, standard deviation (of a sample; NaN of one) and half of the mean's 95 % interval. */
export function spread(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0)
  const sd = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : NaN
  return { mean, sd, half: halfOf(sd, values.length) }
}

const CUT = ['stopped', 'time']
/** Whether a lane ended before its last epoch because somebody stopped it, or its time was over. */
export const isCut = ended => CUT.includes(ended?.how)

/**
 * The last validation value of every seed that has ended in all lanes: [{ seed, values: [one a lane] }, …], seeds rising. One that was cut short
 * is of another epoch: it counts only where no seed went to its end.
 */
export function ends({ seeds }, measure) {
  const all = [...seeds].filter(([, lanes]) => lanes.every(({ ended, validation }) => ended && validation.length))
  const whole = all.filter(([, lanes]) => !lanes.some(({ ended }) => isCut(ended)))
  return (whole.length ? whole : all)
    .map(([seed, lanes]) => ({ seed, values: lanes.map(({ validation }) => valueOf(validation.at(-1), measure)) }))
    .sort((a, b) => a.seed - b.seed)
}

/** The epoch, or the epochs, of the values that `ends` gives: where the lanes were to end, or where they were cut short. */
export function endEpochs({ seeds }, epochs) {
  const all = [...seeds.values()].filter(lanes => lanes.every(({ ended, validation }) => ended && validation.length))
  if (!all.length || all.some(lanes => !lanes.some(({ ended }) => isCut(ended)))) return [epochs]
  return [...new Set(all.flatMap(lanes => lanes.map(({ validation }) => validation.length - 1)))].sort((a, b) => a - b)
}

/** Whether a race that runs shows what is asked for: the same lanes, or the left one of two. Each is settings as `settled` gives them. */
export function runCovers(running, asked) {
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)
  if (running.repeats !== asked.repeats || !same(running.left, asked.left)) return false
  return asked.lanes === 'one' || (running.lanes === 'two' && same(running.right, asked.right))
}

/** The settings of what is on the screen: those of the race where other ones are chosen meanwhile, but for the measure that is `looked` at. */
export const shownOf = (now, race, next, looked) => (next && race ? { ...race.now, measure: looked ?? race.now.measure } : now)

/** What a lane alone is given, of which `chosen` says something else than `shown`: [[name, value], …] of the right lane. */
export const coming = (shown, chosen) =>
  chosen.lanes === 'one'
    ? []
    : LANE_SETTINGS.filter(name => chosen.right[name] !== shown.right[name]).map(name => [name, chosen.right[name]])

const QUARTERS = [1, 2, 2.5, 5] // a loss is about 2.3 at first: steps of 0.5 and of 0.25 leave little room over it

/** The round top of an axis that holds every loss, with its ticks. */
export function axis(measure, highest) {
  if (measure === 'accuracy') return { top: 100, ticks: [0, 25, 50, 75, 100] }
  const ticks = ticksAround(0, highest, roundStep(highest / 5, QUARTERS))
  return { top: ticks.at(-1), ticks }
}

/** The largest loss that an axis must hold: of all shown lanes, both curves, and what a guess costs. */
export function highest(race, classes) {
  const pairs = race.lanes.flatMap(({ standings }) => standings.flatMap(one => [one.train[0], one.validation[0]]))
  return Math.max(chanceLevel(classes, 'loss'), ...pairs.filter(Number.isFinite))
}

/** What a lecture may mask until a guess was made: everything after the epoch of its stop. */
export const LATER = 'trainlanes.later'

/** The race as far as an epoch, the first seed alone. */
export const truncateRun = (race, epoch) => ({
  ...race,
  lanes: race.lanes.map(lane => ({ ...lane, standings: lane.standings.slice(0, epoch + 1), ended: null })),
  seeds: new Map(),
})

/** The race as far as it may be seen; `get` reads the bus. */
export function visibleRun(get) {
  const race = get('train.race')
  if (!race || !(get('lecture.masked') ?? []).includes(LATER)) return race
  const epoch = Number(new URLSearchParams(get('lecture.stops')?.[get('lecture.at')]?.see).get('epoch') ?? NaN)
  return Number.isInteger(epoch) ? truncateRun(race, epoch) : race
}

/** How many units of each layer sit out; a layer is "0100…". */
export const droppedPerLayer = layers => layers.map(units => [...units].filter(unit => unit === '1').length)
