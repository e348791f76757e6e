// What Transfer is set to, and how a link says it; plans, places of the line, and what a run has told so far. Pure.
//   set, each   the built-in set that the classes came from, pictures of each class; '-': the visitor's own; null: what suits the network
//   line        the first layer that learns: null for the head alone, 'none' for everything
//   head        a button of the menu of heads (heads.js);  hidden, dropout: of a neural network; no hidden units: one layer
//   weigh       1: a rare class counts as much in the loss as a frequent one;  untouched  1: a test set is kept
//   views       augmented views of each picture by Augment's plan; 0: pictures as they are
//   tool        where examples come from        place   of the chosen class among the classes; null: the last
//   keep        1: the network was chosen, and pictures do not change it (base_choice.js)
//   cell        [class, said] of the matrix that is open; null: the largest that is wrong
import { headOf } from './heads.js'

export const EACH = [10, 15, 30, 60, 120]
export const VIEWS = ['run', 'changed', 'scratch']
export const TOOLS = ['draw', 'upload', 'camera', 'zip', 'builtin']
export const FIRST = {
  set: null,
  each: 30,
  line: null,
  head: 'net',
  hidden: 0,
  dropout: 0.2,
  epochs: null,
  rate: null,
  batch: 16,
  seed: 0,
  views: 0,
  weigh: 0,
  untouched: 0,
  view: 'run',
  tool: 'builtin',
  place: null,
  keep: 0,
  cell: null,
}
/** Settings that change what is seen, and nothing of what is learned. */
export const VIEW_SETTINGS = ['view', 'tool', 'place', 'keep', 'cell']
/** What a number of the plan may be, as the server bounds it. */
export const BOUNDS = {
  epochs: [1, 1000],
  rate: [1e-6, 10],
  batch: [1, 512],
  seed: [0, 2 ** 31 - 1],
  hidden: [0, 1024],
  dropout: [0, 0.9],
  views: [0, 16],
}
const WHOLE = ['epochs', 'batch', 'seed', 'hidden', 'views']
export const OWN = '-'
export const FEWEST = 5 // pictures of a class
export const AT_FIRST = 10 // seconds: what is trained by itself when the tab opens
export const AT_A_STOP = 60 // seconds: where somebody went to, on this page: a lecture's stop speaks of what was learned, on a busy machine too
export const AS_THEY_COME = 60 // seconds: a head, most of which are for features that are kept; a busy machine says four times what it takes
export const AT_ONCE = 0.5 // seconds: what is learned anew by itself at every example
const SAID = {
  set: 'taught',
  each: 'taught_each',
  line: 'freeze',
  head: 'head',
  hidden: 'hidden',
  dropout: 'head_dropout',
  epochs: 'teach_epochs',
  rate: 'teach_rate',
  batch: 'teach_batch',
  seed: 'teach_seed',
  views: 'teach_views',
  weigh: 'class_weights',
  untouched: 'untouched',
  view: 'teach_view',
  tool: 'teach_tool',
  place: 'teach_class',
  keep: 'teach_keep',
  cell: 'teach_cell',
}

// The link

/** A number that the plan takes, undefined for any other. */
export function legal(name, value) {
  const [low, high] = BOUNDS[name]
  return Number.isFinite(value) && value >= low && value <= high && (!WHOLE.includes(name) || Number.isInteger(value)) ? value : undefined
}
const number = name => text => (text.length < 20 && /^[\d.]+(e-?\d+)?$/.test(text) ? legal(name, Number(text)) : undefined)
const oneOf = list => text => list.find(value => String(value) === text)

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['transfer'])[]} */ (Object.keys(FIRST))
export const READ = {
  taught: text => (text === OWN || /^[a-z0-9_]{1,40}$/.test(text) ? text : undefined),
  taught_each: oneOf(EACH),
  freeze: text => (/^[\w.]{1,80}$/.test(text) ? text : undefined),
  head: text => (/^[a-z0-9_]{1,40}$/.test(text) ? text : undefined),
  hidden: number('hidden'),
  head_dropout: number('dropout'),
  teach_epochs: number('epochs'),
  teach_rate: number('rate'),
  teach_batch: number('batch'),
  teach_seed: number('seed'),
  teach_views: number('views'),
  class_weights: oneOf([1]),
  untouched: oneOf([1]),
  teach_view: oneOf(VIEWS),
  teach_tool: oneOf(TOOLS),
  teach_class: text => (/^\d{1,3}$/.test(text) ? Number(text) : undefined),
  teach_keep: oneOf([1]),
  teach_cell: text => (/^\d{1,3}_\d{1,3}$/.test(text) ? text.split('_').map(Number) : undefined),
}
const SPELLED = {
  rate: String, // the link rounds numbers to three digits behind the point, and a rate may have six
  cell: at => at.join('_'),
}
const spelled = (key, value) => (value && SPELLED[key] ? SPELLED[key](value) : value)
export const toLink = settings => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [name, spelled(key, settings[key])]))
export const START = Object.fromEntries(Object.entries(SAID).map(([key, name]) => [name, FIRST[key]]))
export const fromLink = said => Object.fromEntries(Object.entries(SAID).map(([key, name]) => [key, said[name] ?? FIRST[key]]))

// Plans

/**
 * What the server is given. `heads`: its menu; `augmentation`: Augment's plan. A head is said no setting that it does not take.
 * @param {any} settings
 * @param {{ network: string, heads?: any[], augmentation?: any[], name?: string }} given
 */
export function planOf(settings, { network, heads = [], augmentation = [], name = '' }) {
  const { line, epochs, rate, batch, seed, views, weigh, untouched } = settings
  const head = headOf(heads, settings)
  const plan = { network, freeze: line ?? 'all', head: head?.key ?? settings.head, batch, seed, untouched: !!untouched }
  for (const name of head?.settings ?? []) plan[name] = settings[name]
  if (views) Object.assign(plan, { views, augmentation })
  if (weigh && !head?.why_unweighted) plan.class_weights = true
  if (epochs) plan.epochs = epochs
  if (rate) plan.learning_rate = rate
  if (name) plan.name = name
  return plan
}

/** What decides the outcome, as text: two runs of one signature are one run. The name decides nothing. */
export function signature(plan, classes) {
  const { name: _, ...rest } = plan
  const given = classes.filter(({ enabled }) => enabled).map(({ id, examples }) => [id, examples.length, examples.at(-1) ?? 0])
  return JSON.stringify([Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)), given])
}

/**
 * The classes that learn. While pictures are coming, `loading.total` of them, those that have enough, where two have and others have not; the
 * same list where all that are enabled take part.
 */
export function learningNow(classes, loading) {
  const on = classes.filter(({ enabled }) => enabled)
  const ready = on.filter(({ examples }) => examples.length >= FEWEST)
  return loading?.total !== undefined && ready.length > 1 && ready.length < on.length ? ready : classes
}

/** Why nothing can be trained yet: { classes: n } or { few: name, has: n }; null where it can. */
export function whatIsMissing(classes) {
  const on = classes.filter(({ enabled }) => enabled)
  const few = on.find(({ examples }) => examples.length < FEWEST)
  if (on.length < 2) return { classes: on.length }
  return few ? { few: few.name, has: few.examples.length } : null
}

/** Pictures that are learned from, that check, and that the test is kept for, of all classes together. */
export const counted = classes =>
  classes.reduce(([a, b, c], one) => [a + one.learned, b + one.checked, c + (one.untouched ?? 0)], [0, 0, 0])

const UNEVEN = 1.5 // times as many: from there on accuracy follows the frequent class
/** The largest and the smallest of the classes that take part, { most: { name, n }, least }, where they are uneven; else null. */
export function uneven(classes) {
  const sizes = classes
    .filter(({ enabled, examples }) => enabled && examples.length)
    .map(({ name, examples }) => ({ name, n: examples.length }))
  const [least, most] = [sizes.reduce((a, b) => (b.n < a.n ? b : a), sizes[0]), sizes.reduce((a, b) => (b.n > a.n ? b : a), sizes[0])]
  return sizes.length > 1 && most.n >= UNEVEN * least.n ? { most, least } : null
}

/** What always saying the most frequent class would score: { name, right, of, uneven (balanced accuracy is worth saying) }. */
export function majority({ classes, confusion, of }) {
  const rows = confusion.map(row => row.reduce((a, b) => a + b, 0))
  const right = Math.max(...rows)
  return { name: classes[rows.indexOf(right)], right, of, uneven: right >= UNEVEN * Math.min(...rows) && rows.length > 1 }
}

/** What a link says of where classes came from: the visitor's own, the set that somebody chose, or null for one that came by itself. */
export const datasetInLink = ({ classes, dataset, chosen }) => (!dataset || classes.some(({ own }) => own) ? OWN : chosen ? dataset : null)

/** Classes of the one list that the other lacks, by their ids. */
const without = (classes, others) => classes.filter(one => !others.some(({ id }) => id === one.id))
const held = classes => classes.flatMap(({ examples }) => examples)
/**
 * What bringing a set or a zip by the name of `title` has changed, null where nothing is to be said: `classes` that made room, empty ones put
 * `aside`, and `added` { title, classes, pictures } where they stand beside classes of the visitor's own.
 */
export function arrival(before, after, title = null) {
  const left = without(before, after)
  const classes = left.filter(({ examples }) => examples.length).length
  const aside = left.length - classes
  const beside = title !== null && before.some(one => one.own && after.some(({ id }) => id === one.id))
  const had = new Set(held(before))
  const pictures = held(after).filter(id => !had.has(id)).length
  const added = beside && pictures ? { title, classes: without(after, before).length, pictures } : null
  return added || classes || aside ? { classes, aside, added } : null
}

// The bar

/** "layer2.0" of "layer2.0.conv1": the block that a layer belongs to. */
export function blockOf(layer) {
  const [first, second] = layer.split('.')
  return second !== undefined && /^\d+$/.test(second) ? `${first}.${second}` : first
}

/** Columns of the bar from left to right: { name, shows (layer whose map stands there), weights }; the last is the head. */
export function columns(places) {
  return places.map(({ layer, weights }, i) => ({
    name: blockOf(layer),
    shows: places[i + 1]?.after ?? null,
    weights: i + 1 < places.length ? weights - places[i + 1].weights : null,
  }))
}

/** The index of the place where the line stands; the head's for a layer that is none of the places. */
export function placeOf(places, line) {
  const last = places.length - 1
  if (line === null) return last
  if (line === 'none') return 0
  const found = places.findIndex(({ layer }) => layer === line || layer.startsWith(`${line}.`))
  return found < 0 ? last : found
}
const numberIn = layer => Number(/\d+/.exec(layer)?.[0] ?? 0)

/**
 * The setting nearest to `line` that these places have. `layers`: names of the network in their order; `before`: the places of the network
 * where the line stood. A hidden place counts for the block that it lies in; a layer of another network for the same depth, else for the
 * block with its name, else the head.
 * @param {any[]} places
 * @param {string | null} line
 * @param {{ layers?: string[], before?: any[] | null }} [where]
 */
export function settled(places, line, { layers = [], before = null } = {}) {
  if (line === null || line === 'none') return line
  const known = list => list.findIndex(({ layer }) => layer === line || layer.startsWith(`${line}.`))
  if (known(places) >= 0) return line
  const at = layers.findIndex(name => name === line || name.startsWith(`${line}.`))
  if (at >= 0)
    return lineAt(
      places,
      places.findLastIndex(({ layer }) => layers.indexOf(layer) <= at),
    )
  const stood = before ? known(before) : -1
  if (before && stood >= 0) return lineAt(places, Math.round((stood / (before.length - 1)) * (places.length - 1)))
  const block = line.split('.')[0].replace(/\d+$/, '')
  const same = places.filter(({ layer }) => layer.split('.')[0].replace(/\d+$/, '') === block)
  const apart = ({ layer }) => Math.abs(numberIn(layer) - numberIn(line))
  return same.length ? lineAt(places, places.indexOf(same.reduce((a, b) => (apart(b) < apart(a) ? b : a)))) : null
}
/** The setting for a place. */
export const lineAt = (places, i) => (i >= places.length - 1 ? null : i <= 0 ? 'none' : places[i].layer)

/** Key of the set that stands there at first: of the pictures that the network takes; undefined before the menu is known. */
export const firstSet = (menu, { drawing }) =>
  menu?.sets.find(({ first, kind }) => first && kind === (drawing ? 'drawing' : 'photograph'))?.key

// A run

/** Progress added to what a run has told: its curves have one point an epoch. */
export function withEvent(run, event) {
  const points = [...run.points]
  const scored = event.train || event.validation
  if (scored && (!points.length || points.at(-1).epoch < event.epoch || event.over)) {
    const at = { epoch: event.epoch, train: event.train, validation: event.validation }
    if (points.at(-1)?.epoch === event.epoch) points.pop()
    points.push(at)
  }
  return { ...run, now: event, points, result: event.result ?? run.result, over: event.over }
}

/** A run that waits or prepares has no curve yet: the one before stays until its first epoch. */
export const shownRun = run => (run && !run.points.length && run.before ? run.before : run)

/** The run whose network can be asked: this one when it is over, the one before while it learns. */
export const finishedRun = run => (run?.over && run.now.network ? run : run?.before?.now.network ? run.before : null)

/** Half of an interval, in percentage points. */
export const half = ([low, high]) => (100 * (high - low)) / 2

const taking = ({ classes }) => classes.filter(({ enabled }) => enabled)
/** Names of the classes of a run's result as they are called now; one that is gone keeps the name that it had. */
export function calledNow(run, classes) {
  const [names, taught] = [run.result.classes, taking(run)]
  if (taught.length !== names.length) return names
  return names.map((name, k) => classes.find(({ id }) => id === taught[k].id)?.name ?? name)
}
/** Whether a run's network has learned a class, and has its name. */
export const knows = (run, id) => !!run && taking(run).some(one => one.id === id)

/** The pictures of a cell of the confusion matrix, the surest answer first: [{ example, sure }]. */
export const cellOf = (result, [right, said]) =>
  result.pictures
    .filter(([, label, answer]) => label === right && answer === said)
    .map(([example, , , sure]) => ({ example, sure }))
    .sort((a, b) => (b.sure ?? 0) - (a.sure ?? 0))

/** The largest cell that is wrong, [class, said]; null where nothing is. */
export function worst(confusion) {
  /** @type {any} */
  let best = null
  confusion.forEach((row, k) => row.forEach((n, j) => k !== j && n > (best?.n ?? 0) && (best = { n, at: [k, j] })))
  return best?.at ?? null
}
