// Keeps what the step shows true while it is on the screen: there and back, the change of the weights, the loss along the step, the
// passes with dropout; takes steps and undoes them. Whatever is asked anew stops mattering where it was asked before.
import { namesClasses } from '../kit/network_cards.js'
import { parseLossLine, parseDropoutPasses, parseForwardBackward, parseUpdate } from './parse.js'
import { defaultLabel, MOMENTUM, rateFor, weightsAt } from './settings.js'
import { askBytes } from '../kit/ask.js'
import { bus as page, tabState } from '../kit/bus.js'
import { latestOnly } from '../kit/latest_only.js'
import { isTransient } from '../kit/retry.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */
/** @typedef {import('../kit/types.js').Instrument} Instrument */

const PASSES = 20
const RETRY_MS = 3000 // ms until somebody who was busy or away is asked once more
const REACH = [0.2, 4.6] // the learning rate in multiples of the line's own, before another line is drawn

/** The learning rate that a line is drawn by: that of the line before while the step stays well on it. */
export const reachFor = (reach, rate) => (reach && rate >= REACH[0] * reach && rate <= REACH[1] * reach ? reach : rate)

/**
 * What is on the screen: { network, seen, label }, or null where something is missing, or another view is open.
 * @param {Bus} bus
 */
export function subject(bus) {
  const [network, seen] = [bus.get('network'), bus.get('forward')]
  if (bus.get('tab') !== 'train' || bus.get('train.view') !== 'step' || !network || seen?.network !== network.key) return null
  if (!namesClasses(network)) return null
  const taught = bus.get('step.taught')
  const label = taught !== null && taught < network.classes.length ? taught : defaultLabel(seen.logits)
  return { network, seen, label }
}

const same = (a, b, ...keys) => a && b && keys.every(key => Object.is(a[key], b[key]))

/**
 * The pass on the screen if it is that of the present picture, network and label.
 * @param {Bus} bus
 */
export function currentPass(bus) {
  const [about, pass] = [subject(bus), bus.get('step.forwardBackward')]
  return about && same(pass?.of, about, 'network', 'seen') ? pass : null
}

/**
 * The learning rate in use, null before one is known.
 * @param {Bus} bus
 */
export const rateOf = bus => bus.get('step.rate') ?? bus.get('step.suggestedRate') ?? null

let started = false
/**
 * Starts it when the first of the instruments is there; calling it again does nothing.
 * @param {Bus} [bus]
 */
export function startStep(bus = page) {
  if (started) return
  started = true
  const { get, set } = tabState(bus, 'step')
  const failed = again => error => {
    if (!error.kind) console.error(error)
    set('error', error.kind === 'refused' ? error.message : (bus.get('words')?.gone ?? ''))
    if (error.kind === 'refused') set('forwardBackward', null)
    if (isTransient(error)) setTimeout(again, RETRY_MS)
  }
  set('seed', 0)
  bus.on('visitor', () => set('changed', (get('changed') ?? 0) + 1)) // the copy that had taken steps is gone
  followForwardBackward({ bus, set, get, failed })
  followUpdate({ bus, set, get, failed })
  followLossLine({ bus, set, get, failed })
  followDropoutPasses({ bus, set, get, failed })
  followActions({ bus, set, get, failed })
}

/**
 * A question about the step that is set up, as the server reads it.
 * @param {Bus} bus
 */
export const questionOf = bus => stepQuery({ bus, get: tabState(bus, 'step').get }, rateOf(bus) ?? 0)

/**
 * @param {Pick<Instrument, 'bus'> & Record<string, any>} parts
 * @param {any} [rate]
 */
function stepQuery({ bus, get }, rate = 0) {
  const { network, label } = /** @type {NonNullable<ReturnType<typeof subject>>} */ (subject(bus))
  const more = { rate, momentum: get('momentum') ? MOMENTUM : 0, dropout: get('dropout'), maps: Number(get('maps')), seed: get('seed') }
  return { network: network.key, form: 'pixels', label, ...more }
}

const ask = (path, q, seen) => askBytes(path, q, seen.picture.values)

function followForwardBackward(parts) {
  const { bus, set, get, failed } = parts
  let asked = null
  const run = latestOnly(
    async q => parseForwardBackward(await ask('forward_backward', q.query, q.seen)),
    (q, found) => {
      set('error', null)
      if (!same(get('forwardBackward')?.of, q, 'network', 'seen', 'label')) set('suggestedRate', rateFor(found))
      set('forwardBackward', { of: q, ...found })
    },
    error => {
      asked = null
      failed(go)(error)
    },
  )
  const go = () => {
    const about = subject(bus)
    if (!about) return
    const question = JSON.stringify([stepQuery(parts), get('changed')])
    if (asked?.question === question && asked.seen === about.seen) return
    asked = { question, seen: about.seen }
    run({ ...about, query: stepQuery(parts) })
  }
  bus.on(['forward', 'network', 'tab', 'train.view', 'step.taught', 'step.dropout', 'step.maps', 'step.seed', 'step.changed'], go)
}

function followUpdate(parts) {
  const { bus, set, get, failed } = parts
  const run = latestOnly(
    async q => parseUpdate(await ask('step_update', q.query, q.seen)),
    (q, found) => set('update', { ...found, of: q }),
    error => failed(go)(error),
  )
  const go = () => {
    const [about, pass, rate] = [subject(bus), currentPass(bus), rateOf(bus)]
    const at = pass && weightsAt({ weights: get('weights'), at: get('at') }, pass.columns)
    if (!at || rate === null) return
    run({ ...about, rate, pass, query: { ...stepQuery(parts, rate), layer: at.layer, unit: at.unit } })
  }
  bus.on(['step.forwardBackward', 'step.rate', 'step.momentum', 'step.weights', 'step.at'], go)
}

function followLossLine(parts) {
  const { bus, set, get, failed } = parts
  const run = latestOnly(
    async q => parseLossLine(await ask('step_loss_line', q.query, q.seen)),
    (q, found) => set('lossLine', { ...found, of: q }),
    error => failed(go)(error),
  )
  const go = () => {
    const [about, pass, rate] = [subject(bus), currentPass(bus), rateOf(bus)]
    if (!pass || rate === null || get('dragging')) return
    const reach = reachFor(same(get('lossLine')?.of, about, 'network', 'seen', 'label') && get('lossLine').of.reach, rate)
    run({ ...about, rate, reach, pass, query: { ...stepQuery(parts, rate), reach } })
  }
  bus.on(['step.forwardBackward', 'step.rate', 'step.momentum', 'step.dragging'], go)
}

/** Twenty passes with dropout, when somebody wants them; they are gone when anything else is asked. */
function followDropoutPasses(parts) {
  const { bus, set, failed } = parts
  const run = latestOnly(
    async q => parseDropoutPasses(await ask('dropout_passes', q.query, q.seen)),
    (q, found) => set('passes', { ...found, of: q }),
    error => failed(() => {})(error),
  )
  bus.on('step.passesWanted', wanted => {
    const about = subject(bus)
    if (wanted && about) run({ ...about, query: { ...stepQuery(parts), count: PASSES } })
  })
  bus.on('step.forwardBackward', () => set('passes', null))
}

/** `step.command`: take, undo or again. */
function followActions(parts) {
  const { bus, set, get, failed } = parts
  const acts = {
    take: about => ask('step_take', stepQuery(parts, rateOf(bus)), about.seen),
    undo: about => askBytes('step_undo', { network: about.network.key, form: 'pixels', all: 0 }, new Uint8Array(0)),
    again: about => askBytes('step_undo', { network: about.network.key, form: 'pixels', all: 1 }, new Uint8Array(0)),
  }
  const waiting = []
  let busy = false
  async function next() {
    if (busy || !waiting.length) return
    busy = true
    const act = waiting.shift()
    const about = subject(bus)
    try {
      if (about && (act !== 'take' || rateOf(bus) !== null)) {
        await acts[act](about)
        if (get('dropout')) set('seed', act === 'again' ? 0 : get('seed') + 1)
        set('changed', (get('changed') ?? 0) + 1)
      }
    } catch (error) {
      failed(() => {})(error)
    }
    busy = false
    next()
  }
  bus.on('step.command', act => {
    if (!act) return
    set('command', null)
    if (waiting.length < 2) waiting.push(act)
    next()
  })
}
