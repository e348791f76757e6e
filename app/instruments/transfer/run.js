// The training of Transfer: the one under way, the one that is queued to follow it, and one that nobody has asked for.
import { askJson, RequestError } from '../kit/ask.js'
import { parseBinary } from '../kit/binary.js'
import { askJob } from '../kit/streamed_answers.js'
import { AT_ONCE, placeOf, whatIsMissing, withEvent } from './settings.js'

/** @typedef {import('./setup.js').Setup} Setup */

const TELL_MS = 100 // ms between two paintings of what a run tells

export class TrainingRun {
  /** @type {number | null} */
  #wished = null // seconds: train as soon as it is known what it takes, where it takes no longer
  #queued = false // what is chosen is trained when the run under way ends
  /** @type {any[]} */
  #heardOf = [] // what the run has told since it was shown last
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due

  /**
   * @param {Setup} own
   * @param {{ over: () => void }} told `over`: a run has ended, and something was learned
   */
  constructor(own, { over }) {
    this.own = own
    this.over = over
  }

  /** What is set is trained by itself, where that takes at most so many seconds; null: not any more. The longest of several wishes counts. */
  wish(most = /** @type {number | null} */ (this.own.atFirst)) {
    this.#wished = most === null ? null : Math.max(most, this.#wished ?? 0)
  }
  /**
   * Whether what is on its way must be there first: a set or a zip. Of pictures that come one after the other a first head learns what is there.
   * @param {any} loading
   */
  #waits = loading => !!loading && loading.total === undefined
  /**
   * It is known what it takes. A race of Train has its turn: what nobody asked for does not wait behind it.
   * @param {number | null} seconds
   */
  trainWished(seconds) {
    const { own } = this
    const most = this.#wished
    const races = ['running', 'stopping'].includes(own.bus.get('train.race')?.state ?? '')
    if (most === null || !own.isOpen() || whatIsMissing(own.learners) || this.#waits(own.get('loading')) || races) return
    this.#wished = null
    if (seconds !== null && seconds <= most) this.train({ itself: true })
  }
  /** `transfer.pending`: the run goes on, and other settings are `chosen`, or `queued` to come after it; null. What takes no time to learn is not told. */
  follow() {
    const run = this.own.get('run')
    const { list } = this.own.get('freezePoints') ?? {}
    const short = !!list && (list[placeOf(list, this.own.get('line'))].seconds ?? 0) <= AT_ONCE
    const followed = run?.itself && this.#wished !== null // what is chosen comes after it by itself
    const other = this.own.running && !short && !followed && this.own.get('classes') && run?.of !== this.own.signature()
    this.own.set('pending', other ? (this.#queued ? 'queued' : 'chosen') : null)
  }
  queue(on = true) {
    this.#queued = on && !!this.own.get('pending')
    this.follow()
  }
  /** What is chosen is trained as soon as the run under way has been stopped. */
  instead() {
    this.queue()
    return this.#halt()
  }
  /** `itself`: nobody has asked for it, so nobody would miss it. */
  async train({ itself = false, plan = this.own.plan(), of = this.own.signature(), settings = this.own.settings } = {}) {
    if (this.own.running) {
      this.wish(this.own.atOnce)
      return
    }
    const stop = new AbortController()
    const before = this.own.get('run')
    const fresh = {
      of,
      itself,
      plan,
      settings,
      classes: plan.only ? this.own.classes.filter(({ id }) => plan.only.includes(id)) : this.own.classes,
      points: [],
      now: { state: 'queued', before: 0 },
      result: null,
      stop,
      before: (before?.result ? before : before?.before) ?? null,
    }
    this.own.set('run', fresh)
    this.own.set('refused', null)
    try {
      await askJob('fine_tune', {}, JSON.stringify(plan), part => this.#heard(part), stop.signal)
    } catch (error) {
      const { kind } = /** @type {import('../kit/types.js').Failure} */ (error)
      if (!itself || kind !== 'refused') this.own.failed(error, { where: 'refused' }) // classes that changed meanwhile are learned next
    }
    this.#ended()
  }
  #heard(part) {
    const { head: event, arrays } = parseBinary(part)
    if (event.error) throw new RequestError('refused', event.error)
    this.#heardOf.push({ ...event, head: arrays.get('head') })
    this.#due ||= setTimeout(() => this.#tell(), TELL_MS)
  }
  /** All that was heard in a moment at once: a head learns forty epochs in half a second, and each would paint the tab. */
  #tell() {
    clearTimeout(this.#due)
    this.#due = undefined
    const heard = this.#heardOf.splice(0)
    const run = this.own.get('run')
    if (run && heard.length) this.own.set('run', heard.reduce(withEvent, run))
  }
  /** What was refused before anything was learned leaves the run before as it was. */
  #ended() {
    this.#tell()
    const run = { ...this.own.get('run'), stop: null }
    const queued = this.#queued && this.own.get('pending') && !whatIsMissing(this.own.classes)
    this.#queued = false
    if (!run.over) this.own.set('run', run.before ?? null)
    else this.#over(run)
    if (queued) this.train()
  }
  #over(run) {
    const { now, result } = run
    this.own.set('run', { ...run, before: null })
    if (result.of && now.state === 'done') this.own.addTrial(run)
    if (now.network) this.own.bus.set('ownNetworksChanged', { changed: [now.network], itself: run.itself })
    this.over()
  }
  #halt = () => askJson('fine_tune_stop').catch(error => this.own.failed(error))
  /** Keeps what has been learned. Nothing follows by itself. */
  stop() {
    this.#queued = false
    this.wish(null)
    this.follow()
    return this.#halt()
  }
}
