// A copy of the visitor's work in this browser, where they wish it: made when nothing has changed for a moment, read back whole, forgotten.
import { ask, askBytes } from './ask.js'
import { tabState } from './bus.js'
import * as store from './idb.js'
import { packFiles, unpackFiles } from './project.js'
import { isTransient } from './retry.js'
import { batchesOfMissing, bytesOf, recordsToKeep, worthKeeping } from './work_records.js'

/** @typedef {import('./types.js').Failure} Failure */
/** @typedef {import('./bus.js').Bus} Bus */
/** @typedef {import('./work_records.js').FileEntry} FileEntry */
/** @typedef {import('./work_records.js').Ledger} Ledger */
/** @typedef {import('./work_records.js').OwnWork} OwnWork */
/** @typedef {import('./work_records.js').WorkRecord} WorkRecord */
/**
 * @typedef {object} Parts
 * @property {Bus} bus
 * @property {string} root path of this app
 * @property {ReturnType<typeof import('./browser_tab.js').browserTab>} tab
 * @property {() => OwnWork} work what there is now
 * @property {() => string} text what only the page knows of it
 * @property {() => Ledger} ledger
 */

const SETTLE_MS = 1500 // ms without a change before a copy is made
const MEGA = 1e6

export class BrowserCopy {
  allowed = false // no copy is made before it is clear what an earlier page has left
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #due = 0
  #busy = false
  #again = false

  /** @param {Parts} parts */
  constructor({ bus, root, tab, work, text, ledger }) {
    this.bus = bus
    this.root = root
    this.tab = tab
    this.work = work
    this.text = text
    this.ledger = ledger
    const { get, set } = tabState(bus, 'work')
    this.get = get
    this.set = set
  }

  /** This tab holds what there is now: a page that begins here knows of it. */
  hold() {
    this.tab.hold(this.work())
  }
  /** @param {boolean} on */
  enable(on) {
    this.tab.keepsWork = on
    this.set('enabled', on)
    this.set('error', null)
    this.allowed = true
    this.hold()
    this.soon(0)
  }
  /** @param {WorkRecord} record */
  announce({ when, work, ...rest }) {
    this.set('kept', { when, bytes: bytesOf(rest), work })
  }
  soon(ms = SETTLE_MS) {
    clearTimeout(this.#due)
    if (this.get('enabled') && this.allowed) this.#due = setTimeout(() => this.#keep(), ms)
  }
  async #keep() {
    if (this.#busy) return (this.#again = true)
    this.#busy = true
    this.#again = false
    try {
      await this.#put()
    } catch (thrown) {
      const error = /** @type {Failure} */ (thrown)
      if (isTransient(error)) this.#again = true
      else if (!error.kind && error.name !== 'QuotaExceededError') console.error(error)
      this.set('error', { why: error.kind ?? error.name, says: error.message })
    }
    this.#busy = false
    if (this.#again) this.soon()
  }
  async #put() {
    const at = this.ledger().at
    const [work, source, link] = [this.work(), this.bus.get('source'), this.bus.get('link') ?? '']
    if (!worthKeeping(work)) {
      if (this.get('kept')) await store.deleteRecord(this.root, this.tab.name)
      return this.set('kept', null)
    }
    const { document, files } = await (await ask('project_list', {}, this.text())).json()
    const picture = (work.picture && source.file) || null
    /** @type {WorkRecord} */
    const record = { tab: this.tab.name, when: Date.now(), work, link, files, document, picture, name: picture ? (source.name ?? '') : '' }
    const stay = recordsToKeep(record, await store.records(this.root), this.#most * MEGA)
    if (!stay) return this.set('error', { why: 'large', says: bytesOf(record) / MEGA })
    const fresh = await this.#contents(files)
    const have = await store.digests(this.root)
    if (!record.files.every(([, digest]) => have.has(digest) || fresh.has(digest))) return (this.#again = true) // it has changed meanwhile
    if (!this.get('enabled')) return
    await store.putRecord(this.root, record, fresh, stay)
    this.ledger().keep(at)
    this.set('error', null)
    this.announce(record)
  }
  /**
   * Contents of the files that this browser does not have yet, by their digest.
   * @param {FileEntry[]} files
   */
  async #contents(files) {
    /** @type {Map<string, Blob>} */
    const fresh = new Map()
    for (const digests of batchesOfMissing(files, await store.digests(this.root)))
      for (const [digest, data] of unpackFiles(await askBytes('project_contents', {}, JSON.stringify({ digests }))))
        fresh.set(digest, new Blob([data]))
    return fresh
  }
  get #most() {
    return this.bus.get('words')?.keep_mb ?? Infinity
  }

  /**
   * All records of this browser; none where it keeps nothing.
   * @returns {Promise<WorkRecord[]>}
   */
  async records() {
    return store.records(this.root).catch(() => [])
  }
  /**
   * A record as the project that it was.
   * @param {WorkRecord} record
   */
  async project(record) {
    const files = await store.files(this.root, record)
    if (files.some(([, blob]) => !blob)) throw Object.assign(new Error(''), { kind: 'lost' })
    const whole = /** @type {[string, Blob][]} */ (files)
    return packFiles([['project.json', new Blob([record.document])], ...whole])
  }

  /** Another page of this browser has forgotten it all, or this one does. */
  forgotten() {
    clearTimeout(this.#due)
    this.tab.keepsWork = null
    this.ledger().keep(0)
    this.set('enabled', false)
    this.set('kept', null)
    this.set('earlier', null)
    if (this.get('notice')?.what === 'offer') this.set('notice', null)
  }
  async deleteAll() {
    await store.deleteAll(this.root)
    if (!(await store.isEmpty(this.root))) throw Object.assign(new Error(''), { kind: 'stays' })
  }
}
