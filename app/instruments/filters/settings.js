// What Filters is set to: the layer, the unit, the order of the tiles, the edits of the surgery; and how a link says them. Pure.
//   aim    what the picture is made for: 'channel', 'neuron' (its middle cell) or 'class_17'
//   named  { layer, unit } that is shown although neither the order nor Look's channel says so; null where one of them does
//   opacity  of the chosen filter's map over the picture, 0 … 1
//   edit   { layer, unit, factor, kernel: Float32Array or null }, one a unit; a unit as trained has none
import { digitsOfFloat32 } from '../kit/numbers.js'

export const SORTS = ['number', 'norm', 'picture']
export const SCALES = ['filter', 'layer']
export const FACTOR = { least: -2, most: 2, step: 0.05 }
const MOST_EDITS = 64
const LARGEST = 1000
const LINK_MAX_WEIGHTS = 600 // weights that a link still carries
const LONGEST = 12_000 // characters of all edits
export const RANDOM = '@random'

// Layers and units

export const convolutions = network => network.layers.filter(layer => layer.kind === 'convolution')

/** The convolution that the chosen layer belongs to: itself, else the last before it, else the first; null where there is none. */
export function convolutionOf(network, name) {
  const at = network.layers.findIndex(layer => layer.name === name)
  const own = convolutions(network)
  const before = own.filter(layer => network.layers.indexOf(layer) <= at)
  return before.at(-1) ?? own[0] ?? null
}

/** The key of the same network untrained, or of the trained one where this is the untrained; null where there is none. */
export function twinOf(key, networks) {
  const twin = key.endsWith(RANDOM) ? key.slice(0, -RANDOM.length) : key + RANDOM
  return networks.has(twin) ? twin : null
}
/**
 * In whose weights the same filter can be looked at: the shipped network, the same untrained, and what the visitor has trained of networks
 * that read such pictures. → [{ key, title }], title null for the shipped one.
 */
export function familyOf(network, networks) {
  const alike = one => ['channels', 'height', 'width'].every(side => one.input[side] === network.input[side])
  const plain = network.key.endsWith(RANDOM) ? network.key.slice(0, -RANDOM.length) : network.key
  const own = [...networks.values()].filter(card => card.weights === 'trained' && alike(card) && card.key !== plain)
  const first = networks.get(plain)
  const shown = [plain, plain + RANDOM].filter(key => networks.has(key))
  const titled = key => (key === plain && first?.weights === 'trained' ? first.title : null)
  return [...shown.map(key => ({ key, title: titled(key) })), ...own.map(({ key, title }) => ({ key, title }))]
}
export const untrained = key => key.endsWith(RANDOM)

/** Units in the order in which they are shown; equal ones by number. `strengths` null: the norm stands in. */
export function order(sort, norms, strengths) {
  const units = Array.from(norms, (_, unit) => unit)
  if (sort === 'number') return units
  const by = sort === 'picture' && strengths?.length === norms.length ? strengths : norms
  return units.sort((a, b) => by[b] - by[a] || a - b)
}

/** What of the chosen unit a link must say: nothing of the first in the order, shown by itself, nor of the channel that it says anyhow. */
export const namedUnit = ({ layer, unit, first, channel }) => (unit === first || unit === channel ? null : { layer, unit })

/**
 * The weights of a filter as planes of { values, rows, columns }: its colours, its one slice, or all of [in, y, x].
 * @param {any} values
 * @param {number[]} shape
 */
export function planesOf(values, [planes, rows, columns], start = 0) {
  const size = rows * columns
  return Array.from({ length: planes }, (_, p) => values.subarray(start + p * size, start + (p + 1) * size))
}

// Edits

const same = (edit, layer, unit) => edit.layer === layer && edit.unit === unit
export const editOf = (edits, layer, unit) => edits.find(edit => same(edit, layer, unit)) ?? { layer, unit, factor: 1, kernel: null }

/** The edits with one more; a unit that is as trained again leaves the list, and no more go in than may. */
export function withEdit(edits, edit) {
  const others = edits.filter(other => !same(other, edit.layer, edit.unit))
  const nothing = edit.factor === 1 && !edit.kernel
  if (nothing) return others
  return others.length < MOST_EDITS ? [...others, edit] : edits
}

/** What a server is sent: uint32 n | n bytes of JSON | the rest. */
export function bodyOf(edits, rest = new Uint8Array(0)) {
  const plain = edits.map(({ kernel, ...edit }) => ({ ...edit, kernel: kernel ? Array.from(kernel) : null }))
  const text = new TextEncoder().encode(JSON.stringify(plain))
  const body = new Uint8Array(4 + text.length + rest.length)
  new DataView(body.buffer).setUint32(0, text.length, true)
  body.set(text, 4)
  body.set(rest, 4 + text.length)
  return body
}

// Answers

export const best = values => values.reduce((at, v, i) => (v > values[at] ? i : at), 0)

/** Which classes are listed, in an order that stays while edits change: by index where all fit, else the first by the untouched answer. */
export function listedClasses(before, most) {
  const all = before.map((_, i) => i)
  if (before.length <= most) return all
  return all.sort((a, b) => before[b] - before[a] || a - b).slice(0, most)
}

/** Classes of the gallery as columns: those that occur, the most frequent first beyond `most`, then by index. */
export function galleryColumns(pictures, most) {
  const there = Array.from(pictures, (n, index) => ({ n, index })).filter(one => one.n > 0)
  return there
    .sort((a, b) => b.n - a.n || a.index - b.index)
    .slice(0, most)
    .map(one => one.index)
    .sort((a, b) => a - b)
}

// What a picture is made for

/** An aim ('channel', 'neuron', 'class_17') as it is asked about: { aimed, unit }; a class that the network has not means the channel. */
export function targetOf(aim, unit, classes) {
  const index = /^class_(\d+)$/.exec(aim ?? '')?.[1]
  if (index !== undefined && Number(index) < classes) return { aimed: 'class', unit: Number(index) }
  return { aimed: aim === 'neuron' ? 'neuron' : 'channel', unit }
}

// What a link says

const short = v => String(Number(v.toPrecision(digitsOfFloat32(Math.fround(v)))))
const number = (text, most) => {
  const v = Number(text)
  return text !== '' && Math.abs(v) <= most ? v : null
}

function readEdit(text) {
  const [layer, unit, factor, ...weights] = text.split(',')
  if (!/^[\w.:-]{1,120}$/.test(layer) || !/^\d{1,5}$/.test(unit ?? '')) return null
  const times = number(factor ?? '', FACTOR.most)
  const kernel = weights.map(one => number(one, LARGEST))
  if (times === null || kernel.includes(null) || kernel.length > LINK_MAX_WEIGHTS) return null
  return { layer, unit: Number(unit), factor: times, kernel: kernel.length ? Float32Array.from(kernel) : null }
}
const readEdits = text => {
  const edits = text.length <= LONGEST ? text.split('~').map(readEdit) : [null]
  return edits.length <= MOST_EDITS && !edits.includes(null) ? text : undefined
}

function readUnit(text) {
  const [, layer, unit] = /^([\w.:-]{1,120})_(\d{1,5})$/.exec(text) ?? []
  return layer ? { layer, unit: Number(unit) } : null
}

export const START = { sort: 'picture', tile_scale: 'filter', surgery: null, seed: 0, made: 'channel', overlay: 0.85 }
export const KEYS = ['sort', 'scale', 'edits', 'seed', 'aim', 'named', 'opacity']
export const READ = {
  sort: text => SORTS.find(sort => sort === text),
  tile_scale: text => SCALES.find(scale => scale === text),
  surgery: readEdits,
  seed: text => (/^\d{1,8}$/.test(text) ? Number(text) : undefined),
  made: text => (/^(channel|neuron|class_\d{1,5})$/.test(text) ? text : undefined),
  unit: text => (readUnit(text) ? text : undefined),
  overlay: text => (/^(0(\.\d{1,3})?|1)$/.test(text) ? Number(text) : undefined),
}

/** What a link said (see READ), as values of the bus; `wish`: what holds for the network and the layer that it names. */
export const fromLink = said => ({
  sort: said.sort ?? START.sort,
  scale: said.tile_scale ?? START.tile_scale,
  linked: { edits: said.surgery ? said.surgery.split('~').map(readEdit) : [], named: said.unit ? readUnit(said.unit) : null },
  seed: said.seed ?? START.seed,
  aim: said.made ?? START.made,
  opacity: said.overlay ?? START.overlay,
})

/** Values of the bus as a link says them; edits that are too many weights for a link stay out. */
export function toLink({ sort, scale, edits, seed, aim, named, opacity }) {
  const said = (edits ?? [])
    .filter(({ kernel }) => !kernel || kernel.length <= LINK_MAX_WEIGHTS)
    .map(({ layer, unit, factor, kernel }) => [layer, unit, short(factor), ...(kernel ? Array.from(kernel, short) : [])].join(','))
    .join('~')
  const unit = named ? `${named.layer}_${named.unit}` : null
  return { sort, tile_scale: scale, surgery: said && said.length <= LONGEST ? said : null, seed, made: aim, unit, overlay: opacity }
}
