// Keeps Augment's variants, counts and curve true: asks for what is set, the newest question first, while its tab is open.
import { namesClasses } from '../kit/network_cards.js'
import { COUNT, DRAWING, PHOTOGRAPH, comparableNetworks, stepsOf, TILES, toJson } from './settings.js'
import { askJson } from '../kit/ask.js'
import { bus as page, tabState } from '../kit/bus.js'
import { concatBytes, parseBinary, real, requiredArray } from '../kit/binary.js'
import { samples, sampleSource } from '../kit/samples.js'
import { askParts } from '../kit/streamed_answers.js'
import { isTransient } from '../kit/retry.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */
/** @typedef {import('../kit/types.js').Instrument} Instrument */

const RETRY_MS = 3000 // ms until somebody who was busy or away is asked once more
const PARTNERS = { true: 'digit-8', false: 'coffee' } // samples that MixUp and CutMix mix with, by whether a network takes drawings

/** Latest wins, also among answers that come in parts: an old one is heard until its first part is there, then stopped. */
export function latestPartsOnly(run, failed) {
  let now = null
  let next = null
  const go = async question => {
    if (now) {
      next = question
      if (now.heard) now.stop.abort()
      return
    }
    const mine = (now = { heard: false, stop: new AbortController() })
    const heard = () => {
      mine.heard = true
      if (next) mine.stop.abort()
    }
    try {
      await run(question, heard, mine.stop.signal)
    } catch (error) {
      if (!next) failed(error, question)
    }
    now = null
    if (next) {
      const question = next
      next = null
      go(question)
    }
  }
  return go
}

const bytesOf = async source => source.strokes ?? new Uint8Array(await source.file.arrayBuffer())
const formOf = source => (source.strokes ? 'strokes' : 'picture')

/** What is sent of the picture: as it was prepared, where all networks take that; else as it was brought. */
async function pictureOf(q) {
  const like = q.networks.every(({ input }) => String(Object.values(input)) === String(Object.values(q.networks[0].input)))
  return like ? { form: 'pixels', data: q.seen.picture.values } : { form: formOf(q.source), data: await bytesOf(q.source) }
}

const arrayOf = (arrays, name) => arrays.get(name)?.values ?? []

/** One answer of `cnn/variants`, part by part. → add(part), which gives what is known by then. */
export function gatherVariants(q) {
  /** @type {Record<string, any>} */
  const made = { of: q, tiles: new Map(), best: q.networks.map(() => new Map()), count: 0, done: false, partner: [] } // partner: the other label of what is mixed, per network
  return buffer => {
    const { head, arrays } = parseBinary(buffer)
    if (head.error) throw Object.assign(new Error(head.error), { kind: 'refused' })
    const pictures = arrays.get('pictures')
    const size = pictures ? pictures.shape.slice(1).reduce((a, b) => a * b, 1) : 0
    head.variants.forEach((variant, i) => {
      if (pictures) {
        const picture = { values: pictures.values.subarray(i * size, (i + 1) * size), shape: pictures.shape.slice(1) }
        made.tiles.set(variant.index, { ...variant, picture, answers: [] })
      }
      head.networks.forEach((place, n) => {
        if (head.partner?.length) made.partner[place] = head.partner[n]

        const answer = { best: arrayOf(arrays, `best:${place}`)[i], probability: arrayOf(arrays, `probability:${place}`)[i] }
        made.best[place].set(variant.index, answer)
        const tile = made.tiles.get(variant.index)
        if (tile) tile.answers[place] = answer
      })
    })
    made.count = Math.min(...made.best.map(answers => answers.size - (answers.has(-1) ? 1 : 0)))
    made.done = made.count >= q.count
    return { ...made }
  }
}

let started = false
/**
 * Starts it when the first of the tab's instruments is there; calling it again does nothing.
 * @param {Bus} [bus]
 */
export function startAugment(bus = page) {
  if (started) return
  started = true
  const { get, set } = tabState(bus, 'augment')
  cardsOf(set)
  plans(bus, set, get)
  const open = () => bus.get('tab') === 'augment'
  const failed = again => error => {
    if (!error.kind) console.error(error)
    set('error', error.kind === 'refused' ? error.message : (bus.get('words')?.gone ?? ''))
    if (isTransient(error)) setTimeout(again, RETRY_MS)
  }
  variants({ bus, set, get, open, failed })
  curves({ bus, set, get, open, failed })
}

function cardsOf(set) {
  const load = () =>
    askJson('transforms').then(
      cards => set('cards', cards),
      () => setTimeout(load, RETRY_MS),
    )
  load()
}

/**
 * The list that is shown: the visitor's, or what suits the pictures that the network takes; and the value that training takes.
 * @param {Bus} bus
 * @param {any} set
 * @param {any} get
 */
function plans(bus, set, get) {
  bus.on(['augment.cards', 'augment.plan', 'network'], () => {
    const [cards, network] = [get('cards'), bus.get('network')]
    if (!cards || !network) return
    const text = get('plan') ?? (network.drawing ? DRAWING : PHOTOGRAPH)
    if (get('text') === text && get('steps')) return
    set('text', text)
    const steps = stepsOf(text, cards)
    set('steps', steps)
    bus.set('augmentation', toJson(steps))
  })
  bus.on(['augment.against', 'network', 'networks'], () => {
    const [networks, network] = [bus.get('networks'), bus.get('network')]
    if (!networks || !network) return
    const open = comparableNetworks(networks, network)
    set('comparableNetworks', open)
    set('comparedNetwork', get('against') === '-' ? null : (open.find(card => card.key === get('against')) ?? open[0] ?? null))
  })
}

/**
 * What is asked about: network, rival, picture; null while a part of it is missing.
 * @param {Bus} bus
 */
function subject(bus) {
  const [network, seen, source] = [bus.get('network'), bus.get('forward'), bus.get('source')]
  if (!network || seen?.network !== network.key || !source || !namesClasses(network)) return null
  const rival = bus.get('augment.comparedNetwork')
  return { network, rival, seen, source, networks: rival ? [network, rival] : [network] }
}

/** Whether the plan that is set mixes pictures. */
const mixesPictures = get => get('steps').some(({ key, on }) => on && get('cards').transforms.find(card => card.key === key).mixes)

/**
 * Who the picture is mixed with: what the visitor chose, else a sample.
 * @param {Bus} bus
 */
function partnerOf(bus) {
  const chosen = bus.get('augment.partner')
  if (chosen && typeof chosen !== 'string') return chosen
  const key = chosen ?? PARTNERS[bus.get('network').drawing]
  return samples().then(list => sampleSource(list.find(sample => sample.key === key) ?? list[0]))
}

/**
 * The question for the code of a variant: the picture as the network in use takes it, and its partner where the plan mixes.
 * @param {Bus} bus
 * @param {any} index
 * @param {number} seed
 */
export async function codeQuestion(bus, index, seed) {
  const { get } = tabState(bus, 'augment')
  const picture = bus.get('forward').picture.values
  const partner = mixesPictures(get) ? await partnerOf(bus) : null
  const other = partner ? await bytesOf(partner) : null
  const query = { network: bus.get('network').key, plan: JSON.stringify(toJson(get('steps'))), seed, index, form: 'pixels' }
  const second = other ? { second: other.length, second_form: formOf(partner) } : {}
  return {
    path: 'augment_code',
    name: `variant-${index + 1}`,
    query: { ...query, ...second },
    body: other ? concatBytes(picture, other) : picture,
  }
}

const variantsQuery = q => ({
  network: q.network.key,
  against: q.networks[1]?.key ?? '',
  plan: JSON.stringify(q.plan),
  seed: q.seed,
  locked: Object.entries(q.locks)
    .map(pair => pair.join(':'))
    .join(','),
  count: q.count,
  tiles: TILES,
})

/** @param {Pick<Instrument, 'bus'> & Record<string, any>} parts */
function variants({ bus, set, get, open, failed }) {
  let made = null
  let painting = 0
  const show = newest => {
    made = newest
    set('error', null)
    painting ||= requestAnimationFrame(() => {
      painting = 0
      set('shown', made) // once for all parts that came since the last frame
    })
  }
  async function run(q, heard, signal) {
    const { form, data } = await pictureOf(q)
    const partner = q.mixes ? await q.partner() : null
    const other = partner ? await bytesOf(partner) : null
    const query = { ...variantsQuery(q), form, ...(other ? { second: other.length, second_form: formOf(partner) } : {}) }
    const add = gatherVariants(q)
    const part = buffer => {
      const known = add(buffer)
      if (known.tiles.size <= TILES) return
      heard()
      show(known)
    }
    await askParts('variants', query, other ? concatBytes(data, other) : data, part, signal)
  }
  const ask = latestPartsOnly(
    run,
    failed(() => soon()),
  )
  let due = 0
  function go() {
    due = 0
    const [about, steps] = [subject(bus), get('steps')]
    if (!open() || !about || !steps) return
    const held = !!get('dragging') // a handle is being dragged: the variants at once, the counts when it is let go
    const settings = {
      plan: toJson(steps),
      seed: get('seed'),
      locks: get('locks') ?? {},
      mixes: mixesPictures(get),
      partner: () => partnerOf(bus),
    }
    ask({ ...about, ...settings, networks: held ? [about.network] : about.networks, count: held ? TILES : COUNT, held })
  }
  const soon = () => {
    due ||= requestAnimationFrame(go)
  }
  bus.on(
    ['forward', 'tab', 'augment.steps', 'augment.seed', 'augment.locks', 'augment.comparedNetwork', 'augment.dragging', 'augment.partner'],
    soon,
  )
}

/** @param {Pick<Instrument, 'bus'> & Record<string, any>} parts */
function curves({ bus, set, get, open, failed }) {
  let asked = null
  async function run(q, heard, signal) {
    const { form, data } = await pictureOf(q)
    let points = []
    const pictures = new Map()
    const query = { network: q.network.key, against: q.networks[1]?.key ?? '', along: q.along, form }
    await askParts(
      'sweep',
      query,
      data,
      buffer => {
        const { head, arrays } = parseBinary(buffer)
        if (head.error) throw Object.assign(new Error(head.error), { kind: 'refused' })
        points = points.filter(({ place }) => !head.places.includes(place)) // asked again after a broken connection
        head.places.forEach((place, i) => {
          const answers = q.networks.map((_, n) => ({
            probability: real(arrayOf(arrays, `probability:${n}`)[i]),
            best: arrayOf(arrays, `best:${n}`)[i],
          }))
          points.push({ place, value: arrayOf(arrays, 'values')[i], answers })
        })
        const thumbs = requiredArray(arrays, 'pictures')
        const size = thumbs.shape.slice(1).reduce((a, b) => a * b, 1)
        head.shown.forEach((place, i) =>
          pictures.set(place, { values: thumbs.values.subarray(i * size, (i + 1) * size), shape: thumbs.shape.slice(1) }),
        )
        points.sort((a, b) => a.place - b.place)
        heard()
        set('curve', { of: q, asked: head.asked, points: [...points], pictures })
      },
      signal,
    )
  }
  const ask = latestPartsOnly(run, error => {
    asked = null
    failed(() => go())(error)
  })
  const go = () => {
    const about = subject(bus)
    if (!open() || !about || !get('cards')) return
    const along = get('cards').sweeps.some(({ key }) => key === get('along')) ? get('along') : get('cards').sweeps[0].key
    const q = { ...about, along }
    if (asked && ['network', 'rival', 'seen', 'along'].every(key => asked[key] === q[key])) return
    asked = q
    ask(q)
  }
  bus.on(['forward', 'tab', 'augment.cards', 'augment.along', 'augment.comparedNetwork'], () => requestAnimationFrame(go))
}
