// Whether the server is there, and whether it still knows this page. One of these for the page: who finds that nobody answers says
// `lost()` and awaits `returned()`; while the connection is away it is tried again and again, and everything that waits goes on when it is back.
import { bus as page } from './bus.js'
import { carry, crossing, listenCrossing, unused } from './crossing.js'
import { ROOT } from './root.js'

/** @typedef {import('./types.js').ConnectionState} ConnectionState */
/** @typedef {import('./bus.js').Bus} Bus */

/** @typedef {ReturnType<typeof setTimeout>} Timer */

const STEPS = [500, 1000, 2000, 3500, 5000] // ms until it is tried again; the last one then stays
const HEARTBEAT_MS = 30_000 // ms between two words to the server
const PATIENCE = 15_000 // ms after which a word that nobody answers is lost
const TRIED = 8000 // ms: the same while the connection is known to be away
const BACK_MS = 5000 // ms for which the page says that it is back

/**
 * Whether the server keeps something of this visitor's own that the page cannot compute again.
 * @param {Bus} bus
 */
const hasOwnData = bus =>
  (bus.get('transfer.classes') ?? []).some(({ own }) => own) ||
  [...(bus.get('networks')?.values() ?? [])].some(card => card.weights === 'trained') ||
  isTraining(bus)
/**
 * Whether something is trained for the visitor now.
 * @param {Bus} bus
 */
export const isTraining = bus => Boolean(bus.get('transfer.run')?.stop) || bus.get('train.race')?.state === 'running'

/**
 * `post(name, signal)` asks `cnn/<name>` and gives its JSON, or throws where nobody answers. `clock` says ms since 1970; `later` calls a
 * function after so many ms and gives what `never` takes back.
 */
export class Connection {
  /** @type {Set<() => void>} */
  #waiting = new Set() // who goes on when it is back
  /** @type {{ due: Timer | null, stop: AbortController | null } | null} */
  #trying = null // { due, stop }
  #tries = 0
  /** @type {Promise<void> | null} */
  #arriving = null
  /** @type {boolean | null} */
  #forgotten = false // something of the visitor's own; null: somebody may bring it back
  #epoch = new AbortController()

  /** @param {{ bus: Bus, post: (name: string, signal?: AbortSignal) => Promise<any>, clock?: () => number, later?: (f: () => void, ms: number) => Timer, never?: (due: Timer) => void, minutes?: () => number | undefined }} parts */
  constructor({
    bus,
    post,
    clock = Date.now,
    later = (f, ms) => setTimeout(f, ms),
    never = due => clearTimeout(due),
    minutes = () => undefined,
  }) {
    this.bus = bus
    this.post = post
    this.clock = clock
    this.later = later
    this.never = never
    this.minutes = minutes
    bus.set('connection', { state: 'here', since: clock(), forgotten: false })
  }

  get away() {
    return this.bus.get('connection').state === 'away'
  }
  /** Aborted when the line is dead without a word: what is on its way will not come. */
  get signal() {
    return this.#epoch.signal
  }
  /**
   * @param {ConnectionState} state
   * @param {number} since
   */
  #put(state, since = this.clock()) {
    this.bus.set('connection', { state, since, minutes: this.minutes(), forgotten: this.#forgotten })
  }

  /** Nobody answered. `silent`: nor will they answer what is on its way. */
  lost({ silent = false } = {}) {
    if (silent) {
      this.#epoch.abort()
      this.#epoch = new AbortController()
    }
    if (this.away) return
    this.#put('away')
    this.#tries = 0
    this.#soon()
  }
  #soon() {
    const wait = STEPS[Math.min(this.#tries++, STEPS.length - 1)]
    this.#trying = { due: this.later(() => this.#try(), wait), stop: null }
  }
  async #try() {
    const stop = new AbortController()
    this.#trying = { due: null, stop }
    const limit = this.later(() => stop.abort(), TRIED)
    try {
      await this.#word(stop.signal)
      this.#trying = null
      this.#returned()
    } catch {
      this.#soon()
    } finally {
      this.never(limit)
    }
  }
  /**
   * A word to the server; a page that it does not know gets a new token before anything else is asked.
   * @param {AbortSignal} [signal]
   */
  async #word(signal) {
    if (!(await this.post('heartbeat', signal)).known) await this.expired(signal)
  }
  #returned() {
    this.#put('back')
    for (const go of [...this.#waiting]) go()
    this.#waiting.clear()
    const { since } = this.bus.get('connection')
    this.later(() => {
      const now = this.bus.get('connection')
      if (now.state === 'back' && now.since === since) this.#put('here')
    }, BACK_MS)
  }
  /**
   * Resolves when the connection is back, at once where it is not away; rejects when `signal` is aborted.
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>}
   */
  returned(signal) {
    if (!this.away) return Promise.resolve()
    return new Promise((done, failed) => {
      const gone = () => {
        this.#waiting.delete(go)
        failed(signal?.reason)
      }
      const go = () => {
        signal?.removeEventListener('abort', gone)
        done()
      }
      this.#waiting.add(go)
      signal?.addEventListener('abort', gone, { once: true })
    })
  }

  /** The regular word, also at once when there is a reason to believe that something changed. */
  async say() {
    if (this.away) return this.#hurry()
    const stop = new AbortController()
    const limit = this.later(() => stop.abort(), PATIENCE)
    try {
      await this.#word(stop.signal)
    } catch {
      this.lost({ silent: stop.signal.aborted })
    } finally {
      this.never(limit)
    }
  }
  #hurry() {
    if (!this.#trying?.due) return
    this.never(this.#trying.due)
    this.#tries = 0
    this.#try()
  }

  /**
   * The server does not know this page's token: a fresh one, and everybody hears of it. Any number of times at once is once.
   * @param {AbortSignal} [signal]
   * @returns {Promise<void>}
   */
  expired(signal) {
    this.#arriving ??= this.#arrive(signal).finally(() => (this.#arriving = null))
    return this.#arriving
  }
  /** @param {AbortSignal} [signal] */
  async #arrive(signal) {
    const { visitor: token } = await this.post('new_visitor', signal)
    globalThis.cnnVisitor = token
    const lost = hasOwnData(this.bus)
    /** @type {Promise<any>[]} */
    const first = []
    /** @type {Promise<boolean>[]} */
    const bringing = []
    const brought = () => Promise.all(bringing).then(all => all.some(Boolean))
    if (lost) this.#settle(null)
    this.bus.set('visitor', {
      token,
      fresh: true,
      lost,
      brought,
      first: promise => first.push(promise.catch(() => {})), // what every other question rests on: they wait for it
      bring: promise => bringing.push(promise.catch(() => false)),
    })
    await Promise.all(first)
    if (lost) brought().then(back => this.#settle(!back)) // nobody waits for it: all that needs no bringing goes on
  }
  /** @param {boolean | null} forgotten */
  #settle(forgotten) {
    const { state, since } = this.bus.get('connection')
    this.#forgotten = forgotten
    this.#put(state, since)
  }
  /** The sentence that something was forgotten has been read. */
  heard() {
    this.#forgotten = false
    if (this.away) this.#settle(false)
    else this.#put('here')
  }
}

/**
 * @param {string} name
 * @param {AbortSignal} [signal]
 */
async function post(name, signal) {
  /** @type {Record<string, string>} */
  const headers = globalThis.cnnVisitor ? { 'X-Visitor': globalThis.cnnVisitor } : {}
  const response = await fetch(new URL(`cnn/${name}`, ROOT), { method: 'POST', headers, signal })
  if (!response.ok) throw new Error(String(response.status))
  return response.json()
}

/** The page's own. */
export const connection = (globalThis.cnnConnection ??= new Connection({ bus: page, post, minutes: () => page.get('words')?.away_minutes }))

/** @param {string} token */
const leave = token => navigator.sendBeacon(new URL('cnn/leave', ROOT), token)

/** Says now and then that the page is here, and once that it goes, unless it goes on in the other language. For the life of the page; once. */
export function keepConnection(own = connection) {
  listenCrossing()
  if (unused) leave(unused)
  setInterval(() => own.say(), HEARTBEAT_MS)
  addEventListener('online', () => own.say())
  addEventListener('offline', () => own.lost({ silent: true }))
  document.addEventListener('visibilitychange', () => document.hidden || own.say())
  addEventListener('pageshow', event => event.persisted && own.say())
  addEventListener('pagehide', event => {
    if (crossing() && carry()) return
    if (!event.persisted && globalThis.cnnVisitor) leave(globalThis.cnnVisitor)
  })
}
