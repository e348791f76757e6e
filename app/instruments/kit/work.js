// The visitor's work: saved as a file, opened from one, kept in this browser where they wish it, brought back, and asked about before
// the page is left. What is decided is decided in work_records.js; here it happens. On the bus: `work.*`, see contract.md.
import { tabState } from './bus.js'
import { ask, askJson } from './ask.js'
import { BrowserCopy } from './browser_copy.js'
import { carry, crossed, crossing, raceAgain, tells } from './crossing.js'
import { withFileName } from './picture_input.js'
import { askPatiently, download, ProjectFile } from './project_file.js'
import { asksBeforeLeaving, startupAction, Ledger, worthAsking, worthKeeping, workOf } from './work_records.js'
import { runsWith } from './project.js'
import { readLink } from './permalink.js'
import { running } from './streamed_answers.js'
import { browserTab } from './browser_tab.js'
import { ROOT } from './root.js'

/** @typedef {import('./types.js').Failure} Failure */

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./bus.js').Bus} Bus */
/** @typedef {import('./work_records.js').OwnWork} OwnWork */

/** @typedef {import('./work_records.js').WorkRecord} WorkRecord */
/** @typedef {import('./project_file.js').OwnCounts} OwnCounts */
/** @typedef {import('./project_file.js').Opening} Opening */
/** @typedef {import('./project_file.js').Parts} Parts */
/**
 * What is said about work: it was kept, is gone, was opened, is back, or is forgotten.
 * @typedef {object} Notice
 * @property {'offer' | 'gone' | 'opened' | 'back' | 'forgotten'} what
 * @property {WorkRecord | null} [record]
 * @property {OwnWork | null} [work]
 * @property {OwnCounts} [of]
 * @property {string} [name]
 * @property {number} [when] ms since 1970
 */
/** @typedef {Pick<Work, 'save' | 'open' | 'tick' | 'forget' | 'bringBack' | 'dismiss' | 'classPictures' | 'remove'>} WorkActions */

export class Work {
  #ledger = new Ledger()
  /** @type {Map<string, number>} */
  #made = new Map() // key of a network that the visitor made → how often it has changed
  #arriving = !!crossed
  /** @type {ProjectFile} */
  #project
  /** @type {BrowserCopy} */
  #copy

  /** @param {Parts} parts */
  constructor({ bus, goTo }) {
    this.bus = bus
    const { get, set } = tabState(bus, 'work')
    this.get = get
    this.set = set
    this.address = location.search // that the page was opened with
    this.tab = browserTab(ROOT.pathname, ({ forgotten }) => forgotten && this.#copy.forgotten())
    this.#project = new ProjectFile({ bus, goTo })
    this.#copy = new BrowserCopy({
      bus,
      root: ROOT.pathname,
      tab: this.tab,
      work: () => this.now,
      text: () => this.#project.text,
      ledger: () => this.#ledger,
    })
    this.set('enabled', this.tab.keepsWork === true)
    this.set('restoring', !!crossed || this.#restores)
    this.began = crossed ? this.#arrive(crossed) : this.#begin()
    tells(() => this.#carried())
    bus.on(['transfer.classes', 'networks', 'train.runs', 'source'], () => this.#changed())
    bus.on('ownNetworksChanged', ({ changed, itself }) => this.#own(changed, itself))
    bus.on(['link', 'transfer.run'], () => this.#copy.soon())
    bus.on('visitor', visitor => visitor?.fresh && visitor.bring(this.#fresh()))
    addEventListener('beforeunload', event => this.#leaving(event))
    const { save, open, tick, forget, bringBack, dismiss, classPictures, remove } = this
    this.set('actions', { save, open, tick, forget, bringBack, dismiss, classPictures, remove })
  }

  get #restores() {
    return this.tab.keepsWork === true && !!this.tab.before.tab
  }

  // What there is

  get now() {
    const known = this.bus.get('networks')
    const networks = [...this.#made.keys()].filter(key => known?.get(key)?.weights === 'trained')
    return workOf({ classes: this.bus.get('transfer.classes'), networks, runs: this.bus.get('train.runs'), source: this.bus.get('source') })
  }
  /**
   * @param {string[]} changed
   * @param {boolean} itself
   */
  #own(changed = [], itself = false) {
    if (!itself) for (const key of changed) this.#made.set(key, (this.#made.get(key) ?? 0) + 1)
    this.#changed()
  }
  #changed() {
    if (this.#arriving) return // what is there is not known yet
    const classes = (this.bus.get('transfer.classes') ?? [])
      .filter(({ own }) => own)
      .map(({ name, enabled, examples }) => [name, enabled, examples])
    const { networks } = this.now
    const races = (this.bus.get('train.runs') ?? []).map(({ race, lane }) => [race, lane])
    const grew = this.#ledger.tell(JSON.stringify([classes, networks.map(name => [name, this.#made.get(`mine/${name}`)]), races]))
    this.set('own', this.now)
    if (grew && this.#copy.allowed) this.#copy.hold()
    this.#copy.soon()
  }
  /** A run that somebody started: what comes of it is nowhere else. */
  get #run() {
    const [taught, raced] = [this.bus.get('transfer.run'), this.bus.get('train.race')]
    return (!!taught?.stop && !taught.itself) || raced?.state === 'running'
  }
  /** A race whose settings no longer stand there: the page in the other language could not ask for it again. */
  get #raceOfOthers() {
    return this.bus.get('train.race')?.state === 'running' && !!this.bus.get('train.pending')
  }
  /** @param {BeforeUnloadEvent} event */
  #leaving(event) {
    if ((crossing() && !this.#raceOfOthers && carry()) || !asksBeforeLeaving(this.now, this.#ledger, this.#run)) return
    event.preventDefault()
    event.returnValue = ''
  }

  // A project as a file

  save = () =>
    this.#doing('saving', async () => {
      const at = this.#ledger.at
      download(await this.#project.pack(), 'project.zip')
      this.#ledger.keep(at)
    })
  /** @param {number | null} which */
  classPictures = which =>
    this.#doing('saving', async () => {
      const name = this.bus.get('transfer.classes')?.find(({ id }) => id === which)?.name ?? 'classes'
      const response = await ask('class_pictures', which === null ? {} : { which })
      download(await response.blob(), `${name}.zip`)
    })
  /**
   * A network of the visitor's own goes.
   * @param {string} key
   */
  remove = key =>
    this.#doing('removing', async () => {
      await ask('network_remove', { network: key })
      this.#made.delete(key)
      this.bus.set('ownNetworksChanged', { changed: [key], itself: true })
    })
  /**
   * A zip that was chosen or dropped. → whether it is open now
   * @param {Blob & { name?: string }} file
   */
  open = file =>
    this.#doing(
      'opening',
      async () => this.#told(await this.#project.open(file), { what: 'opened', name: file.name || 'project.zip' }),
      file,
    )
  /**
   * Says what has come, and where it is. → whether anything has
   * @param {any} came
   * @param {Notice} notice
   */
  #told(came, notice) {
    if (!came) return false
    /** @param {string} key */
    const title = key => this.bus.get('networks')?.get(key)?.title ?? key
    this.set('notice', { ...notice, of: { ...came, networks: came.networks.map(title) } })
    return true
  }

  /**
   * `file`: whose name a refusal begins with.
   * @param {string} what
   * @param {() => Promise<any>} act
   * @param {{ name?: string } | null} file
   * @returns {Promise<any>}
   */
  async #doing(what, act, file = null) {
    if (this.get('busy')) return false
    this.set('busy', what)
    this.set('error', null)
    try {
      return (await act()) ?? true
    } catch (thrown) {
      const error = /** @type {Failure} */ (thrown)
      if (!error.kind && error.name !== 'QuotaExceededError') console.error(error)
      this.set('error', {
        why: error.kind ?? error.name,
        says: error.kind === 'refused' ? withFileName(file, error.message) : error.message,
      })
      return false
    } finally {
      this.set('busy', null)
    }
  }

  // Kept in this browser

  /** @param {boolean} on */
  tick = on => this.#copy.enable(on)
  forget = async () => {
    this.tab.tell({ forgotten: true }) // other pages keep nothing from here on
    this.#copy.forgotten()
    if (await this.#doing('forgetting', () => this.#copy.deleteAll())) this.set('notice', { what: 'forgotten' })
  }

  // Where a page begins

  /** What the page in the other language shall know. The server has the rest, and the link. */
  #carried() {
    const notice = this.get('notice')
    const taught = this.bus.get('transfer.run')
    return {
      tab: this.tab.name,
      made: [...this.#made],
      ledger: this.#ledger.state,
      kept: this.get('kept'),
      ...this.#project.ofPage,
      jobs: running(),
      earlier: this.get('earlier')?.tab,
      notice: notice && { ...notice, record: undefined }, // a record stays in this browser
      trials: [...(this.bus.get('transfer.trials') ?? [])],
      teaches: taught?.stop ? { plan: taught.plan, of: taught.of, settings: taught.settings, itself: taught.itself } : null,
      races: this.bus.get('train.race')?.state === 'running' && !this.#raceOfOthers,
    }
  }
  /**
   * The same visitor in the other language: nothing is opened anew, it is all there.
   * @param {any} told
   */
  async #arrive(told) {
    const state = await askPatiently(() => askJson('classes'))
    await new Promise(done => this.bus.once('networks', done)) // which of them are the visitor's own
    this.#arriving = false
    if (globalThis.cnnVisitor !== told.visitor) {
      this.set('restoring', this.#restores) // the server was started anew meanwhile
      return this.#begin()
    }
    this.tab.again(told.tab)
    this.#made = new Map(told.made)
    this.#ledger = new Ledger(told.ledger)
    this.set('kept', told.kept)
    this.bus.set('train.runs', runsWith([], told.runs))
    this.bus.set('transfer.trials', new Map(told.trials))
    this.#project.taught = told.taught
    this.bus.set('transfer.opened', { state, taught: told.taught, teaches: told.teaches })
    if (state.classes.length) this.bus.set('transfer.classes', state.classes)
    if (told.races) raceAgain(this.bus)
    const earlier = told.earlier ? await this.#recordOf(told.earlier) : null
    this.#clear(told.notice?.what === 'offer' ? earlier && { what: 'offer', record: earlier } : told.notice)
    this.set('earlier', earlier)
    this.#changed()
    return null
  }
  /**
   * What a tab left in this browser, or null.
   * @param {string} tab
   * @returns {Promise<WorkRecord | null>}
   */
  async #recordOf(tab) {
    return (await this.#copy.records()).find(record => record.tab === tab) ?? null
  }
  /**
   * What to do with what was there before: → the record that this tab left, or null.
   * @returns {Promise<WorkRecord | null>}
   */
  async #begin() {
    const { tab = null, work = null } = this.tab.before
    const records = this.tab.keepsWork === null ? [] : await this.#copy.records()
    const open = tab || records.length ? await this.tab.others() : []
    const { what, record } = startupAction({ tab, before: work, records, open })
    if (what === 'itself' && this.get('restoring')) {
      this.tab.again(record.tab)
      this.#restore(record)
      return record
    }
    this.#clear(what === 'itself' ? { what: 'offer', record } : what ? { what, record, work } : null)
    return null
  }
  /** @param {Notice | null} notice */
  #clear(notice) {
    this.#copy.allowed = true
    this.set('restoring', false)
    this.set('notice', notice)
    this.set('earlier', notice?.what === 'offer' ? (notice.record ?? null) : null)
    if (worthKeeping(this.now) || notice?.what === 'gone') this.#copy.hold()
    this.#copy.soon()
  }
  /**
   * Its picture, where this tab shows it again by itself.
   * @returns {Promise<Source | null>}
   */
  async picture() {
    const record = await this.began
    return record?.picture ? { file: record.picture, name: record.name } : null
  }
  /**
   * @param {WorkRecord} record
   * @param {string} classes
   */
  async #restore(record, classes = '') {
    const { network = '', tab } = readLink(this.address)
    await new Promise(done => this.bus.once('forward', done))
    const own = network.startsWith('mine/') || (tab === 'transfer' && !!network)
    const done = await this.#doing('bringing', () => this.#back(record, { classes, search: own ? this.address : null }))
    this.#clear(done ? null : { what: 'offer', record })
    if (!done) return
    this.#copy.announce(record)
    this.#told(done, { what: 'back', when: record.when })
  }
  /**
   * @param {WorkRecord} record
   * @param {Omit<Opening, 'picture'>} how
   */
  async #back(record, { classes = '', search = undefined } = {}) {
    const picture = record.picture ? { file: record.picture, name: record.name } : null
    return this.#project.open(await this.#copy.project(record), { classes, picture, search })
  }
  bringBack = async () => {
    const record = this.get('earlier')
    if (!record) return
    const done = await this.#doing('bringing', () => this.#back(record))
    if (!done) return
    this.set('earlier', null)
    this.tab.again(record.tab) // what is kept from here on takes its place
    this.#copy.hold()
    this.#told(done, { what: 'back', when: record.when })
  }
  dismiss = () => this.set('notice', null)
  /** The server knows this page no more (it was started anew): what was kept comes back, what was not is said. → whether either was done. */
  async #fresh() {
    await this.began
    if (this.get('restoring')) return false
    const work = this.now
    const record = this.get('enabled') ? (await this.#copy.records()).find(({ tab }) => tab === this.tab.name) : null
    if (!record) return this.#lost(work)
    this.#copy.allowed = false
    this.set('restoring', true)
    const done = await this.#doing('bringing', () => this.#back(record, { classes: 'replace', search: this.bus.get('link') ?? null }))
    this.#clear(done ? null : { what: 'offer', record })
    return true
  }
  /**
   * The page shows what is there, and says what is not.
   * @param {OwnWork} work
   */
  async #lost(work) {
    const networks = [...this.#made.keys()]
    this.#made.clear()
    await this.#project.show({ runs: [], networks: [], taught: null }, null, null)
    if (networks.length) this.bus.set('ownNetworksChanged', { changed: networks, itself: true })
    const gone = { ...work, races: 0 } // their rows are the page's own
    if (worthAsking(gone)) this.set('notice', { what: 'gone', work: gone })
    return worthAsking(gone)
  }
}

/** @type {Work | null} */
let instance = null
/**
 * The one of this page.
 * @param {Parts} parts
 */
export const work = parts => (instance ??= new Work(parts))
