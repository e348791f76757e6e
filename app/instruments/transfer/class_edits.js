// Every change of the visitor's classes: it is asked of the server, one after the other, and what is refused leaves them as they are.
import { ask, askJson } from '../kit/ask.js'
import { ready, readyInBatches } from './batches.js'
import { latestOnly } from '../kit/latest_only.js'
import { holdsProject } from '../kit/project.js'
import { arrival, datasetInLink, finishedRun, knows, whatIsMissing } from './settings.js'

/** @typedef {import('./setup.js').Setup} Setup */

const FETCH_POLL_MS = 1000 // ms between two questions whether a set has come
const FIRST_MS = 2000 // ms that pictures wait for a first head, which computes on the same cores
const GROWN = 1.5 // times as many pictures as were learned from: a head is learned anew while more are coming
/** @type {(before: any, after: any) => any} what a change has done: nothing to tell */
const NOTHING = () => null
let gestures = 0
/** A name for what a person does at once, however many questions it takes: it is undone as one. */
const gestureOf = () => `${Date.now()} ${gestures++}`

const size = classes => classes.reduce((n, { examples }) => n + examples.length, 0)

/**
 * Whether there are so many more pictures than were learned from that a head is learned anew; what was learned of other classes, as of a set
 * before, does not count. `coming`: pictures that are still on their way. Where they are few, the head of all of them comes soon enough.
 */
export const hasGrown = (classes, learned, coming = 0) => {
  const here = new Set(classes.map(({ id }) => id))
  const [now, before] = [size(classes), size(learned.filter(({ id }) => here.has(id)))]
  return now >= GROWN * before && (!before || !coming || now + coming >= GROWN * now)
}

export class ClassEdits {
  #bringing = Promise.resolve() // examples go one after the other
  #coming = 0 // examples that were given and are not taken yet
  #waited = false // for the first head of these pictures
  #undone = 0 // times that something was undone: what was still being brought then does not follow
  #wanted = Symbol() // the set that was asked for last

  /**
   * @param {Setup} own
   * @param {{ brought: () => void }} told `brought`: examples have come
   */
  constructor(own, { brought }) {
    this.own = own
    this.brought = brought
    this.parts = latestOnly(
      parting => askJson('classes', parting),
      (_, state) => this.#parted(state),
      error => own.failed(error),
    )
    const { bus } = own
    bus.on(['transfer.classes', 'transfer.chosen'], () => this.#placed())
    bus.on('transfer.place', () => own.classes.length && own.set('chosen', this.#standing(own.classes)))
  }

  /** What the server says of the classes. */
  take(state) {
    const { classes, dataset, each, undo, redo } = state
    this.own.set('dataset', dataset)
    if (each) this.own.set('each', each)
    this.own.set('set', datasetInLink(state))
    this.own.set('steps', { undo, redo })
    if (!classes.some(({ id }) => id === this.own.get('chosen'))) this.own.set('chosen', this.#standing(classes))
    this.own.set('classes', classes)
  }
  /** How they part is asked for anew. */
  recount() {
    if (this.own.classes.length) this.parts(this.own.parting)
  }
  /** How the pictures part, where the classes have not changed meanwhile. */
  #parted({ classes }) {
    const now = new Map(classes.map(one => [one.id, one]))
    const same = one => now.get(one.id)?.examples.length === one.examples.length && now.get(one.id).enabled === one.enabled
    if (this.own.classes.every(same))
      this.own.set(
        'classes',
        this.own.classes.map(one => now.get(one.id)),
      )
  }
  /** Who stands where `place` says. Ids are the server's: a link says the place. */
  #standing = classes => (classes[this.own.get('place') ?? -1] ?? classes.at(-1))?.id ?? null
  #placed() {
    const at = this.own.classes.findIndex(({ id }) => id === this.own.get('chosen'))
    if (at >= 0) this.own.set('place', at === this.own.classes.length - 1 ? null : at)
  }
  /**
   * Asks for a change of the classes; what is refused leaves them as they are, and is said, with the name of `file` where one was brought.
   * `done(before, after)`: what is to be told of it.
   */
  async #change(path, query, { body = /** @type {any} */ (new Uint8Array()), file = null, done = NOTHING } = {}) {
    try {
      const response = await ask(path, { ...query, ...this.own.parting }, body)
      if (response.status === 202) return false
      const before = this.own.classes
      const state = await response.json()
      this.take(state)
      if (state.left_out) this.own.set('left_out', state)
      this.own.set('error', null)
      this.own.set('lastChange', done(before, this.own.classes))
      return true
    } catch (error) {
      this.own.failed(error, { file })
      return false
    }
  }
  /** `said`: somebody chose it, so a link says it. */
  async bringSet(key, { said = true, each = this.own.get('each') } = {}) {
    const wanted = (this.#wanted = Symbol())
    const title = key === this.own.get('dataset') ? null : (this.own.get('menu')?.sets.find(one => one.key === key)?.title ?? key)
    this.own.set('left_out', null)
    for (;;) {
      this.own.set('loading', { set: key })
      const here = await this.#change(
        'classes_dataset',
        { dataset: key, each, chosen: Number(said) },
        { done: said ? (before, after) => arrival(before, after, title) : undefined },
      )
      if (here || this.own.get('error') || this.#wanted !== wanted) break
      await new Promise(done => setTimeout(done, FETCH_POLL_MS))
    }
    this.own.set('loading', null)
  }
  /** The visitor's own classes, without those of a set; two empty ones where there is none. */
  async ownClasses() {
    const gesture = gestureOf()
    if (!(await this.#change('class_edit', { do: 'own', gesture }, { done: (before, after) => arrival(before, after) }))) return
    const done = this.own.get('lastChange')
    if (this.own.classes.length) return
    for (let i = 0; i < 2; i++) await this.addClass(gesture)
    this.own.set('chosen', this.own.classes[0]?.id ?? null)
    this.own.set('lastChange', done)
  }
  async addClass(gesture = gestureOf()) {
    const names = this.own.classes.map(({ name }) => name)
    let n = this.own.classes.length + 1
    const word = this.own.bus.get('transfer.words')?.class_n ?? '{n}'
    while (names.includes(word.replace('{n}', n))) n++
    if (await this.#change('class_edit', { do: 'add', name: word.replace('{n}', n), gesture }))
      this.own.set('chosen', this.own.classes[this.own.classes.length - 1].id)
  }
  rename(which, name) {
    const from = this.own.classes.find(({ id }) => id === which)?.name
    const learned = knows(finishedRun(this.own.get('run')), which)
    return this.#change('class_edit', { do: 'change', which, name }, { done: () => (learned ? { from, to: name } : null) })
  }
  enable = (which, enabled) => this.#change('class_edit', { do: 'change', which, enabled: Number(enabled) })
  removeClass(which) {
    const one = this.own.classes.find(({ id }) => id === which)
    return this.#change('class_edit', { do: 'remove', which }, { done: () => ({ name: one?.name ?? '', n: one?.examples.length ?? 0 }) })
  }
  removeExamples = (which, examples) =>
    this.#change('example_remove', { which, example: examples.join(',') }, { done: () => ({ pictures: examples.length }) })
  undo() {
    this.#undone++
    return this.#change('classes_undo', {})
  }
  redo = () => this.#change('classes_redo', {})
  async bringZip(file) {
    if (await holdsProject(file)) return this.own.bus.get('work.actions').open(file)
    this.own.set('loading', { zip: file.name })
    this.own.set('left_out', null)
    const taken = await this.#change('classes_zip', {}, { body: file, file, done: (before, after) => arrival(before, after, file.name) })
    this.own.set('loading', null)
    return taken
  }
  /** Examples for a class: files, or one drawing as bytes. Several travel together; what cannot be read is said, and the others come. */
  bring(which, sources, { form = 'picture', burst = '', gesture = burst || gestureOf() } = {}) {
    const undone = this.#undone
    const query = { which, burst, gesture }
    this.#coming += sources.length
    let left = sources.length
    const taken = n => {
      left -= n
      this.#coming -= n
    }
    const all = this.#bringing.then(async () => {
      this.own.set('left_out', null)
      if (sources.length > 1) await this.#bringMany(sources, query, { taken, undone: () => this.#undone !== undone })
      else if (sources.length && this.#undone === undone) {
        const [file] = sources
        await this.#change('example_add', { ...query, form }, { body: await ready(file, this.own.bus.get('words')?.picture_pixels), file })
      }
      taken(left)
      if (!this.#coming) this.own.set('loading', null)
      if (!this.#coming || this.#grown) this.brought()
    })
    this.#bringing = all
    return all
  }
  /** While some are taken the next are made ready. */
  async #bringMany(sources, query, { taken, undone }) {
    const refused = []
    const total = sources.length
    this.own.set('loading', { done: 0, total })
    for await (const { files, done } of readyInBatches(sources, this.own.bus.get('words')?.picture_pixels)) {
      if (undone()) break
      const sizes = files.map(({ size }) => size).join(',')
      const left = done - files.length
      const { left_out: refusals = [], whole } = await this.#addMany({ ...query, sizes }, new Blob(files))
      const names = sources.slice(left, done).map(({ name }) => name ?? '')
      refused.push(...(whole ? names.map(name => ({ name, why: whole })) : refusals.map(({ at, why }) => ({ name: names[at], why }))))
      taken(files.length)
      this.own.set('loading', { done, total })
      if (this.#grown) this.brought()
      if (done < total) await this.#firstHead()
    }
    this.own.set('error', null)
    if (refused.length) this.own.set('left_out', { left_out: refused })
  }
  /** Whether there is enough more than the last run has learned from to learn again before all are there. */
  get #grown() {
    return hasGrown(this.own.classes, this.own.get('run')?.classes ?? [], this.#coming)
  }
  /** Whether a head has learned of classes that are here. */
  get #learned() {
    const here = new Set(this.own.classes.map(({ id }) => id))
    return (finishedRun(this.own.get('run'))?.classes ?? []).some(({ id }) => here.has(id))
  }
  /** A first head goes before the pictures that follow, once, and not for long. */
  async #firstHead() {
    if (this.#learned) this.#waited = false
    else if (!this.#waited && !whatIsMissing(this.own.learners)) {
      this.#waited = true
      await new Promise(done => {
        const late = setTimeout(() => done(end()), FIRST_MS)
        const end = this.own.bus.on('transfer.run', () => {
          if (!this.#learned) return
          clearTimeout(late)
          setTimeout(() => done(end()))
        })
      })
    }
  }
  /** What was left out of some; `whole`: why all of them were. */
  async #addMany(query, body) {
    const taken = await this.#change('examples_add', query, { body })
    const { left_out = [] } = this.own.get('left_out') ?? {}
    this.own.set('left_out', null)
    return taken ? { left_out } : { whole: this.own.get('error') ?? '' }
  }
}
