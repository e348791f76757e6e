// What this page looks at: which network is open, what it was shown, what it answered. It asks for whatever the bus lacks, one
// question at a time, the newest first; what was on the screen stays until its successor is there, and comes back if there is none.
import { asMaps, sideFor } from './geometry.js'
import { parseLook, parseMaps } from './binary.js'
import { fillTemplate } from './numbers.js'
import { requestKeyOf } from './edited_network.js'
import { isTransient, retryTransient } from './retry.js'
import { bodyForm, defaultNetwork, firstLayer, layerNamed, sameQuestion } from './session_question.js'

/** @typedef {import('./types.js').NetworkCard} NetworkCard */
/** @typedef {import('./types.js').Network} Network */
/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').Forward} Forward */
/** @typedef {import('./types.js').Maps} Maps */
/** @typedef {import('./types.js').Words} Words */

/** @typedef {ReturnType<typeof setTimeout>} Timer */
/** @typedef {import('./navigate.js').Wanted} Wanted */
/** @typedef {import('./session_question.js').Question} Question */
/** @typedef {{ layer?: string, channel?: number, anew?: boolean }} InitialState what a link names, granted once; `anew`: instead of what is there */
/**
 * @typedef {object} Parts
 * @property {import('./bus.js').Bus} bus
 * @property {(path: string, query?: Record<string, any>) => Promise<{ json: () => Promise<any> }>} ask
 * @property {(path: string, query: Record<string, any>, body: any) => Promise<ArrayBuffer>} bytes
 * @property {Pick<import('./types.js').NumberWriter, 'short'>} write
 * @property {(ms: number) => Promise<unknown>} pause
 * @property {() => number} clock
 * @property {(f: () => void, ms: number) => Timer} [later]
 * @property {(due: Timer) => void} [never]
 * @property {InitialState} [initialState]
 */

const RETRY_MS = 2000
const POLL_MS = 500
const SLOW_MS = 300 // ms
const DEFAULT_SIZE = { width: 632, height: 390, line: 18, ratio: 1 } // until the maps have measured theirs

/**
 * `ask` and `bytes` reach the server, `pause` waits so many ms, `clock` says ms, `later` calls a function after so many ms and gives what
 * `never` takes back. `wish`: { layer, channel } of a permalink, granted once.
 */
export class Session {
  /** @type {Map<string, Network>} */
  #opened = new Map()
  /** @type {Set<string | null>} */
  #failures = new Set() // keys of networks that could not be opened
  /** @type {string | null} */
  #wanted = null // key of the network that shall be in use
  /** @type {Network | null} */
  #next = null // a network that is open, whose first answer is not here yet
  /** @type {Question | null} */
  #good = null // { network, source, layer, side } of what is on the screen
  /** @type {Question | null} */
  #refused = null // the question that was refused: not asked again as it is
  #busy = false
  #away = false // nobody answered, or too many asked
  #held = false // several things are being changed at once: one question for all of them
  /** @type {(() => void)[]} */
  #settled = [] // who waits until nothing is left to ask
  /** @type {Timer | null} */
  #slow = null

  /** @param {Parts} parts */
  constructor({
    bus,
    ask,
    bytes,
    write,
    pause,
    clock,
    later = (f, ms) => setTimeout(f, ms),
    never = due => clearTimeout(due),
    initialState = {},
  }) {
    this.bus = bus
    this.ask = ask
    this.bytes = bytes
    this.write = write
    this.pause = pause
    this.clock = clock
    this.later = later
    this.never = never
    this.initialState = initialState
  }

  /**
   * Learns which networks there are, opens `key` (or what the menu says, or the usual one), and answers from then on.
   * @param {string} key
   */
  async start(key) {
    const known = await this.#listed()
    this.bus.set('wantedNetwork', [key, this.bus.get('wantedNetwork')].find(k => k && known.has(k)) ?? defaultNetwork(known))
    this.bus.on('wantedNetwork', wanted => this.#choose(wanted))
    this.bus.on('ownNetworksChanged', ({ changed }) => this.#own(changed))
    this.bus.on(['source', 'layer', 'mapsSize', 'edited'], () => this.#go())
  }
  /**
   * Another network, picture, layer and channel at once, as a link says them; `settle` sets the rest before anything is asked. Done when
   * the answer is there, or when there will be none.
   * @param {Wanted} to
   * @param {() => void} settle
   * @returns {Promise<void>}
   */
  async turn({ network, source, layer, channel }, settle = () => {}) {
    const known = this.bus.get('networks')
    const key = known.has(network) ? network : defaultNetwork(known)
    this.#held = true
    this.initialState = { layer, channel, anew: true }
    this.bus.set('wantedNetwork', key)
    settle()
    if (source !== this.bus.get('source')) this.bus.set('source', this.#opening ? { ...source, after: key } : source)
    if (!this.#opening && !this.#next) this.bus.set('layer', this.#layerOf(this.#inUse))
    this.#held = false
    const maps = this.bus.get('maps')
    if (maps && !this.#opening && !this.#question()) this.#grant(maps)
    /** @type {Promise<void>} */
    const done = new Promise(done => this.#settled.push(done))
    this.#go()
    return done
  }

  /** @returns {Promise<Map<string, NetworkCard>>} */
  async #listed() {
    /** @type {NetworkCard[] | null} */
    const cards = await this.#patiently(async () => (await this.ask('networks')).json())
    const known = new Map(cards?.map(card => [card.key, card]))
    this.bus.set('networks', known)
    return known
  }
  /**
   * The visitor's own networks are others than before; those of `changed` have new weights or are gone, and with them their untrained twins.
   * @param {string[]} changed
   */
  async #own(changed = []) {
    const known = await this.#listed()
    this.bus.set('networkListChanged', Symbol()) // the menu shows them
    for (const key of changed.flatMap(one => [one, `${one}@random`])) {
      this.#opened.delete(key)
      this.#failures.delete(key)
      if (key !== this.#wanted) continue
      this.#wanted = null
      if (known.has(key)) this.#choose(key)
      else this.bus.set('wantedNetwork', defaultNetwork(known))
    }
  }

  /** @returns {Words} */
  get #words() {
    return this.bus.get('words') ?? {}
  }
  /** @returns {Network} */
  get #inUse() {
    return this.bus.get('network')
  }
  get #ahead() {
    return this.#next ?? this.#inUse
  }
  get #opening() {
    return this.#wanted !== (this.#ahead?.key ?? null)
  }
  /** @param {...('selectedChannel' | 'hover' | 'loading' | 'error')} keys */
  #clear(...keys) {
    for (const key of keys) this.bus.set(key, null)
  }

  // Opening a network

  /** @param {string | undefined} key */
  async #choose(key) {
    const card = key === undefined ? undefined : this.bus.get('networks')?.get(key)
    if (!card || key === undefined || key === this.#wanted) return
    this.#wanted = key
    const known = this.#opened.get(key)
    if (known) return this.#use(known)
    const say = this.later(() => this.bus.set('loading', fillTemplate(this.#words.opening, { title: card.title })), SLOW_MS)
    try {
      const network = await this.#fetched(key, card)
      if (network && this.#wanted === key) {
        this.#opened.set(key, network)
        this.#use(network)
      }
    } catch (error) {
      this.#tell(error)
      if (this.#wanted === key) this.#back()
    } finally {
      this.never(say)
      this.#go()
    }
  }
  /**
   * @param {string} key
   * @param {NetworkCard} card
   * @returns {Promise<Network | null>}
   */
  async #fetched(key, card) {
    for (;;) {
      const answer = await this.#patiently(
        () => this.ask('network', { network: key }),
        () => this.#wanted === key,
      )
      const said = answer && (await answer.json())
      if (!said || said.layers) return said
      const { done_mb: done = 0, total_mb: total = 0 } = said.loading ?? {}
      const { short } = this.write
      this.bus.set('loading', fillTemplate(this.#words.downloading, { title: card.title, done: short(done), total: short(total) }))
      await this.pause(POLL_MS)
      if (this.#wanted !== key) return null
    }
  }
  /** @param {Network} network */
  #use(network) {
    this.#next = network === this.#inUse ? null : network
    this.#refused = null
    this.#go()
  }
  /** The network in use stays; where there is none yet, one that is on this machine is opened. */
  #back() {
    this.#failures.add(this.#wanted)
    this.#next = null
    this.initialState = {}
    this.#wanted = this.#inUse?.key ?? null
    this.bus.set('wantedNetwork', this.#wanted ?? defaultNetwork(this.bus.get('networks'), this.#failures))
    this.bus.set('networkListChanged', Symbol()) // the menu shows what was chosen: it must show what is
  }

  // Asking about the picture

  /**
   * What the bus lacks: { what: look | maps, network, source, layer, side, edited (the key it is asked about by) }, or null.
   * @returns {Question | null}
   */
  #question() {
    const network = this.#ahead
    const source = this.bus.get('source')
    const good = this.#good
    if (!network || !source || (source.after && source.after === this.#wanted && this.#opening)) return null
    const layer = this.#layerOf(network)
    const room = this.bus.get('mapsSize') ?? DEFAULT_SIZE
    const edited = requestKeyOf(this.bus, network.key)
    const q = { network, source, layer, side: sideFor(layerNamed(network, layer)?.shape ?? [], room), edited }
    if (this.#next || !good || good.source !== source || good.edited !== edited) return { what: 'forward', ...q }
    return good.layer !== layer || good.side < q.side ? { what: 'feature_maps', ...q } : null
  }
  /**
   * @param {Network} network
   * @returns {string}
   */
  #layerOf(network) {
    const { layer, anew } = this.initialState
    const names = [...(this.#next || anew ? [layer] : []), ...(anew ? [] : [this.bus.get('layer')])]
    return names.find(name => layerNamed(network, name)) ?? firstLayer(network)
  }

  async #go() {
    if (this.#busy || this.#held) return
    const q = this.#question()
    if (!q || sameQuestion(q, this.#refused)) return this.#rest()
    this.#busy = true
    this.#slow ??= this.later(() => this.bus.set('loading', fillTemplate(this.#words.computing, { title: q.network.title })), SLOW_MS)
    try {
      await (q.what === 'forward' ? this.#look(q, this.clock()) : this.#maps(q))
    } catch (error) {
      await this.#failed(error, q)
    }
    this.#busy = false
    this.#go()
  }
  #rest() {
    if (this.#slow !== null) this.never(this.#slow)
    this.#slow = null
    if (this.#opening || this.#busy) return
    this.#clear('loading')
    for (const done of this.#settled.splice(0)) done()
  }

  /**
   * @param {Question} q
   * @param {number} asked
   */
  async #look(q, asked) {
    const query = { network: q.network.key, layer: q.layer, side: q.side, form: bodyForm(q.source) }
    const { seen, maps } = parseLook(await this.bytes('forward', query, q.source.strokes ?? q.source.file))
    const now = this.bus.get('source')
    if (
      this.#ahead !== q.network ||
      requestKeyOf(this.bus, q.network.key) !== q.edited ||
      !(now === q.source || (now.strokes && q.source.strokes))
    )
      return // an answer to an old question
    this.#good = { ...q, layer: maps.layer }
    if (this.#next) {
      this.#next = null
      this.#clear('selectedChannel', 'hover')
      this.bus.set('network', q.network)
      this.bus.set('layer', q.layer)
      this.bus.set('networkListChanged', Symbol())
    }
    this.#away = false
    this.#clear('error')
    this.#show({ ...seen, asked, edited: q.edited }, maps)
  }
  /** @param {Question} q */
  async #maps(q) {
    const { picture } = this.bus.get('forward')
    const query = { network: q.network.key, layer: q.layer, side: q.side, form: 'pixels' }
    const maps = parseMaps(await this.bytes('feature_maps', query, picture.values))
    if (this.#ahead !== q.network || this.bus.get('layer') !== q.layer || this.bus.get('source') !== q.source) return
    this.#good = q
    if (this.#away) this.#clear('error')
    this.#away = false
    this.#show(null, { ...maps, picture: picture.values })
  }
  /**
   * @param {Forward | null} seen
   * @param {Maps} maps
   */
  #show(seen, maps) {
    const was = this.bus.get('maps')
    if (was && (was.layer !== maps.layer || was.network !== maps.network)) this.#clear('selectedChannel', 'hover')
    this.#grant(maps)
    if (seen) this.bus.set('forward', seen)
    this.bus.set('maps', maps)
  }

  /**
   * The channel that a link names, once its layer is there.
   * @param {Maps} maps
   */
  #grant(maps) {
    const { layer, channel, anew } = this.initialState
    if (layer !== maps.layer && layerNamed(this.#inUse, layer)) return
    const there = channel !== undefined && channel < asMaps(maps.shape)[0]
    if (there || anew) this.bus.set('selectedChannel', there ? channel : null)
    this.initialState = {}
  }

  // What can go wrong

  /**
   * @param {any} error
   * @param {(Blob & { name?: string }) | null} [file]
   */
  #tell(error, file = null) {
    this.#away = isTransient(error)
    if (!error.kind) console.error(error)
    /** @type {Record<string, string>} */
    const sentences = { unreachable: this.#words.gone, busy: error.message, refused: error.message }
    const sentence = sentences[error.kind]
    this.bus.set('error', file?.name && error.kind === 'refused' ? `${file.name}: ${sentence}` : (sentence ?? this.#words.unreadable))
  }
  /**
   * @param {any} error
   * @param {Question} q
   */
  async #failed(error, q) {
    this.#tell(error, q.source.file)
    if (this.#away) return this.pause(RETRY_MS)
    const newer = !sameQuestion(q, this.#question())
    const good = this.#good
    this.#refused = q
    this.initialState = {}
    if (!good || newer) return // nothing to go back to, or something newer to ask
    if (q.source !== good.source) this.bus.set('source', good.source)
    if (q.network !== good.network) this.#back()
    else if (q.layer !== good.layer) this.bus.set('layer', good.layer)
  }
  /**
   * What `f` answers, asked again while nobody is there and it is still wanted; null when it no longer is.
   * @template T
   * @param {() => Promise<T>} f
   * @param {() => boolean} [still]
   */
  #patiently(f, still) {
    return retryTransient(f, { pause: () => this.pause(RETRY_MS), trouble: error => this.#tell(error), still })
  }
}
