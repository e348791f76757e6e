// What Transfer holds: the visitor's classes, what each place of the line would cost, and the run that is under way.
import { ask, askBytes, askJson, Trouble } from '../kit/ask.js'
import { bus as page } from '../kit/bus.js'
import { parse } from '../kit/bytes.js'
import { readable } from '../kit/heic.js'
import { ofFile } from '../kit/intake.js'
import { latest } from '../kit/latest.js'
import { askParts } from '../kit/parts.js'
import { AT_ONCE, FIRST, KEYS, lacking, LOOKS, OWN, placeOf, planOf, signature, told } from './transfer.js'

const AGAIN = 3000 // ms until somebody who was busy or away is asked once more
const FETCHING = 1000 // ms between two questions whether a set has come
const SETS = { true: 'shapes', false: 'textures' } // that stand there at first, by whether the network takes drawings
const AT_FIRST = 10 // seconds: what is trained by itself when the tab opens
const PASSING = ['gone', 'busy']

/** Everything of Transfer that asks the server. `now` is what no instrument needs to see. */
class Teaching {
  #begun = false
  #eager = false // train as soon as it is known what it takes, where that is little
  #most = AT_FIRST // seconds that are little
  #bringing = Promise.resolve() // examples go one after the other

  constructor(bus) {
    this.bus = bus
    this.places = latest(
      q => this.#askPlaces(q),
      (q, found) => this.#known(q, found),
      error => this.#failed(error),
    )
    bus.set('transfer.trials', new Map())
    bus.set('transfer.run', null)
    bus.on(['tab', 'network', 'augment.cards'], () => this.#open() && this.#begin())
    const wanting = ['network', 'transfer.classes', 'augmentation', 'tab', ...KEYS.filter(key => !LOOKS.includes(key)).map(key => `transfer.${key}`)]
    bus.on(wanting, () => this.#soon())
    bus.on('network', () => this.#suit())
    bus.on(['transfer.classes', 'transfer.chosen'], () => this.#placed())
    bus.on('transfer.place', () => this.classes.length && this.set('chosen', this.#standing(this.classes)))
    bus.on('arrived', () => this.#arrive())
  }

  get = key => this.bus.get(`transfer.${key}`)
  set = (key, value) => this.bus.set(`transfer.${key}`, value)
  #open = () => this.bus.get('tab') === 'transfer'

  get settings() {
    return Object.fromEntries(KEYS.map(key => [key, this.get(key) ?? FIRST[key]]))
  }
  get classes() {
    return this.get('classes') ?? []
  }
  /** The plan as it is set, or with other settings. */
  plan(more = {}) {
    const given = { network: this.bus.get('network')?.key, augmentation: this.bus.get('augmentation') ?? [], name: this.get('name') }
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
    if (settings.line !== undefined && settings.line !== null && head !== 'net') settings.head = 'net'
    if (settings.head !== undefined && settings.head !== 'net') settings.line = null
    for (const [key, value] of Object.entries(settings)) this.set(key, value)
  }

  // Beginning

  async #begin() {
    if (this.#begun || !this.bus.get('network')) return
    this.#begun = true
    try {
      const [menu, classes] = [await askJson('teachable'), await askJson('taught')]
      this.set('menu', menu)
      if (classes.length) return this.#take(classes)
      this.#eager = true
      if (this.get('set') === OWN) await this.startOver()
      else await this.bringSet(this.get('set') ?? SETS[this.bus.get('network').drawing], { said: this.get('set') !== null })
      if (!this.classes.length) await this.startOver()
    } catch (error) {
      this.#begun = false
      this.#failed(error, () => this.#begin())
    }
  }
  /** Where nobody has chosen a set, it is one of the pictures that the network takes. */
  #suit() {
    if (!this.#begun || this.get('set') !== null || !this.classes.length || this.classes.some(({ own }) => own)) return
    const key = SETS[this.bus.get('network').drawing]
    if (key === this.get('brought')) return
    this.#eager = true
    this.#most = AT_FIRST
    this.bringSet(key, { said: false })
  }

  // Classes

  #take(classes) {
    if (!classes.some(({ id }) => id === this.get('chosen'))) this.set('chosen', this.#standing(classes))
    this.set('classes', classes)
  }
  /** Who stands where `place` says. Ids are the server's: a link says the place. */
  #standing = classes => (classes[this.get('place') ?? -1] ?? classes.at(-1))?.id ?? null
  #placed() {
    const at = this.classes.findIndex(({ id }) => id === this.get('chosen'))
    if (at >= 0) this.set('place', at === this.classes.length - 1 ? null : at)
  }
  /** Asks for a change of the classes; what is refused leaves them as they are, and is said. */
  async #change(path, query, body = new Uint8Array(), file = null) {
    try {
      const response = await ask(path, query, body)
      if (response.status === 202) return false
      const found = await response.json()
      this.#take(found.classes ?? found)
      if (found.classes) this.set('left_out', found)
      this.set('trouble', null)
      return true
    } catch (error) {
      this.#failed(error, null, file)
      return false
    }
  }
  /** `said`: somebody chose it, so a link says it. */
  async bringSet(key, { said = true, each = this.get('each') } = {}) {
    const wanted = (this.wanted = Symbol())
    this.set('left_out', null)
    for (;;) {
      this.set('coming', { set: key })
      const here = await this.#change('taught_set', { dataset: key, each })
      if (here) this.set('brought', key)
      if (here && said) this.set('set', key)
      if (here || this.get('trouble') || this.wanted !== wanted) break
      await new Promise(done => setTimeout(done, FETCHING))
    }
    this.set('coming', null)
  }
  /** Two classes of the visitor's own, empty. */
  async startOver() {
    await this.#change('taught_class', { do: 'clear' })
    this.set('brought', null)
    this.set('set', OWN)
    await this.addClass()
    await this.addClass()
    this.set('chosen', this.classes[0]?.id ?? null)
  }
  async addClass() {
    const names = this.classes.map(({ name }) => name)
    let n = this.classes.length + 1
    const word = this.bus.get('transfer.words')?.class_n ?? '{n}'
    while (names.includes(word.replace('{n}', n))) n++
    if (await this.#change('taught_class', { do: 'add', name: word.replace('{n}', n) })) this.set('chosen', this.classes.at(-1).id)
  }
  rename = (which, name) => this.#change('taught_class', { do: 'change', which, name })
  enable = (which, enabled) => this.#change('taught_class', { do: 'change', which, enabled: Number(enabled) })
  removeClass = which => this.#change('taught_class', { do: 'remove', which })
  removeExample = (which, example) => this.#change('taught_forget', { which, example })
  async bringZip(file) {
    this.set('coming', { zip: file.name })
    this.set('left_out', null)
    const taken = await this.#change('taught_zip', {}, file, file)
    if (taken) this.set('set', OWN)
    if (taken) this.set('brought', null)
    this.set('coming', null)
    return taken
  }
  /** Examples for a class: files, or one drawing as bytes. They go one by one; what cannot be read is said, and the others come. */
  bring(which, sources, { form = 'picture', burst = '' } = {}) {
    const all = this.#bringing.then(async () => {
      let done = 0
      const refused = []
      this.set('left_out', null)
      for (const source of sources) {
        this.set('coming', sources.length > 1 ? { done, total: sources.length } : null)
        if (await this.#change('taught_example', { which, form, burst }, await readable(source), sources.length > 1 ? null : source)) this.set('set', OWN)
        else refused.push({ name: source.name ?? '', why: this.get('trouble') })
        done++
      }
      if (sources.length > 1 && refused.length) {
        this.set('trouble', null)
        this.set('left_out', { left_out: refused })
      }
      this.set('coming', null)
      this.#eager = true
      this.#most = AT_ONCE
      this.#soon()
    })
    this.#bringing = all
    return all
  }

  /** A link was gone to on this page: what it says is trained, as it is where the page opens with it. */
  #arrive() {
    if (this.get('run')?.of === this.signature()) return
    this.#eager = true
    this.#most = AT_FIRST
    this.#soon()
  }

  // Places of the line

  #due = 0
  #soon() {
    this.#due ||= requestAnimationFrame(() => {
      this.#due = 0
      const network = this.bus.get('network')
      if (!this.#open() || !network || !this.get('classes')) return
      this.places({ plan: this.plan(), signature: this.signature() })
    })
  }
  async #askPlaces({ plan }) {
    return (await ask('places', {}, JSON.stringify(plan))).json()
  }
  #known({ plan, signature }, places) {
    this.set('places', { network: plan.network, list: places.map(place => ({ ...place, seconds: place.seconds ?? NaN })), of: signature })
    if (this.get('refused')) this.set('refused', null)
    const at = places[placeOf(places, this.get('line'))]
    if (!this.#eager || this.bus.get('tab') !== 'transfer' || lacking(this.classes) || this.get('coming')) return
    this.#eager = false
    if (at.seconds !== null && at.seconds <= this.#most) this.train()
  }

  // The run

  get running() {
    return !!this.get('run')?.stop
  }
  async train() {
    if (this.running) {
      this.#eager = true
      this.#most = AT_ONCE
      return
    }
    const [plan, of] = [this.plan(), this.signature()]
    const stop = new AbortController()
    const before = this.get('run')
    const fresh = { of, plan, settings: this.settings, classes: this.classes, points: [], now: { state: 'queued', before: 0 }, result: null, stop, before: before?.result ? before : before?.before }
    this.set('run', fresh)
    this.set('trouble', null)
    try {
      await askParts('teach', {}, JSON.stringify(plan), part => this.#heard(part), stop.signal)
    } catch (error) {
      this.#failed(error)
    }
    this.#ended()
  }
  #heard(part) {
    const { head: sign, arrays } = parse(part)
    if (sign.error) throw new Trouble('said', sign.error)
    this.set('run', told(this.get('run'), { ...sign, head: arrays.get('head') }))
  }
  /** What was refused before anything was learned leaves the run before as it was. */
  #ended() {
    const run = { ...this.get('run'), stop: null }
    if (!run.over) return this.set('run', run.before ?? null)
    const { now, result } = run
    this.set('run', { ...run, before: null })
    if (result.of && now.state === 'done') this.set('trials', new Map(this.get('trials')).set(run.of, { right: result.right, of: result.of, interval: result.interval }))
    if (now.network) this.bus.set('own', { changed: [now.network] })
    this.#soon()
  }
  /** Keeps what has been learned. */
  stop = () => askJson('teach_stop').catch(error => this.#failed(error))

  // Along the way

  #failed(error, again = null, file = null) {
    if (!error.kind) console.error(error)
    const sentence = error.kind === 'said' ? ofFile(file, error.message) : error.message
    this.set('trouble', error.kind === 'said' || error.kind === 'busy' ? sentence : (this.bus.get('words')?.gone ?? ''))
    if (again && PASSING.includes(error.kind)) setTimeout(again, AGAIN)
  }
  /** Small squares of examples: Map id → { values, shape }. */
  async pictures(ids, side) {
    const found = new Map()
    for (let at = 0; at < ids.length; at += 200) {
      const { head, arrays } = parse(await askBytes('taught_pictures', { ids: ids.slice(at, at + 200).join(','), side }))
      const { values, shape } = arrays.get('pictures') ?? { shape: [0] }
      const size = shape.slice(1).reduce((a, b) => a * b, 1)
      head.ids.forEach((id, i) => found.set(id, { values: values.subarray(i * size, (i + 1) * size), shape: shape.slice(1) }))
    }
    return found
  }
}

let only = null
/** The one of this page; it starts when the first of the tab's instruments is there. */
export const teaching = (bus = page) => (only ??= new Teaching(bus))
