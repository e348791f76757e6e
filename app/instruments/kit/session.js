// What this page looks at: which network is open, what it was shown, what it answered. It asks for whatever the bus lacks, one
// question at a time, the newest first; what was on the screen stays until its successor is there, and comes back if there is none.
import { asMaps, sideFor } from './geometry.js'
import { parseLook, parseMaps } from './bytes.js'
import { fill } from './numbers.js'
import { START } from './permalink.js'

const AGAIN = 2000
const LOADING = 500
const SLOW = 300 // ms
const ROOM = { width: 632, height: 390, line: 18, ratio: 1 } // until the maps have measured theirs
const PASSING = ['gone', 'busy'] // troubles that end by themselves

/** The layer that is chosen at first: the first convolution, where a picture is still to be seen. */
export const firstLayer = network => (network.layers.find(l => l.kind.startsWith('conv')) ?? network.layers[1] ?? network.layers[0]).name
/** Key of the network to open when nobody named one: the usual one, else one that is on this machine and takes drawings; none of `but`. */
const usual = (networks, but = new Set()) => {
  const here = [...networks.values()].filter(c => c.weights !== 'download' && !but.has(c.key))
  return (here.find(c => c.key === START.network) ?? here.find(c => c.drawing) ?? here[0])?.key
}
const layerNamed = (network, name) => network.layers.find(l => l.name === name)
const form = source => (source.strokes ? 'strokes' : 'picture')
const same = (a, b) => a && b && ['what', 'network', 'source', 'layer', 'side'].every(k => a[k] === b[k])

/**
 * `ask` and `bytes` reach the server, `pause` waits so many ms, `clock` says ms, `later` calls a function after so many ms and gives what
 * `never` takes back. `wish`: { layer, channel } of a permalink, granted once.
 */
export class Session {
  #opened = new Map()
  #failures = new Set() // keys of networks that could not be opened
  #wanted = null // key of the network that shall be in use
  #next = null // a network that is open, whose first answer is not here yet
  #good = null // { network, source, layer, side } of what is on the screen
  #refused = null // the question that was refused: not asked again as it is
  #busy = false
  #away = false // nobody answered, or too many asked
  #held = false // several things are being changed at once: one question for all of them
  #settled = [] // who waits until nothing is left to ask
  #slow = null

  constructor({ bus, ask, bytes, write, pause, clock, later = (f, ms) => setTimeout(f, ms), never = due => clearTimeout(due), wish = {} }) {
    Object.assign(this, { bus, ask, bytes, write, pause, clock, later, never, wish })
  }

  /** Learns which networks there are, opens `key` (or what the menu says, or the usual one), and answers from then on. */
  async start(key) {
    const known = await this.#listed()
    this.bus.set('choose', [key, this.bus.get('choose')].find(k => known.has(k)) ?? usual(known))
    this.bus.on('choose', wanted => this.#choose(wanted))
    this.bus.on('own', ({ changed }) => this.#own(changed))
    this.bus.on(['source', 'layer', 'room'], () => this.#go())
  }
  /**
   * Another network, picture, layer and channel at once, as a link says them; `settle` sets the rest before anything is asked. Done when
   * the answer is there, or when there will be none.
   */
  async turn({ network, source, layer, channel }, settle = () => {}) {
    const known = this.bus.get('networks')
    const key = known.has(network) ? network : usual(known)
    this.#held = true
    this.wish = { layer, channel, anew: true }
    this.bus.set('choose', key)
    settle()
    if (source !== this.bus.get('source')) this.bus.set('source', this.#opening ? { ...source, after: key } : source)
    if (!this.#opening && !this.#next) this.bus.set('layer', this.#layerOf(this.#inUse))
    this.#held = false
    const maps = this.bus.get('maps')
    if (maps && !this.#opening && !this.#question()) this.#grant(maps)
    const done = new Promise(done => this.#settled.push(done))
    this.#go()
    return done
  }

  async #listed() {
    const cards = await this.#patiently(
      async () => (await this.ask('networks')).json(),
      () => true,
    )
    const known = new Map(cards.map(card => [card.key, card]))
    this.bus.set('networks', known)
    return known
  }
  /** The visitor's own networks are others than before; those of `changed` have new weights or are gone, and with them their untrained twins. */
  async #own(changed = []) {
    const known = await this.#listed()
    this.bus.set('opened', Symbol()) // the menu shows them
    for (const key of changed.flatMap(one => [one, `${one}@random`])) {
      this.#opened.delete(key)
      this.#failures.delete(key)
      if (key !== this.#wanted) continue
      this.#wanted = null
      if (known.has(key)) this.#choose(key)
      else this.bus.set('choose', usual(known))
    }
  }

  get #words() {
    return this.bus.get('words') ?? {}
  }
  get #inUse() {
    return this.bus.get('network')
  }
  get #ahead() {
    return this.#next ?? this.#inUse
  }
  get #opening() {
    return this.#wanted !== (this.#ahead?.key ?? null)
  }
  #clear(...keys) {
    for (const key of keys) this.bus.set(key, null)
  }

  // Opening a network

  async #choose(key) {
    const card = this.bus.get('networks')?.get(key)
    if (!card || key === this.#wanted) return
    this.#wanted = key
    if (this.#opened.has(key)) return this.#use(this.#opened.get(key))
    const say = this.later(() => this.bus.set('waiting', fill(this.#words.opening, { title: card.title })), SLOW)
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
      this.bus.set('waiting', fill(this.#words.downloading, { title: card.title, done: short(done), total: short(total) }))
      await this.pause(LOADING)
      if (this.#wanted !== key) return null
    }
  }
  #use(network) {
    this.#next = network === this.#inUse ? null : network
    this.#refused = null
    this.#go()
  }
  /** The network in use stays; where there is none yet, one that is on this machine is opened. */
  #back() {
    this.#failures.add(this.#wanted)
    this.#next = null
    this.wish = {}
    this.#wanted = this.#inUse?.key ?? null
    this.bus.set('choose', this.#wanted ?? usual(this.bus.get('networks'), this.#failures))
    this.bus.set('opened', Symbol()) // the menu shows what was chosen: it must show what is
  }

  // Asking about the picture

  /** What the bus lacks: { what: look | maps, network, source, layer, side }, or null. */
  #question() {
    const network = this.#ahead
    const source = this.bus.get('source')
    const good = this.#good
    if (!network || !source || (source.after && source.after === this.#wanted && this.#opening)) return null
    const layer = this.#layerOf(network)
    const room = this.bus.get('room') ?? ROOM
    const q = { network, source, layer, side: sideFor(layerNamed(network, layer).shape, room) }
    if (this.#next || !good || good.source !== source) return { what: 'look', ...q }
    return good.layer !== layer || good.side < q.side ? { what: 'maps', ...q } : null
  }
  #layerOf(network) {
    const { layer, anew } = this.wish
    const names = [...(this.#next || anew ? [layer] : []), ...(anew ? [] : [this.bus.get('layer')])]
    return names.find(name => layerNamed(network, name)) ?? firstLayer(network)
  }

  async #go() {
    if (this.#busy || this.#held) return
    const q = this.#question()
    if (!q || same(q, this.#refused)) return this.#rest()
    this.#busy = true
    this.#slow ??= this.later(() => this.bus.set('waiting', fill(this.#words.computing, { title: q.network.title })), SLOW)
    try {
      await (q.what === 'look' ? this.#look(q, this.clock()) : this.#maps(q))
    } catch (error) {
      await this.#failed(error, q)
    }
    this.#busy = false
    this.#go()
  }
  #rest() {
    this.never(this.#slow)
    this.#slow = null
    if (this.#opening || this.#busy) return
    this.#clear('waiting')
    for (const done of this.#settled.splice(0)) done()
  }

  async #look(q, asked) {
    const query = { network: q.network.key, layer: q.layer, side: q.side, form: form(q.source) }
    const { seen, maps } = parseLook(await this.bytes('look', query, q.source.strokes ?? q.source.file))
    const now = this.bus.get('source')
    if (this.#ahead !== q.network || !(now === q.source || (now.strokes && q.source.strokes))) return // an answer to an old question
    this.#good = { ...q, layer: maps.layer }
    if (this.#next) {
      this.#next = null
      this.#clear('pin', 'hover')
      this.bus.set('network', q.network)
      this.bus.set('layer', q.layer)
      this.bus.set('opened', Symbol())
    }
    this.#away = false
    this.#clear('trouble')
    this.#show({ ...seen, asked }, maps)
  }
  async #maps(q) {
    const { picture } = this.bus.get('seen')
    const query = { network: q.network.key, layer: q.layer, side: q.side, form: 'pixels' }
    const maps = parseMaps(await this.bytes('maps', query, picture.values))
    if (this.#ahead !== q.network || this.bus.get('layer') !== q.layer || this.bus.get('source') !== q.source) return
    this.#good = q
    if (this.#away) this.#clear('trouble')
    this.#away = false
    this.#show(null, { ...maps, picture: picture.values })
  }
  #show(seen, maps) {
    const was = this.bus.get('maps')
    if (was && (was.layer !== maps.layer || was.network !== maps.network)) this.#clear('pin', 'hover')
    this.#grant(maps)
    if (seen) this.bus.set('seen', seen)
    this.bus.set('maps', maps)
  }

  /** The channel that a link names, once its layer is there. */
  #grant(maps) {
    const { layer, channel, anew } = this.wish
    if (layer !== maps.layer && layerNamed(this.#inUse, layer)) return
    const there = channel < asMaps(maps.shape)[0]
    if (there || anew) this.bus.set('pin', there ? channel : null)
    this.wish = {}
  }

  // What can go wrong

  #tell(error, file = null) {
    this.#away = PASSING.includes(error.kind)
    if (!error.kind) console.error(error)
    const sentence = { gone: this.#words.gone, busy: error.message, said: error.message }[error.kind]
    this.bus.set('trouble', file?.name && error.kind === 'said' ? `${file.name}: ${sentence}` : (sentence ?? this.#words.unreadable))
  }
  async #failed(error, q) {
    this.#tell(error, q.source.file)
    if (this.#away) return this.pause(AGAIN)
    const newer = !same(q, this.#question())
    const good = this.#good
    this.#refused = q
    this.wish = {}
    if (!good || newer) return // nothing to go back to, or something newer to ask
    if (q.source !== good.source) this.bus.set('source', good.source)
    if (q.network !== good.network) this.#back()
    else if (q.layer !== good.layer) this.bus.set('layer', good.layer)
  }
  /** What `f` answers, asked again while nobody is there and it is still wanted; null when it no longer is. */
  async #patiently(f, still) {
    for (;;) {
      try {
        return await f()
      } catch (error) {
        if (!PASSING.includes(error.kind)) throw error
        this.#tell(error)
        await this.pause(AGAIN)
        if (!still()) return null
      }
    }
  }
}
