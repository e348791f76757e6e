// What Transfer holds: the visitor's classes, what each place of the line would cost, and the run that is under way.
import { ask, askBytes, askJson, RequestError } from '../kit/ask.js'
import { bus as page, tabKeys, tabState } from '../kit/bus.js'
import { parseBinary } from '../kit/binary.js'
import { toReadableFile } from '../kit/heic.js'
import { withFileName } from '../kit/picture_input.js'
import { latestOnly } from '../kit/latest_only.js'
import { askJob } from '../kit/streamed_answers.js'
import { holdsProject } from '../kit/project.js'
import { headOf, isStepwise } from './heads.js'
import { fromJson, toJson } from './run_json.js'
import {
  arrival,
  AT_ONCE,
  FIRST,
  KEYS,
  knows,
  whatIsMissing,
  VIEW_SETTINGS,
  OWN,
  placeOf,
  planOf,
  datasetInLink,
  settled,
  signature,
  finishedRun,
  firstSet,
  withEvent,
} from './settings.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */

const RETRY_MS = 3000 // ms until somebody who was busy or away is asked once more
const FETCH_POLL_MS = 1000 // ms between two questions whether a set has come
/** @type {(before: any, after: any) => any} what a change has done: nothing to tell */
const NOTHING = () => null
const AT_FIRST = 10 // seconds: what is trained by itself when the tab opens
const TRANSIENT = ['unreachable', 'busy']
let gestures = 0
/** A name for what a person does at once, however many questions it takes: it is undone as one. */
const gestureOf = () => `${Date.now()} ${gestures++}`

/** Everything of Transfer that asks the server. `now` is what no instrument needs to see. */
class FineTuneController {
  #begun = false
  #eager = false // train as soon as it is known what it takes, where that is little
  #most = AT_FIRST // seconds that are little
  #bringing = Promise.resolve() // examples go one after the other
  #queued = false // what is chosen is trained when the run under way ends
  #undone = 0 // times that something was undone: what was still being brought then does not follow

  constructor(bus) {
    this.bus = bus
    const { get, set } = tabState(bus, 'transfer')
    this.get = get
    this.set = set
    this.places = latestOnly(
      q => this.#askPlaces(q),
      (q, found) => this.#known(q, found),
      error => this.#failed(error),
    )
    this.parts = latestOnly(
      parting => askJson('classes', parting),
      (_, state) => this.#parted(state),
      error => this.#failed(error),
    )
    bus.on(['transfer.seed', 'transfer.untouched'], () => this.#recount())
    bus.set('transfer.trials', this.get('trials') ?? new Map()) // those of the page in the other language may be there before
    bus.set('transfer.run', null)
    bus.set('transfer.runToJson', () => toJson(this.get('run'), this.classes))
    bus.on('transfer.opened', ({ state }) => this.#opened(state))
    bus.on(['tab', 'network', 'augment.cards', 'work.restoring'], () => this.#open() && this.#begin())
    const wanting = [
      'network',
      'transfer.classes',
      'augmentation',
      'tab',
      ...tabKeys('transfer', ...KEYS.filter(key => !VIEW_SETTINGS.includes(key))),
    ]
    bus.on(wanting, () => {
      if (this.get('refused')) this.set('refused', null) // other settings, which may be taken
      this.#soon()
    })
    bus.on([...wanting, 'transfer.freezePoints', 'transfer.run'], () => this.#follow())
    bus.on('network', () => this.#suit())
    bus.on(['transfer.classes', 'transfer.chosen'], () => this.#placed())
    bus.on('transfer.place', () => this.classes.length && this.set('chosen', this.#standing(this.classes)))
    bus.on('transfer.head', () => this.#knownHead())
    bus.on('transfer.menu', () => this.#soon())
    bus.on('navigated', how => this.#arrive(how))
    bus.on('visitor', visitor => this.#anew(visitor))
  }

  #open = () => this.bus.get('tab') === 'transfer'

  get settings() {
    return Object.fromEntries(KEYS.map(key => [key, this.get(key) ?? FIRST[key]]))
  }
  get classes() {
    return this.get('classes') ?? []
  }
  /** The plan as it is set, or with other settings. */
  plan(more = {}) {
    const given = {
      network: this.bus.get('network')?.key,
      heads: this.heads,
      augmentation: this.bus.get('augmentation') ?? [],
      name: this.get('name'),
    }
    return planOf({ ...this.settings, ...more }, given)
  }
  signature(more = {}) {
    return signature(this.plan(more), this.classes)
  }
  /** What came of the same plan with other settings, if it was ever tried. */
  trial(more = {}) {
    return this.get('trials').get(this.signature(more)) ?? null
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
  /** A link may name a head that this server does not have. */
  #knownHead() {
    if (this.heads.length && !this.headInfo()) this.set('head', FIRST.head)
  }

  // Beginning

  async #begin() {
    if (this.#begun || !this.bus.get('network') || this.bus.get('work.restoring')) return
    this.#begun = true
    try {
      const [menu, state] = [await askJson('fine_tune_options'), await askJson('classes', this.parting)]
      this.set('menu', menu)
      this.#knownHead()
      if (state.classes.length || state.undo || state.redo) {
        this.#take(state)
        return this.#recall()
      }
      this.#eager = true
      if (this.get('set') === OWN) await this.ownClasses()
      else await this.bringSet(this.get('set') ?? firstSet(this.get('menu'), this.bus.get('network')), { said: this.get('set') !== null })
      if (!this.classes.length) await this.ownClasses()
    } catch (error) {
      this.#begun = false
      this.#failed(error, () => this.#begin())
    }
  }
  /** The server knows the page anew: what it had of the visitor is gone, unless somebody brings it back. */
  async #anew({ brought }) {
    if (!this.#begun) return
    this.set('run', null)
    this.set('trials', new Map())
    await brought()
    this.#begun = false
    if (this.#open()) this.#begin()
    else this.set('classes', [])
  }
  /** A project was opened: the classes are others than before. */
  #opened(state) {
    if (!this.#begun) return
    this.#eager = false // it brings its run along, or none
    this.#take(state)
    this.#recall()
    this.#recount()
  }
  /** The run that a project tells of, where it brought its network along. */
  #recall() {
    const { taught = null, state = null, teaches = null } = this.get('opened') ?? {}
    if (teaches) this.set('opened', { state, taught })
    if (teaches) return this.train(teaches) // it has run on while the page changed its language
    const run = taught && !this.running ? fromJson(taught, this.classes) : null
    if (!run || state.classes.length !== this.classes.length) return
    this.set('run', run)
    if (run.of && run.result.of && run.now.state === 'done') this.#tried(run)
  }
  #tried({ of, result }) {
    this.set('trials', new Map(this.get('trials')).set(of, { right: result.right, of: result.of, interval: result.interval }))
  }
  /** Where nobody has chosen a set, it is one of the pictures that the network takes. */
  #suit() {
    if (!this.#begun || this.get('set') !== null || !this.classes.length || this.classes.some(({ own }) => own)) return
    const key = firstSet(this.get('menu'), this.bus.get('network'))
    if (!key || key === this.get('dataset')) return
    this.#eager = true
    this.#most = AT_FIRST
    this.bringSet(key, { said: false })
  }

  // Classes

  #take(state) {
    const { classes, dataset, each, undo, redo } = state
    this.set('dataset', dataset)
    if (each) this.set('each', each)
    this.set('set', datasetInLink(state))
    this.set('steps', { undo, redo })
    if (!classes.some(({ id }) => id === this.get('chosen'))) this.set('chosen', this.#standing(classes))
    this.set('classes', classes)
  }
  /** What decides how the pictures part, as the server is asked for it. */
  get parting() {
    return { seed: this.settings.seed, untouched: this.settings.untouched }
  }
  #recount() {
    if (this.#begun && this.classes.length) this.parts(this.parting)
  }
  /** How the pictures part, where the classes have not changed meanwhile. */
  #parted({ classes }) {
    const now = new Map(classes.map(one => [one.id, one]))
    const same = one => now.get(one.id)?.examples.length === one.examples.length && now.get(one.id).enabled === one.enabled
    if (this.classes.every(same))
      this.set(
        'classes',
        this.classes.map(one => now.get(one.id)),
      )
  }
  /** Who stands where `place` says. Ids are the server's: a link says the place. */
  #standing = classes => (classes[this.get('place') ?? -1] ?? classes.at(-1))?.id ?? null
  #placed() {
    const at = this.classes.findIndex(({ id }) => id === this.get('chosen'))
    if (at >= 0) this.set('place', at === this.classes.length - 1 ? null : at)
  }
  /**
   * Asks for a change of the classes; what is refused leaves them as they are, and is said, with the name of `file` where one was brought.
   * `done(before, after)`: what is to be told of it.
   */
  async #change(path, query, { body = new Uint8Array(), file = null, done = NOTHING } = {}) {
    try {
      const response = await ask(path, { ...query, ...this.parting }, body)
      if (response.status === 202) return false
      const before = this.classes
      const state = await response.json()
      this.#take(state)
      if (state.left_out) this.set('left_out', state)
      this.set('error', null)
      this.set('lastChange', done(before, this.classes))
      return true
    } catch (error) {
      this.#failed(error, null, file)
      return false
    }
  }
  /** `said`: somebody chose it, so a link says it. */
  async bringSet(key, { said = true, each = this.get('each') } = {}) {
    const wanted = (this.wanted = Symbol())
    const title = key === this.get('dataset') ? null : (this.get('menu')?.sets.find(one => one.key === key)?.title ?? key)
    this.set('left_out', null)
    for (;;) {
      this.set('loading', { set: key })
      const here = await this.#change(
        'classes_dataset',
        { dataset: key, each, chosen: Number(said) },
        { done: said ? (before, after) => arrival(before, after, title) : undefined },
      )
      if (here || this.get('error') || this.wanted !== wanted) break
      await new Promise(done => setTimeout(done, FETCH_POLL_MS))
    }
    this.set('loading', null)
  }
  /** The visitor's own classes, without those of a set; two empty ones where there is none. */
  async ownClasses() {
    const gesture = gestureOf()
    if (!(await this.#change('class_edit', { do: 'own', gesture }, { done: (before, after) => arrival(before, after) }))) return
    const done = this.get('lastChange')
    if (this.classes.length) return
    for (let i = 0; i < 2; i++) await this.addClass(gesture)
    this.set('chosen', this.classes[0]?.id ?? null)
    this.set('lastChange', done)
  }
  async addClass(gesture = gestureOf()) {
    const names = this.classes.map(({ name }) => name)
    let n = this.classes.length + 1
    const word = this.bus.get('transfer.words')?.class_n ?? '{n}'
    while (names.includes(word.replace('{n}', n))) n++
    if (await this.#change('class_edit', { do: 'add', name: word.replace('{n}', n), gesture }))
      this.set('chosen', this.classes[this.classes.length - 1].id)
  }
  rename(which, name) {
    const from = this.classes.find(({ id }) => id === which)?.name
    const learned = knows(finishedRun(this.get('run')), which)
    return this.#change('class_edit', { do: 'change', which, name }, { done: () => (learned ? { from, to: name } : null) })
  }
  enable = (which, enabled) => this.#change('class_edit', { do: 'change', which, enabled: Number(enabled) })
  removeClass(which) {
    const one = this.classes.find(({ id }) => id === which)
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
    if (await holdsProject(file)) return this.bus.get('work.actions').open(file)
    this.set('loading', { zip: file.name })
    this.set('left_out', null)
    const taken = await this.#change('classes_zip', {}, { body: file, file, done: (before, after) => arrival(before, after, file.name) })
    this.set('loading', null)
    return taken
  }
  /** Examples for a class: files, or one drawing as bytes. They go one by one; what cannot be read is said, and the others come. */
  bring(which, sources, { form = 'picture', burst = '', gesture = burst || gestureOf() } = {}) {
    const undone = this.#undone
    const all = this.#bringing.then(async () => {
      let done = 0
      const refused = []
      this.set('left_out', null)
      for (const source of sources) {
        if (this.#undone !== undone) break
        this.set('loading', sources.length > 1 ? { done, total: sources.length } : null)
        const named = sources.length > 1 ? null : source
        const taken = await this.#change(
          'example_add',
          { which, form, burst, gesture },
          { body: await toReadableFile(source), file: named },
        )
        if (!taken) refused.push({ name: source.name ?? '', why: this.get('error') })
        done++
      }
      if (sources.length > 1 && refused.length) {
        this.set('error', null)
        this.set('left_out', { left_out: refused })
      }
      this.set('loading', null)
      this.#eager = true
      this.#most = AT_ONCE
      this.#soon()
    })
    this.#bringing = all
    return all
  }

  /** A link was gone to on this page: what it says is trained, as it is where the page opens with it. */
  #arrive({ brought }) {
    if (brought) return // a project brings its networks along, also where the tab is there only after it
    if (this.get('run')?.of === this.signature()) return
    this.#eager = true
    this.#most = AT_FIRST
    this.#soon()
  }

  // Places of the line

  #due = 0
  #soon() {
    if (this.#due) return
    this.#due = requestAnimationFrame(() => {
      this.#due = 0
      const network = this.bus.get('network')
      if (!this.#open() || !network || !this.get('classes') || !this.heads.length) return // the menu says what the chosen head is
      this.places({ plan: this.plan(), signature: this.signature() })
    })
  }
  async #askPlaces({ plan }) {
    return (await ask('freeze_points', {}, JSON.stringify(plan))).json()
  }
  #known({ plan, signature }, places) {
    const before = this.get('freezePoints')
    this.set('freezePoints', {
      network: plan.network,
      list: places.map(place => ({ ...place, seconds: place.seconds ?? NaN })),
      of: signature,
    })
    if (this.#settle(plan.network, places, before)) return
    const at = places[placeOf(places, this.get('line'))]
    const races = ['running', 'stopping'].includes(this.bus.get('train.race')?.state) // it has its turn: what nobody asked for does not wait behind it
    if (!this.#eager || this.bus.get('tab') !== 'transfer' || whatIsMissing(this.classes) || this.get('loading') || races) return
    this.#eager = false
    if (at.seconds !== null && at.seconds <= this.#most) this.train({ itself: true })
  }

  /** A line that this network does not have, or that its head cannot take, goes to the nearest that it can; `settled` says from where to where. */
  #settle(network, places, before) {
    const [line, head] = [this.get('line'), this.get('head') ?? FIRST.head]
    /** @param {any} this.bus.get('network')?.layers ?? []).map(({ name } */
    const layers = (this.bus.get('network')?.layers ?? []).map(({ name }) => name)
    const to = this.isStepwise(head)
      ? settled(places, line, { layers, before: before && before.network !== network ? before.list : null })
      : null
    if (to === line || line === undefined) return false
    this.set('line', to)
    this.set('settled', { from: line, to, network, head })
    return true
  }

  // The run

  get running() {
    return !!this.get('run')?.stop
  }
  /** `transfer.pending`: the run goes on, and other settings are `chosen`, or `queued` to come after it; null. What takes no time to learn is not told. */
  #follow() {
    const run = this.get('run')
    const { list } = this.get('freezePoints') ?? {}
    const short = list && list[placeOf(list, this.get('line'))].seconds <= AT_ONCE
    const other = this.running && !short && this.get('classes') && run.of !== this.signature()
    this.set('pending', other ? (this.#queued ? 'queued' : 'chosen') : null)
  }
  queue(on = true) {
    this.#queued = on && !!this.get('pending')
    this.#follow()
  }
  /** What is chosen is trained as soon as the run under way has been stopped. */
  instead() {
    this.queue()
    return this.#halt()
  }
  /** `itself`: nobody has asked for it, so nobody would miss it. */
  async train({ itself = false, plan = this.plan(), of = this.signature(), settings = this.settings } = {}) {
    if (this.running) {
      this.#eager = true
      this.#most = AT_ONCE
      return
    }
    const stop = new AbortController()
    const before = this.get('run')
    const fresh = {
      of,
      itself,
      plan,
      settings,
      classes: this.classes,
      points: [],
      now: { state: 'queued', before: 0 },
      result: null,
      stop,
      before: before?.result ? before : before?.before,
    }
    this.set('run', fresh)
    this.set('refused', null)
    try {
      await askJob('fine_tune', {}, JSON.stringify(plan), part => this.#heard(part), stop.signal)
    } catch (error) {
      this.#failed(error, null, null, 'refused')
    }
    this.#ended()
  }
  #heard(part) {
    const { head: event, arrays } = parseBinary(part)
    if (event.error) throw new RequestError('refused', event.error)
    this.set('run', withEvent(this.get('run'), { ...event, head: arrays.get('head') }))
  }
  /** What was refused before anything was learned leaves the run before as it was. */
  #ended() {
    const run = { ...this.get('run'), stop: null }
    const queued = this.#queued && this.get('pending') && !whatIsMissing(this.classes)
    this.#queued = false
    if (!run.over) this.set('run', run.before ?? null)
    else this.#over(run)
    if (queued) this.train()
  }
  #over(run) {
    const { now, result } = run
    this.set('run', { ...run, before: null })
    if (result.of && now.state === 'done') this.#tried(run)
    if (now.network) this.bus.set('ownNetworksChanged', { changed: [now.network], itself: run.itself })
    this.#soon()
  }
  #halt = () => askJson('fine_tune_stop').catch(error => this.#failed(error))
  /** Keeps what has been learned. Nothing follows by itself. */
  stop() {
    this.#queued = this.#eager = false
    this.#follow()
    return this.#halt()
  }

  // Along the way

  /** `where`: `error` stands with the classes, `refused` with the button that trains. */
  /**
   * @param {any} error
   * @param {(() => void) | null} [again] where it passes by itself
   * @param {any} [file] whose name a refusal begins with
   * @param {'error' | 'refused'} [where]
   */
  #failed(error, again = null, file = null, where = 'error') {
    if (!error.kind) console.error(error)
    const sentence = error.kind === 'refused' ? withFileName(file, error.message) : error.message
    this.set(where, error.kind === 'refused' || error.kind === 'busy' ? sentence : (this.bus.get('words')?.gone ?? ''))
    if (again && TRANSIENT.includes(error.kind)) setTimeout(again, RETRY_MS)
  }
  /** Small squares of examples: Map id → { values, shape }. */
  async pictures(ids, side) {
    const found = new Map()
    for (let at = 0; at < ids.length; at += 200) {
      const { head, arrays } = parseBinary(await askBytes('example_pictures', { ids: ids.slice(at, at + 200).join(','), side }))
      const { values, shape } = arrays.get('pictures') ?? { values: new Uint8Array(), shape: [0] }
      const size = shape.slice(1).reduce((a, b) => a * b, 1)
      head.ids.forEach((id, i) => found.set(id, { values: values.subarray(i * size, (i + 1) * size), shape: shape.slice(1) }))
    }
    return found
  }
}

let instance = null
/**
 * The one of this page; it starts when the first of the tab's instruments is there.
 * @param {Bus} [bus]
 */
export const startTransfer = (bus = page) => (instance ??= new FineTuneController(bus))
