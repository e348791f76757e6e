// Keeps Explain's answers true: the heat maps of two classes, the same on the untrained network, small ones along the layers, the answer to
// the covered picture, and the curves when they are asked for. What is on the screen stays until its successor is there.
import { namesClasses } from '../kit/network_cards.js'
import { askBytes, askJson, RequestError } from '../kit/ask.js'
import { bus as page } from '../kit/bus.js'
import { parseBinary, real, requiredArray } from '../kit/binary.js'
import { blurred, occluded, comparedClasses, pointsOf, usable } from './settings.js'
import { latestOnly } from '../kit/latest_only.js'
import { askParts } from '../kit/streamed_answers.js'

/** @typedef {import('../kit/bus.js').Bus} Bus */

const RANDOM = '@random'
const SAME = ['network', 'picture', 'method', 'layer', 'points', 'a', 'b']
const same = (one, other) => Boolean(one && other && SAME.every(key => one[key] === other[key]))
const REST = 150 // ms without a change before the heat maps are asked for: a slider passes over stages

/** One part of a stream; a sentence in it is a Trouble. */
function parsePart(buffer) {
  const { head, arrays } = parseBinary(buffer)
  if (head.error) throw new RequestError('refused', String(head.error))
  return { head, arrays }
}

/** What a heat is at its cells and, at the end, at every pixel: { target, minimum, maximum, facts, shape, cells, map, sums }. */
function heatsOf({ head, arrays }) {
  return head.heats.map((heat, i) => {
    const [low, high] = [real(heat.minimum), real(heat.maximum)]
    const exact = arrays.get(`cells:${i}`)
    const { values, shape } = exact ?? arrays.get(`codes:${i}`)
    const cells = exact ? values : Float32Array.from(values, code => low + (code / 255) * (high - low))
    const map = arrays.get(`map:${i}`)?.values ?? null
    const sums = arrays.get(`sums:${i}`)?.values ?? null // before a ReLU cut what is negative
    return { ...heat, minimum: low, maximum: high, shape, cells, map, sums }
  })
}

/**
 * @param {Bus} bus
 * @param {any} error
 */
const errorText = (bus, error) => {
  if (!error.kind) console.error(error)
  return error.kind === 'refused' || error.kind === 'busy'
    ? error.message
    : (bus.get('words') ?? {})[error.kind === 'unreachable' ? 'gone' : 'unreadable']
}

/**
 * Which methods there are for the network in use, and its stages.
 * @param {Bus} bus
 */
function followMethods(bus) {
  const known = new Map()
  const wanted = () => (bus.get('tab') === 'explain' && namesClasses(bus.get('network')) ? bus.get('network')?.key : null)
  bus.on(['network', 'tab'], async () => {
    const key = wanted()
    if (!key || bus.get('explain.ways')?.network === key) return
    try {
      if (!known.has(key)) known.set(key, { network: key, ...(await askJson('attribution_methods', { network: key })) })
      if (wanted() === key) bus.set('explain.ways', known.get(key))
    } catch (error) {
      bus.set('explain.error', errorText(bus, error))
    }
  })
}

/**
 * What is looked at now, or null.
 * @param {Bus} bus
 */
function currentQuestion(bus) {
  const [seen, network, ways] = [bus.get('forward'), bus.get('network'), bus.get('explain.ways')]
  if (bus.get('tab') !== 'explain' || !seen || network?.key !== seen.network || ways?.network !== network.key) return null
  const method = usable(ways.methods, bus.get('explain.method'), ways.stages)
  const wanted = bus.get('explain.stage')
  const layer = method.at === 'layer' ? (ways.stages.find(name => name === wanted) ?? ways.default) : null
  const [a, b] = comparedClasses(seen.logits, bus.get('explain.classes'))
  const points = pointsOf(method, bus.get('explain.points'))
  return { network: network.key, picture: seen.picture, method: method.key, layer, points, a, b, untrained: network.weights === 'random' }
}

/**
 * Asks for the heat maps of a network and shows them as they come.
 * @param {any} q
 * @param {string} network
 * @param {(heats: any) => void} show
 * @param {AbortSignal} signal
 */
function streamHeats(q, network, show, signal) {
  const query = {
    network,
    method: q.method,
    targets: [q.a, q.b].join(),
    form: 'pixels',
    ...(q.layer ? { layer: q.layer } : {}),
    ...(q.points ? { points: q.points } : {}),
  }
  const take = buffer => {
    if (signal.aborted) return
    const part = parsePart(buffer)
    const { done, of, milliseconds } = part.head
    show({ q, done, of, milliseconds, heats: heatsOf(part) })
  }
  return askParts('attribution', query, q.picture.values, take, signal)
}

/** @param {Bus} bus */
function followHeatmaps(bus) {
  let running = null
  let due = 0
  let drawn = null
  async function along(q, signal) {
    const method = bus.get('explain.ways').methods.find(({ key }) => key === q.method)?.per_layer
    const about = [q.network, q.picture, q.a, method]
    if (drawn && about.every((value, i) => value === drawn[i])) return
    const query = { network: q.network, method, target: q.a, form: 'pixels' }
    const { head, arrays } = parseBinary(await askBytes('attribution_per_layer', query, q.picture.values))
    if (signal.aborted) return
    drawn = about
    bus.set('explain.along', { q, stages: head.stages.map((stage, i) => ({ ...stage, thumbnail: arrays.get(`thumbnail:${i}`) })) })
  }
  async function go(q) {
    running?.abort()
    const { signal } = (running = new AbortController())
    bus.set('explain.error', null)
    bus.set('explain.question', q)
    bus.set('explain.stopped', false)
    try {
      await streamHeats(q, q.network, heats => bus.set('explain.heats', heats), signal)
      if (!signal.aborted) await along(q, signal)
      if (!signal.aborted && !q.untrained) await streamHeats(q, q.network + RANDOM, heats => bus.set('explain.untrained', heats), signal)
    } catch (error) {
      if (!signal.aborted) bus.set('explain.error', errorText(bus, error))
    }
  }
  const styles = () => {
    const q = currentQuestion(bus)
    if (!q) {
      clearTimeout(due)
      if (bus.get('tab') !== 'explain' && running && !running.signal.aborted && bus.get('explain.question')) {
        running.abort() // nobody looks: what is unfinished begins anew when somebody comes back
        const { q: whole, done, of } = bus.get('explain.untrained') ?? bus.get('explain.heats') ?? {}
        if (!same(whole, bus.get('explain.question')) || done !== of) bus.set('explain.question', null)
      }
      return
    }
    if (same(q, bus.get('explain.question'))) return
    clearTimeout(due)
    due = setTimeout(
      () => {
        const now = currentQuestion(bus)
        if (now && !same(now, bus.get('explain.question'))) go(now)
      },
      bus.get('explain.question') ? REST : 0,
    )
  }
  bus.on(['tab', 'forward', 'network', 'explain.ways', 'explain.method', 'explain.stage', 'explain.classes', 'explain.points'], styles)
  bus.on('explain.stop', () => {
    running?.abort()
    bus.set('explain.stopped', true)
  })
}

/**
 * The answer to the covered picture, while the square is dragged: the newest wins.
 * @param {Bus} bus
 */
function followOccluder(bus) {
  let fog = null
  const fogOf = picture => {
    if (fog?.picture !== picture) fog = { picture, values: blurred(picture.values, picture.shape) }
    return fog.values
  }
  const askLatest = latestOnly(
    async ({ network, picture, square }) => {
      const values = occluded(picture, square, square.fill === 'blur' ? fogOf(picture) : null)
      const answer = parseBinary(await askBytes('logits', { network, form: 'pixels' }, values))
      return { values, logits: requiredArray(answer.arrays, 'values').values }
    },
    (q, answer) => {
      if (bus.get('explain.square') === q.square && bus.get('forward')?.picture === q.picture)
        bus.set('explain.covered', { ...q, ...answer })
    },
    error => bus.set('explain.error', errorText(bus, error)),
  )
  bus.on(['explain.square', 'forward', 'tab'], () => {
    const [square, seen, network] = [bus.get('explain.square'), bus.get('forward'), bus.get('network')]
    if (!square) return bus.set('explain.covered', null)
    if (bus.get('tab') !== 'explain' || !seen || network?.key !== seen.network) return
    const now = bus.get('explain.covered')
    if (now?.picture !== seen.picture || now.network !== network.key || now.square !== square)
      askLatest({ network: network.key, picture: seen.picture, square })
  })
}

/**
 * Deletion and insertion by the heat of A that is on the screen; never shown for another heat.
 * @param {Bus} bus
 */
function followDeletion(bus) {
  let running = null
  const clear = () => {
    running?.abort()
    running = null
    bus.set('explain.curves', null)
  }
  bus.on('explain.question', clear)
  bus.on('explain.measure', async () => {
    const { q, heats: found, done, of } = bus.get('explain.heats') ?? {}
    if (!q || done !== of || !same(q, bus.get('explain.question'))) return
    clear()
    const { signal } = (running = new AbortController())
    const heat = found[0].map
    const [height, width] = q.picture.shape
    const body = new Blob([heat, q.picture.values])
    bus.set('explain.curves', { q, done: 0, of: 0 })
    const take = buffer => {
      if (signal.aborted) return
      const { head, arrays } = parsePart(buffer)
      const lines = Object.fromEntries([...arrays].map(([name, { values }]) => [name, values]))
      bus.set('explain.curves', /** @type {import('../kit/types/explain.js').DeletionCurves} */ ({ q, ...head, ...lines }))
    }
    try {
      await askParts('deletion_curves', { network: q.network, target: q.a, height, width, form: 'pixels' }, body, take, signal)
    } catch (error) {
      if (signal.aborted) return
      bus.set('explain.curves', null)
      bus.set('explain.error', errorText(bus, error))
    }
  })
  bus.on('explain.unmeasure', clear)
}

let started = false
/**
 * Starts it when the first of the tab's instruments is there; calling it again does nothing.
 * @param {Bus} [bus]
 */
export function startExplain(bus = page) {
  if (started) return
  started = true
  followMethods(bus)
  followHeatmaps(bus)
  followOccluder(bus)
  followDeletion(bus)
}
