// What a run has told, for a project, and back: examples are said by their place, since their numbers are the server's. Pure.
import { KEYS, signature } from './settings.js'

const MOST_POINTS = 2000
const LATER = { weigh: 0, keep: 0 } // settings that projects from before do not say
const finite = v => typeof v === 'number' && Number.isFinite(v)
const whole = v => Number.isInteger(v) && v >= 0
const object = v => v !== null && typeof v === 'object' && !Array.isArray(v)
const score = v => (v === null || v === undefined ? null : { loss: v.loss ?? null, accuracy: v.accuracy ?? null })
const scored = v => v === null || (object(v) && [v.loss, v.accuracy].every(one => one === null || finite(one)))
const share = v => Array.isArray(v) && v.length === 2 && v.every(finite)

// The weights of a head, as small as they are shown: means of neighbouring features, three digits of each.
const WIDEST = 96
function headToJson(head) {
  if (!head) return null
  const [rows, columns] = head.shape
  const some = Math.ceil(columns / WIDEST)
  const width = Math.ceil(columns / some)
  const mean = (row, at) => {
    const part = head.values.subarray(row * columns + at * some, row * columns + Math.min(columns, (at + 1) * some))
    return part.reduce((a, b) => a + b, 0) / part.length
  }
  const values = Array.from({ length: rows * width }, (_, i) => Number(mean(Math.floor(i / width), i % width).toPrecision(3)))
  return { shape: [rows, width], values: values.map(v => (finite(v) ? v : 0)) }
}
function headFromJson(said) {
  if (!object(said) || !share(said.shape) || !Array.isArray(said.values)) return null
  const [rows, columns] = said.shape
  const good = whole(rows) && whole(columns) && rows && columns && said.values.length === rows * columns && said.values.every(finite)
  return good ? { shape: said.shape, values: Float32Array.from(said.values) } : null
}

/** The run that has ended, as JSON; null where there is none. */
export function toJson(run, classes) {
  if (!run?.over || !run.now.network) return null
  const places = new Map(classes.flatMap(({ examples }, k) => examples.map((id, i) => [id, [k, i]])))
  const { state, seconds, epoch, epochs, weights, views, network, exploded = 0, growth = null } = run.now
  const { pictures, ...result } = run.result
  return {
    network,
    plan: run.plan,
    settings: run.settings,
    stale: run.of !== signature(run.plan, classes),
    classes: run.classes.map(({ id, name, enabled }) => ({ name, enabled, at: classes.findIndex(one => one.id === id) })),
    names: classes.map(({ name }) => name),
    now: {
      state,
      seconds,
      epoch,
      epochs,
      weights,
      views,
      exploded,
      growth,
      train: score(run.now.train),
      validation: score(run.now.validation),
      head: headToJson(run.now.head),
    },
    points: run.points.map(({ epoch: at, train, validation }) => ({ epoch: at, train: score(train), validation: score(validation) })),
    result: { ...result, pictures: pictures.map(([id, label, answer, sure]) => [places.get(id) ?? null, label, answer, sure]) },
  }
}

function legalResult({ classes, right, of, interval, confusion, pictures, learned_from, untouched }) {
  const n = classes?.length
  const names = Array.isArray(classes) && n >= 2 && classes.every(name => typeof name === 'string')
  const counts = [right, of, learned_from].every(whole) && right <= of && share(interval)
  const matrix =
    Array.isArray(confusion) && confusion.length === n && confusion.every(row => Array.isArray(row) && row.length === n && row.every(whole))
  const last = untouched === null || (object(untouched) && whole(untouched.right) && whole(untouched.of) && share(untouched.interval))
  const shown = one =>
    Array.isArray(one) &&
    [one[1], one[2]].every(k => whole(k) && k < n) &&
    (one[3] === null || finite(one[3])) &&
    (one[0] === null || Array.isArray(one[0]))
  return names && counts && matrix && last && Array.isArray(pictures) && pictures.every(shown)
}
const legalClass = one => object(one) && typeof one.name === 'string' && typeof one.enabled === 'boolean' && Number.isInteger(one.at ?? -1)
function legal({ network, plan, settings, classes, now, points, result }) {
  const parts = [plan, settings, now, result].every(object) && typeof network === 'string'
  if (!parts || !Array.isArray(classes) || !classes.every(legalClass) || !Array.isArray(points) || points.length > MOST_POINTS) return false
  const told =
    ['done', 'stopped', 'time', 'diverged'].includes(now.state) &&
    [now.seconds, now.epoch, now.epochs, now.weights, now.views, now.exploded ?? null, now.growth ?? null].every(
      v => v === null || finite(v),
    )
  const curve = points.every(one => object(one) && whole(one.epoch) && scored(one.train) && scored(one.validation))
  const scores = [now.train ?? null, now.validation ?? null].every(scored)
  return (
    told && curve && scores && legalResult(result) && typeof plan.network === 'string' && KEYS.every(key => key in settings || key in LATER)
  )
}

/** And back, with the classes that stand there now; null for what is none. What it says decides nothing on the server. */
export function fromJson(said, classes) {
  if (!object(said) || !legal(said)) return null
  const { network, result } = said
  const settings = { ...LATER, ...said.settings }
  const same = said.names === undefined || String(said.names) === String(classes.map(({ name }) => name)) // or they were added to others: places say nothing
  const id = at => (at === null || !same ? null : (classes[at[0]]?.examples[at[1]] ?? null))
  const standing = ({ name, at = -1 }) => (same && at >= 0 ? classes[at] : classes.find(one => one.name === name))
  const pictures = result.pictures.map(([at, ...rest]) => [id(at), ...rest]).filter(([example]) => example !== null)
  const learned = said.classes.map(one => ({ ...(standing(one) ?? { id: null, name: one.name, examples: [] }), enabled: one.enabled }))
  const stale = !same || said.stale !== false || said.classes.length !== classes.length
  const { train = null, validation = null, exploded = 0, growth = null } = said.now
  const now = { ...said.now, train, validation, exploded, growth, head: headFromJson(said.now.head), network, result: null, over: true }
  return {
    of: stale ? '' : signature(said.plan, classes),
    itself: false,
    plan: said.plan,
    settings,
    classes: learned,
    points: said.points,
    now,
    result: { ...result, pictures },
    over: true,
    stop: null,
    before: null,
  }
}
