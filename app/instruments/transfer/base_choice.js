// Keeps the network that Transfer starts from in step with the visitor's classes; the rule is in base_network.js. What it does can be taken back.
//   transfer.base   { does: change or offer, from, to }: what the page says of it, null where nothing is to be said
//   transfer.keep   1: the visitor has named the network, and no pictures change it any more
import { arePhotographs, baseChange } from './base_network.js'
import { usualNetwork } from '../kit/network_cards.js'

/** @typedef {import('./setup.js').Setup} Setup */
/** @typedef {import('../kit/state.js').State} State */

export class BaseChoice {
  #before = false // whether the classes were photographs when that was asked last
  #given = true // classes are on their way that come with their network: of a link, a project, an earlier page
  /** @type {string | null | undefined} */
  #asked = null // the network that was wanted from here

  /** @param {Setup} own */
  constructor(own) {
    this.own = own
    own.set('base', null)
    own.bus.on(['transfer.classes', 'transfer.set', 'network'], () => this.#follow())
    own.bus.on('wantedNetwork', key => this.#chosen(key))
  }

  /** Classes come that have a network of their own, until `follow`. */
  accept() {
    this.#given = true
  }
  /** What comes from here on is the visitor's doing; `given`: what stands there now is not. */
  follow({ given = false } = {}) {
    if (given) this.#before = this.#photographs
    this.#given = false
    this.#follow()
  }
  /** The way back of a change, or an offer that is taken. */
  turn() {
    const base = this.own.get('base')
    if (!base) return
    const { does, from, to } = base
    this.own.set('keep', does === 'change' ? 1 : 0)
    this.own.set('base', does === 'change' ? null : { does: 'change', from, to })
    this.#want(does === 'change' ? from : to)
  }

  get #photographs() {
    return this.own.get('set') !== null && arePhotographs(this.own.classes)
  }
  #follow() {
    const { own } = this
    const [network, networks] = [own.bus.get('network'), own.bus.get('networks')]
    if (this.#given || !network || !networks || own.bus.get('wantedNetwork') !== network.key) return
    const base = own.get('base')
    const change = baseChange({
      before: this.#before,
      after: this.#photographs,
      key: network.key,
      networks,
      named: !!own.get('keep'),
      work: this.#worked(network.key),
      changed: base?.does === 'change' ? base : null,
    })
    this.#before = this.#photographs
    if (!this.#before) own.set('base', null)
    if (!change) return
    own.set('base', change.does === 'return' ? null : change)
    if (change.does !== 'offer') this.#want(change.to)
  }
  /**
   * Whether something stands there that was made for this network, and that nobody would want to lose.
   * @param {string} key
   */
  #worked(key) {
    const run = this.own.get('run')
    return this.own.get('line') !== null || (!!run && !run.itself && run.plan?.network === key)
  }
  /** @param {string} key */
  #want(key) {
    this.#asked = key
    this.own.bus.set('wantedNetwork', key)
  }
  /**
   * Whoever chooses a network for photographs by hand keeps it.
   * @param {string | undefined} key
   */
  #chosen(key) {
    const networks = this.own.bus.get('networks')
    if (key === this.#asked || !this.#before || !networks) return
    this.#asked = null
    this.own.set('base', null)
    this.own.set('keep', key === usualNetwork(networks, false)?.key ? 0 : 1)
  }
}
