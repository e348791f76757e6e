// The visitor's work as a file: what a project says of the page, and what happens on the page when one is opened.
import { ask, askBytes, askJson } from './ask.js'
import { parseBinary } from './binary.js'
import { tabState } from './bus.js'
import { createElement } from './element.js'
import { runsToJson, runsWith } from './project.js'
import { retryTransient } from './retry.js'

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./bus.js').Bus} Bus */
/** @typedef {{ classes: number, pictures: number, networks: string[], runs: number, picture: boolean }} OwnCounts what came with a project */
/** @typedef {{ classes?: string, picture?: Source | null, search?: string | null }} Opening how a project meets what is there; `search`: where to go to then */
/** @typedef {{ bus: Bus, goTo: (search: string, how: { own: Source | null }) => Promise<void> }} Parts */

const RETRY_MS = 2000 // ms until a server that is busy or away is asked once more
const TIMES = 30
const pause = () => new Promise(done => setTimeout(done, RETRY_MS))

/**
 * What `f` answers, also where the server is busy or away for a minute.
 * @template T
 * @param {() => Promise<T>} f
 * @returns {Promise<T>}
 */
export const askPatiently = async f => /** @type {T} */ (await retryTransient(f, { pause, times: TIMES }))

/**
 * Gives the visitor a file.
 * @param {Blob} blob
 * @param {string} download its name
 */
export function download(blob, download) {
  const link = createElement('a', { href: URL.createObjectURL(blob), download })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export class ProjectFile {
  /** @type {any} */
  taught = null // the run of a project that was opened, until Transfer has taken it

  /** @param {Parts} parts */
  constructor({ bus, goTo }) {
    this.bus = bus
    this.goTo = goTo
    this.set = tabState(bus, 'work').set
  }

  /** What only the page knows of the work. */
  get ofPage() {
    const taught = this.bus.get('transfer.runToJson')?.() ?? this.taught
    return { link: this.bus.get('link') ?? location.search, runs: runsToJson(this.bus.get('train.runs') ?? []), taught }
  }
  get text() {
    return JSON.stringify(this.ofPage)
  }

  /** → the project as a zip. */
  async pack() {
    const source = this.bus.get('source')
    const picture = source?.file && !source.sample ? source.file : null
    const body = new Blob([this.text, ...(picture ? [picture] : [])])
    return (await ask('project_save', picture ? { picture: picture.size } : {}, body)).blob()
  }

  /**
   * → what has come of it, false where nothing was wanted. `search`: where to go to then instead of where the project was; null: nowhere.
   * @param {Blob} body
   * @param {Opening} how
   * @returns {Promise<false | OwnCounts>}
   */
  async open(body, { classes = '', picture = null, search = undefined } = {}) {
    const { head, arrays } = parseBinary(await askPatiently(() => askBytes('project_open', classes ? { classes } : {}, body)))
    if (head.asks) {
      const chosen = await new Promise(answer => this.set('question', { ...head, answer }))
      this.set('question', null)
      return chosen ? this.open(body, { classes: chosen, picture, search }) : false
    }
    const sent = arrays.get('picture')
    const own = picture ?? (sent ? { file: new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (sent.values)]), name: '' } : null)
    await this.show(/** @type {any} */ (head), own, search === undefined ? head.link : search)
    const { classes: n, pictures, networks, runs } = head
    return { classes: n, pictures, networks, runs: runs.length, picture: !!own }
  }

  /**
   * What was opened on the server, on the page.
   * @param {{ runs: any[], networks: string[], taught: any }} opened
   * @param {Source | null} own
   * @param {string | null} search
   */
  async show({ runs, networks, taught }, own, search) {
    this.set('opening', true)
    try {
      this.bus.set('train.runs', runsWith(this.bus.get('train.runs') ?? [], runs))
      const state = await askJson('classes')
      this.taught = taught
      this.bus.set('transfer.opened', { state, taught })
      this.bus.set('transfer.classes', state.classes) // also where Transfer has not been opened yet
      if (networks.length) await this.#listed(networks)
      if (search !== null) await this.goTo(search ?? '', { own })
    } finally {
      this.set('opening', false)
    }
  }
  /** @param {string[]} networks */
  async #listed(networks) {
    const there = () => networks.every(key => this.bus.get('networks')?.has(key))
    this.bus.set('ownNetworksChanged', { changed: networks })
    if (there()) return
    let end = () => {}
    await /** @type {Promise<void>} */ (new Promise(done => (end = this.bus.on('networks', () => there() && done()))))
    end()
  }
}
