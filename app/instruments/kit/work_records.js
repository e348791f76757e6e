// What a page holds of its visitor's own, what of it is kept, and what shall happen where a page begins. Pure.
//   work     { classes, pictures, networks: [name, …], races, picture }: counts of what is the visitor's own and could be lost
//   record   { tab, when, work, link, files: [[path, digest, bytes], …], document, picture, name }: a project, as it is kept in this browser

/** @typedef {import('./types.js').Source} Source */

/** @typedef {{ id: number, name: string, enabled: boolean, examples: any[], own: boolean } & Record<string, any>} ClassOfExamples a class of Transfer */
/** @typedef {{ classes: number, pictures: number, networks: string[], races: number, picture: boolean }} OwnWork */
/** @typedef {[path: string, digest: string, bytes: number]} FileEntry */
/**
 * @typedef {object} WorkRecord
 * @property {string} tab
 * @property {number} when ms since 1970
 * @property {OwnWork} work
 * @property {string} link
 * @property {FileEntry[]} files
 * @property {string} document
 * @property {Blob | null} picture
 * @property {string} name
 */

const BATCH = 16e6 // bytes of one question for contents
const MOST = 500 // files of it
export const RECORDS = 4 // pages of one browser whose work is kept, the oldest goes

/**
 * What of the page is the visitor's own: classes and Train's runs as on the bus, networks (keys) that they made by an act of theirs, the picture in use.
 * @param {{ classes?: ClassOfExamples[] | null, networks?: string[], runs?: { race: number }[], source?: Source | null }} there
 * @returns {OwnWork}
 */
export function workOf({ classes = [], networks = [], runs = [], source = null }) {
  const own = (classes ?? []).filter(({ own }) => own)
  return {
    classes: own.length,
    pictures: own.reduce((sum, { examples }) => sum + examples.length, 0),
    networks: networks.map(key => key.split('/')[1]),
    races: new Set(runs.map(({ race }) => race)).size,
    picture: !!source?.file && !source.sample,
  }
}
/**
 * Whether there is anything that would be missed. A picture in Look can be brought again.
 * @param {OwnWork | null | undefined} work
 */
export const worthAsking = work => !!work && (work.classes > 0 || work.networks.length > 0 || work.races > 0)
/**
 * Whether there is anything to keep; a picture too.
 * @param {OwnWork | null | undefined} work
 */
export const worthKeeping = work => worthAsking(work) || !!work?.picture

/** Counts changes of the visitor's own work, and up to which of them it is kept somewhere. */
export class Ledger {
  #now = 0
  #kept = 0
  #said = ''
  /**
   * As another page has left it, or from nothing.
   * @param {{ now?: number, kept?: number, said?: string }} state
   */
  constructor({ now = 0, kept = 0, said = '' } = {}) {
    this.#now = now
    this.#kept = kept
    this.#said = said
  }
  get state() {
    return { now: this.#now, kept: this.#kept, said: this.#said }
  }
  /**
   * `said`: all of it as text; another text is a change. → whether it was one.
   * @param {string} said
   */
  tell(said) {
    if (said === this.#said) return false
    this.#said = said
    this.#now++
    return true
  }
  get at() {
    return this.#now
  }
  /**
   * Everything up to the change `at` is kept; with nothing given, nothing is any more.
   * @param {number} at
   */
  keep(at = 0) {
    this.#kept = at && Math.max(at, this.#kept)
  }
  get open() {
    return this.#now > this.#kept
  }
}

/**
 * Whether the browser asks before the page is left. `run`: the visitor started one, and it is under way.
 * @param {OwnWork | null | undefined} work
 * @param {{ open: boolean }} ledger
 * @param {boolean} run
 */
export const asksBeforeLeaving = (work, ledger, run) => !!run || (worthAsking(work) && ledger.open)

/**
 * Questions for the files that are not here yet: [[digest, …], …]. `have`: Set of digests.
 * @param {FileEntry[]} files
 * @param {Iterable<string>} have
 */
export function batchesOfMissing(files, have) {
  /** @type {string[][]} */
  const asked = []
  let bytes = 0
  const seen = new Set(have)
  for (const [, digest, size] of files) {
    if (seen.has(digest)) continue
    seen.add(digest)
    let batch = asked.at(-1)
    if (!batch || batch.length >= MOST || bytes + size > BATCH) {
      asked.push((batch = []))
      bytes = 0
    }
    batch.push(digest)
    bytes += size
  }
  return asked
}

/**
 * Bytes of a record.
 * @param {Pick<WorkRecord, 'files' | 'document' | 'picture'>} record
 */
export const bytesOf = record =>
  record.files.reduce((sum, [, , size]) => sum + size, 0) + record.document.length + (record.picture?.size ?? 0)

/**
 * Bytes of several records: a file that is in two of them is kept once.
 * @param {WorkRecord[]} records
 */
export function bytesOfAll(records) {
  const files = new Map(records.flatMap(({ files }) => files.map(([, digest, size]) => [digest, size])))
  return (
    [...files.values()].reduce((a, b) => a + b, 0) +
    records.reduce((sum, { document, picture }) => sum + document.length + (picture?.size ?? 0), 0)
  )
}

/**
 * The records that stay beside a new one: the newest, as many as there is room for; null where the new one alone is too large.
 * @param {WorkRecord} record
 * @param {WorkRecord[]} others
 * @param {number} most
 */
export function recordsToKeep(record, others, most) {
  if (bytesOf(record) > most) return null
  /** @type {WorkRecord[]} */
  const stay = []
  for (const one of others.filter(({ tab }) => tab !== record.tab).sort((a, b) => b.when - a.when)) {
    if (stay.length + 1 < RECORDS && bytesOfAll([record, ...stay, one]) <= most) stay.push(one)
  }
  return stay
}

/**
 * What a page does where it begins. `tab`: its name from before, null in a new tab; `before`: the work that it had then; `records` that are
 * kept; `open`: names of tabs that are open beside this one. → { what: 'itself' | 'offer' | 'gone' | null, record }
 * @param {{ tab: string | null, before: OwnWork | null, records: WorkRecord[], open?: string[] }} found
 * @returns {{ what: 'itself', record: WorkRecord } | { what: 'offer', record: WorkRecord } | { what: 'gone' | null, record: null }}
 */
export function startupAction({ tab, before, records, open = [] }) {
  const mine = tab !== null && !open.includes(tab) ? records.find(record => record.tab === tab) : null
  if (mine) return { what: 'itself', record: mine }
  if (tab !== null && !open.includes(tab) && worthAsking(before)) return { what: 'gone', record: null }
  const [newest] = records.filter(record => !open.includes(record.tab)).sort((a, b) => b.when - a.when)
  return newest ? { what: 'offer', record: newest } : { what: null, record: null }
}
