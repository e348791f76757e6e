// Everything of Transfer that asks the server, begun when the tab opens: the classes, what each place of the line costs, and the run.
import { askJson } from '../kit/ask.js'
import { BaseChoice } from './base_choice.js'
import { bus as page, tabKeys } from '../kit/bus.js'
import { readLink } from '../kit/permalink.js'
import { ClassEdits } from './class_edits.js'
import { FreezePoints } from './freeze_points.js'
import { fromJson, toJson } from './run_json.js'
import { TrainingRun } from './run.js'
import { Setup } from './setup.js'
import { AT_A_STOP, FIRST, firstSet, KEYS, OWN, VIEW_SETTINGS } from './settings.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */
/** @typedef {import('../kit/state.js').StateKey} StateKey */

/** What decides the outcome, where it stands on the bus. */
const WANTING = /** @type {StateKey[]} */ ([
  'network',
  'transfer.classes',
  'augmentation',
  'tab',
  ...tabKeys('transfer', ...KEYS.filter(key => !VIEW_SETTINGS.includes(key))),
])

class FineTuneController extends Setup {
  #begun = false
  #forgotten = false // the server has nothing of the visitor, until it is known whether somebody brings it back: what stands then is asked anew
  #named = readLink(location.search).network !== undefined // the link that opened the page says which network

  /** @param {Bus} bus */
  constructor(bus) {
    super(bus)
    this.run = new TrainingRun(this, { over: () => this.places.askSoon() })
    this.places = new FreezePoints(this, { known: seconds => this.run.trainWished(seconds) })
    this.edits = new ClassEdits(this, { brought: () => this.#wish(this.atOnce) })
    this.base = new BaseChoice(this)
    bus.set('transfer.trials', this.get('trials') ?? new Map()) // those of the page in the other language may be there before
    bus.set('transfer.run', null)
    bus.set('transfer.runToJson', () => toJson(this.get('run'), this.classes))
    this.#listen(bus)
  }
  /** @param {Bus} bus */
  #listen(bus) {
    bus.on(['transfer.seed', 'transfer.untouched'], () => this.#begun && this.edits.recount())
    bus.on('transfer.opened', ({ state }) => this.#opened(state))
    bus.on(['tab', 'network', 'augment.cards', 'work.restoring'], () => this.isOpen() && this.#begin())
    bus.on(WANTING, () => {
      if (this.get('refused')) this.set('refused', null) // other settings, which may be taken
      this.places.askSoon()
    })
    bus.on([...WANTING, 'transfer.freezePoints', 'transfer.run'], () => this.run.follow())
    bus.on('network', () => this.#suit())
    bus.on('transfer.head', () => this.#knownHead())
    bus.on('transfer.menu', () => this.places.askSoon())
    bus.on('navigated', how => this.#arrive(how))
    bus.on('visitor', visitor => this.#anew(visitor))
  }

  /** @param {number} [most] seconds */
  #wish(most) {
    this.run.wish(most)
    this.places.askSoon()
  }
  /** A link may name a head that this server does not have. */
  #knownHead() {
    if (this.heads.length && !this.headInfo()) this.set('head', FIRST.head)
  }

  async #begin() {
    if (this.#begun || !this.bus.get('network') || this.bus.get('work.restoring')) return
    this.#begun = true
    try {
      const [menu, state] = [await askJson('fine_tune_options'), await askJson('classes', this.parting)]
      this.set('menu', menu)
      this.#knownHead()
      if (state.classes.length || state.undo || state.redo) {
        this.edits.take(state)
        this.base.follow({ given: true })
        return this.#recall()
      }
      this.run.wish()
      const set = this.get('set')
      if (set === OWN) await this.edits.ownClasses()
      else await this.edits.bringSet(set ?? firstSet(menu, this.bus.get('network')), { said: set !== null })
      if (!this.classes.length) await this.edits.ownClasses()
      this.base.follow({ given: this.#named })
      this.#named = false
    } catch (error) {
      this.#begun = false
      this.failed(error, { again: () => this.#begin() })
    }
  }
  /** The server knows the page anew: what it had of the visitor is gone, unless somebody brings it back. */
  async #anew({ brought }) {
    if (!this.#begun) return
    this.set('run', null)
    this.set('trials', new Map())
    this.#forgotten = true
    await brought().finally(() => (this.#forgotten = false))
    this.#begun = false
    this.base.accept()
    if (this.isOpen()) this.#begin()
    else this.set('classes', [])
  }
  /** A project was opened: the classes are others than before. */
  #opened(state) {
    if (!this.#begun || this.#forgotten) return
    this.run.wish(null) // it brings its run along, or none
    this.base.accept()
    this.edits.take(state)
    this.base.follow({ given: true })
    this.#recall()
    this.edits.recount()
  }
  /** The run that a project tells of, where it brought its network along. */
  #recall() {
    const { taught = null, state = null, teaches = null } = this.get('opened') ?? {}
    if (teaches) this.set('opened', { state, taught })
    if (teaches) return this.run.train(teaches) // it has run on while the page changed its language
    const run = taught && !this.running ? fromJson(taught, this.classes) : null
    if (!run || state.classes.length !== this.classes.length) return
    this.set('run', run)
    if (run.of && run.result.of && run.now.state === 'done') this.addTrial(run)
  }
  /** Where nobody has chosen a set, it is one of the pictures that the network takes. */
  #suit() {
    if (!this.#begun || this.get('set') !== null || !this.classes.length || this.classes.some(({ own }) => own)) return
    const key = firstSet(this.get('menu'), this.bus.get('network'))
    if (!key || key === this.get('dataset')) return
    this.run.wish()
    this.edits.bringSet(key, { said: false })
  }
  /** A link was gone to on this page: what it says is trained, as it is where the page opens with it. */
  #arrive({ brought }) {
    this.base.follow({ given: true })
    if (brought) return // a project brings its networks along, also where the tab is there only after it
    if (this.get('run')?.of === this.signature()) return
    this.#wish(AT_A_STOP)
  }
}

/** @type {FineTuneController | null} */
let instance = null
/**
 * The one of this page; it starts when the first of the tab's instruments is there.
 * @param {Bus} [bus]
 */
export const startTransfer = (bus = page) => (instance ??= new FineTuneController(bus))
