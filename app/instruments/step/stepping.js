// Keeps what the step shows true while it is on the screen: there and back, the change of the weights, the loss along the step, the
// passes with dropout; takes steps and undoes them. Whatever is asked anew stops mattering where it was asked before.
import { alongOf, passesOf, pulseOf, updateOf } from './answers.js'
import { labelFor, MOMENTUM, rateFor, weightsAt } from './step.js'
import { askBytes } from '../kit/ask.js'
import { bus as page } from '../kit/bus.js'
import { latest } from '../kit/latest.js'

const PASSES = 20
const AGAIN = 3000 // ms until somebody who was busy or away is asked once more
const PASSING = ['gone', 'busy']
const REACH = [0.2, 4.6] // the learning rate in multiples of the line's own, before another line is drawn

/** The learning rate that a line is drawn by: that of the line before while the step stays well on it. */
export const reachFor = (reach, rate) => (reach && rate >= REACH[0] * reach && rate <= REACH[1] * reach ? reach : rate)

/** What is on the screen: { network, seen, label }, or null where something is missing, or another view is open. */
export function subject(bus) {
  const [network, seen] = [bus.get('network'), bus.get('seen')]
  if (bus.get('tab') !== 'train' || bus.get('train.view') !== 'step' || !network || seen?.network !== network.key) return null
  const taught = bus.get('step.taught')
  const label = taught !== null && taught < network.classes.length ? taught : labelFor(seen.logits)
  return { network, seen, label }
}

const same = (a, b, ...keys) => a && b && keys.every(key => Object.is(a[key], b[key]))

/** The pulse on the screen if it is that of the present picture, network and label. */
export function present(bus) {
  const [about, pulse] = [subject(bus), bus.get('step.pulse')]
  return about && same(pulse?.of, about, 'network', 'seen') ? pulse : null
}

/** The learning rate in use, null before one is known. */
export const rateOf = bus => bus.get('step.rate') ?? bus.get('step.suits') ?? null

let started = false
/** Starts it when the first of the instruments is there; calling it again does nothing. */
export function stepping(bus = page) {
  if (started) return
  started = true
  const set = (key, value) => bus.set(`step.${key}`, value)
  const get = key => bus.get(`step.${key}`)
  const failed = again => error => {
    if (!error.kind) console.error(error)
    set('trouble', error.kind === 'said' ? error.message : (bus.get('words')?.gone ?? ''))
    if (error.kind === 'said') set('pulse', null)
    if (PASSING.includes(error.kind)) setTimeout(again, AGAIN)
  }
  set('seed', 0)
  bus.on('visitor', () => set('changed', (get('changed') ?? 0) + 1)) // the copy that had taken steps is gone
  pulses({ bus, set, get, failed })
  changes({ bus, set, get, failed })
  lines({ bus, set, get, failed })
  passing({ bus, set, get, failed })
  learning({ bus, set, get, failed })
}

/** A question about the step that is set up, as the server reads it. */
export const questionOf = bus => lesson({ bus, get: key => bus.get(`step.${key}`) }, rateOf(bus) ?? 0)

function lesson({ bus, get }, rate = 0) {
  const { network, label } = subject(bus)
  const more = { rate, momentum: get('momentum') ? MOMENTUM : 0, dropout: get('dropout'), maps: Number(get('maps')), seed: get('seed') }
  return { network: network.key, form: 'pixels', label, ...more }
}

const ask = (path, q, seen) => askBytes(path, q, seen.picture.values)

function pulses(parts) {
  const { bus, set, get, failed } = parts
  let asked = null
  const run = latest(
    async q => pulseOf(await ask('pulse', q.query, q.seen)),
    (q, found) => {
      set('trouble', null)
      if (!same(get('pulse')?.of, q, 'network', 'seen', 'label')) set('suits', rateFor(found))
      set('pulse', { of: q, ...found })
    },
    error => {
      asked = null
      failed(go)(error)
    },
  )
  const go = () => {
    const about = subject(bus)
    if (!about) return
    const question = JSON.stringify([lesson(parts), get('changed')])
    if (asked?.question === question && asked.seen === about.seen) return
    asked = { question, seen: about.seen }
    run({ ...about, query: lesson(parts) })
  }
  bus.on(['seen', 'network', 'tab', 'train.view', 'step.taught', 'step.dropout', 'step.maps', 'step.seed', 'step.changed'], go)
}

function changes(parts) {
  const { bus, set, get, failed } = parts
  const run = latest(
    async q => updateOf(await ask('step_update', q.query, q.seen)),
    (q, found) => set('update', { ...found, of: q }),
    error => failed(go)(error),
  )
  const go = () => {
    const [about, pulse, rate] = [subject(bus), present(bus), rateOf(bus)]
    const at = pulse && weightsAt({ weights: get('weights'), at: get('at') }, pulse.columns)
    if (!at || rate === null) return
    run({ ...about, rate, pulse, query: { ...lesson(parts, rate), layer: at.layer, unit: at.unit } })
  }
  bus.on(['step.pulse', 'step.rate', 'step.momentum', 'step.weights', 'step.at'], go)
}

function lines(parts) {
  const { bus, set, get, failed } = parts
  const run = latest(
    async q => alongOf(await ask('step_along', q.query, q.seen)),
    (q, found) => set('along', { ...found, of: q }),
    error => failed(go)(error),
  )
  const go = () => {
    const [about, pulse, rate] = [subject(bus), present(bus), rateOf(bus)]
    if (!pulse || rate === null || get('held')) return
    const reach = reachFor(same(get('along')?.of, about, 'network', 'seen', 'label') && get('along').of.reach, rate)
    run({ ...about, rate, reach, pulse, query: { ...lesson(parts, rate), reach } })
  }
  bus.on(['step.pulse', 'step.rate', 'step.momentum', 'step.held'], go)
}

/** Twenty passes with dropout, when somebody wants them; they are gone when anything else is asked. */
function passing(parts) {
  const { bus, set, failed } = parts
  const run = latest(
    async q => passesOf(await ask('dropout_passes', q.query, q.seen)),
    (q, found) => set('passes', { ...found, of: q }),
    error => failed(() => {})(error),
  )
  bus.on('step.wanted', wanted => {
    const about = subject(bus)
    if (wanted && about) run({ ...about, query: { ...lesson(parts), count: PASSES } })
  })
  bus.on('step.pulse', () => set('passes', null))
}

/** `step.do`: take, undo or again. */
function learning(parts) {
  const { bus, set, get, failed } = parts
  const acts = {
    take: about => ask('step_learn', lesson(parts, rateOf(bus)), about.seen),
    undo: about => askBytes('step_unlearn', { network: about.network.key, form: 'pixels', all: 0 }, new Uint8Array(0)),
    again: about => askBytes('step_unlearn', { network: about.network.key, form: 'pixels', all: 1 }, new Uint8Array(0)),
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
  bus.on('step.do', act => {
    if (!act) return
    set('do', null)
    if (waiting.length < 2) waiting.push(act)
    next()
  })
}
