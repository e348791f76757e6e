// What each place of the freeze line would cost, asked for as often as what is learned changes; and a line that a network does not have.
import { ask } from '../kit/ask.js'
import { latestOnly } from '../kit/latest_only.js'
import { FIRST, placeOf, settled } from './settings.js'

/** @typedef {import('./setup.js').Setup} Setup */

export class FreezePoints {
  #due = 0

  /**
   * @param {Setup} own
   * @param {{ known: (seconds: number | null) => void }} told `known`: what the chosen place takes
   */
  constructor(own, { known }) {
    this.own = own
    this.known = known
    this.places = latestOnly(
      q => this.#askPlaces(q),
      (q, found) => this.#known(q, found),
      error => own.failed(error),
    )
  }

  /** They are asked for with the next frame: what changes at once is one question. */
  askSoon() {
    if (this.#due) return
    this.#due = requestAnimationFrame(() => {
      this.#due = 0
      const network = this.own.bus.get('network')
      if (!this.own.isOpen() || !network || !this.own.get('classes') || !this.own.heads.length) return // the menu says what the chosen head is
      this.places({ plan: this.own.plan(), signature: this.own.signature() })
    })
  }
  async #askPlaces({ plan }) {
    const places = await (await ask('freeze_points', {}, JSON.stringify(plan))).json()
    this.#head(plan, places)
    return places
  }
  /** A head does not wait until no more pictures come, each of which asks anew: what it took a moment ago says enough. */
  #head({ network }, places) {
    if (this.own.get('line') !== null || this.own.bus.get('network')?.key !== network) return
    const { seconds } = places[placeOf(places, null)]
    if (seconds !== null) this.known(seconds)
  }
  #known({ plan, signature }, places) {
    const before = this.own.get('freezePoints')
    this.own.set('freezePoints', {
      network: plan.network,
      list: places.map(place => ({ ...place, seconds: place.seconds ?? NaN })),
      of: signature,
    })
    if (this.#settle(plan.network, places, before)) return
    const at = places[placeOf(places, this.own.get('line'))]
    this.known(at.seconds)
  }
  /** A line that this network does not have, or that its head cannot take, goes to the nearest that it can; `settled` says from where to where. */
  #settle(network, places, before) {
    const [line, head] = [this.own.get('line'), this.own.get('head') ?? FIRST.head]
    const layers = (this.own.bus.get('network')?.layers ?? []).map(({ name }) => name)
    const to = this.own.isStepwise(head)
      ? settled(places, line, { layers, before: before && before.network !== network ? before.list : null })
      : null
    if (to === line || line === undefined) return false
    this.own.set('line', to)
    this.own.set('settled', { from: line, to, network, head })
    return true
  }
}
