// What Transfer is set to: settings and classes as they stand on the bus, the plan that they make, and what came of one that was tried.
import { tabState } from '../kit/bus.js'
import { namesClasses } from '../kit/network_cards.js'
import { withFileName } from '../kit/picture_input.js'
import { headOf, isStepwise } from './heads.js'
import { AS_THEY_COME, AT_FIRST, AT_ONCE, FIRST, KEYS, learningNow, planOf, signature } from './settings.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */

const RETRY_MS = 3000 // ms until somebody who was busy or away is asked once more
const TRANSIENT = ['unreachable', 'busy']

export class Setup {
  /** @param {Bus} bus */
  constructor(bus) {
    this.bus = bus
    const { get, set } = tabState(bus, 'transfer')
    this.get = get
    this.set = set
  }

  /** The tab is, with a network that can be taught: one that answers with a picture has no classes to put others in the place of. */
  isOpen = () => this.bus.get('tab') === 'transfer' && namesClasses(this.bus.get('network'))
  get settings() {
    return Object.fromEntries(KEYS.map(key => [key, this.get(key) ?? FIRST[key]]))
  }
  get classes() {
    return this.get('classes') ?? []
  }
  /**
   * The classes that learn: while pictures are coming those that have enough of them, where two have. A class that is still empty does not
   * keep the others waiting.
   */
  get learners() {
    return learningNow(this.classes, this.get('loading'))
  }
  get running() {
    return !!this.get('run')?.stop
  }
  /** Seconds that are learned by themselves when pictures come: a head's, since what it reads is kept of those that were there; few of more. */
  get atOnce() {
    return this.get('line') === null ? AS_THEY_COME : AT_ONCE
  }
  /** The same when the tab opens. */
  get atFirst() {
    return this.get('line') === null ? AS_THEY_COME : AT_FIRST
  }
  /** What decides how the pictures part, as the server is asked for it. */
  get parting() {
    return { seed: this.settings.seed, untouched: this.settings.untouched }
  }
  /** The plan as it is set, or with other settings. */
  plan(more = {}) {
    const given = {
      network: this.bus.get('network')?.key,
      heads: this.heads,
      augmentation: this.bus.get('augmentation') ?? [],
      name: this.get('name'),
    }
    const only = this.learners === this.classes ? {} : { only: this.learners.map(({ id }) => id) }
    return { ...planOf({ ...this.settings, ...more }, given), ...only }
  }
  signature(more = {}) {
    return signature(this.plan(more), this.classes)
  }
  /** What came of the same plan with other settings, if it was ever tried. */
  trial(more = {}) {
    return this.get('trials').get(this.signature(more)) ?? null
  }
  addTrial({ of, result }) {
    this.set('trials', new Map(this.get('trials')).set(of, { right: result.right, of: result.of, interval: result.interval }))
  }
  /** Settings with defaults belong to a place: another place has its own. */
  choose(settings) {
    const head = settings.head ?? this.get('head')
    if (settings.line !== undefined && settings.line !== null && !this.isStepwise(head)) settings.head = FIRST.head
    if (settings.head !== undefined && !this.isStepwise(settings.head)) settings.line = null
    this.set('settled', null)
    tabState(this.bus, 'transfer').assign(settings)
  }

  /** The server's menu of heads; empty until the tab is open. */
  get heads() {
    return this.get('menu')?.heads ?? []
  }
  /** What the menu tells of the head that settings ask for; null before it is there. */
  headInfo = (settings = this.settings) => headOf(this.heads, settings)
  isStepwise = (head = this.settings.head) => isStepwise(this.heads, head)

  /**
   * @param {any} error
   * @param {{ again?: (() => void) | null, file?: any, where?: 'error' | 'refused' }} [how] `again`: where it passes by itself; `file`: whose
   *   name a refusal begins with; `where`: `error` stands with the classes, `refused` with the button that trains
   */
  failed(error, { again = null, file = null, where = 'error' } = {}) {
    if (!error.kind) console.error(error)
    const sentence = error.kind === 'refused' ? withFileName(file, error.message) : error.message
    this.set(where, error.kind === 'refused' || error.kind === 'busy' ? sentence : (this.bus.get('words')?.gone ?? ''))
    if (again && TRANSIENT.includes(error.kind)) setTimeout(again, RETRY_MS)
  }
}
