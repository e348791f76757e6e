// What one step of learning is set to, and how a link says it. Pure. In the link: phase, at, rate, told, dropped, momentum, weights, cell.
//   phase    1 forward, 2 loss, 3 backward, 4 update        at       layer of the column that is looked at; null: where the playback is
//   rate     learning rate; null: one that suits             taught   what the picture is said to be; null: one that it learns from
//   dropout  share of the hidden units that are out; maps: whole maps too; momentum: of the rule
//   weights  { layer, unit } whose weights are shown; null: the longest gradient     cell   [row, column] among them; null: the steepest
import { softmax } from '../kit/softmax.js'

export const PHASES = ['forward', 'loss', 'backward', 'update']
export const RATES = [1, 2, 5]
  .flatMap(n => [-5, -4, -3, -2, -1].map(power => Number(`${n}e${power}`)))
  .sort((a, b) => a - b)
  .concat(1)
export const DROPOUTS = [0, 0.1, 0.2, 0.3, 0.5, 0.7]
export const MOMENTUM = 0.9
export const FIRST = { phase: 1, at: null, rate: null, taught: null, dropout: 0, maps: false, momentum: false, weights: null, cell: null }
export const SURE = 0.9 // an answer above that has nothing to learn from being right
const MOST_RATE = 10

// What suits

/** Classes, the most probable first. */
export const ranked = logits =>
  Array.from(logits, (v, k) => [v, k])
    .sort((a, b) => b[0] - a[0] || a[1] - b[1])
    .map(([, k]) => k)

/** What the picture is said to be where nobody has said it: the answer; of an answer that is sure already, the next one. */
export function defaultLabel(logits) {
  const [best, next] = ranked(logits)
  return softmax(logits)[best] > SURE ? next : best
}

/** The stop of the slider that is nearest in proportion. */
export const nearestRate = rate => RATES.reduce((a, b) => (Math.abs(Math.log(b / rate)) < Math.abs(Math.log(a / rate)) ? b : a))

/** Polyak's step: the learning rate at which the loss would be gone if it fell in a straight line. */
export function rateFor({ loss, norm }) {
  const rate = loss / (norm * norm)
  return rate > 0 && Number.isFinite(rate) ? nearestRate(rate) : 0.01
}

/** A learning rate without powers of ten: 0.0002. */
export function spelledRate(rate, write) {
  const decimals = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(rate) + 1e-9)))
  const fewer = Math.max(0, decimals - 1)
  return write.fixed(rate, Math.abs(Number(rate.toFixed(fewer)) - rate) < 1e-12 ? fewer : decimals)
}

/** What changes are multiplied by to be seen beside the weights: the most that leaves all on their scale; 1, 2, 5, 10, … */
export function changeMagnification(change, weights) {
  if (!(change > 0) || !(weights > 0)) return 100
  const most = (weights / change) * (1 + 1e-9)
  const power = 10 ** Math.min(9, Math.max(0, Math.floor(Math.log10(most))))
  return power * ([5, 2].find(n => n * power <= most) ?? 1)
}

export const largest = values => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)
export const indexOfLargest = values => values.reduce((at, v, i) => (Math.abs(v) > Math.abs(values[at]) ? i : at), 0)

// What is shown

/** Whether column `i` of `count` shows its values, and its gradients, when the playback has come to column `front`; null: it is through. */
export function columnState(phase, front, i) {
  return {
    values: phase > 1 || front === null || i <= front,
    gradients: phase > 3 || (phase === 3 && (front === null || i >= front)),
  }
}

/** The column that is looked at: where the playback is, else the chosen one, else where the playback ended. */
export function columnAt({ phase, at }, front, columns) {
  if (front !== null) return front
  const chosen = columns.findIndex(({ layer }) => layer === at)
  return chosen >= 0 ? chosen : phase === 3 ? 0 : columns.length - 1
}

/** { column, layer, unit } of the weights that are shown. */
export function weightsAt({ weights, at }, columns) {
  const own = columns.map(({ weights: of }, i) => of && { column: i, ...of }).filter(Boolean)
  if (!own.length) return null
  const named = weights && own.find(({ layer }) => layer === weights.layer)
  const here = named ?? own.find(({ column }) => columns[column].layer === at) ?? own[0]
  const unit = named && weights.unit < here.norms.length ? weights.unit : indexOfLargest(here.norms)
  return { column: here.column, layer: here.layer, unit }
}

/** The weight that is looked at, [row, column]: the chosen one, else the steepest. */
export function cellOf(update, cell) {
  const [rows, columns] = update.size
  if (cell && cell[0] < rows && cell[1] < columns && cell[0] * columns + cell[1] < update.numbers) return cell
  const at = indexOfLargest(update.gradient)
  return [Math.floor(at / columns), at % columns]
}

// The link

export const KEYS = /** @type {(keyof import('../kit/state.js').TabStates['step'])[]} */ (Object.keys(FIRST))
const name = text => (text.length <= 120 && /^[\w.:-]+$/.test(text) ? text : undefined)
const whole = text => (/^\d{1,6}$/.test(text) ? Number(text) : undefined)
const oneOf = list => text => list.find(value => String(value) === text)
export const READ = {
  phase: oneOf([1, 2, 3, 4]),
  at: name,
  rate: text => (/^\d*\.?\d+(e-?\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= MOST_RATE ? text : undefined),
  told: whole,
  dropped: text => (oneOf(DROPOUTS.slice(1))(text.replace('_maps', '')) !== undefined ? text : undefined),
  momentum: oneOf([MOMENTUM]),
  weights: text => (/^[\w.:-]{1,120}_\d{1,6}$/.test(text) ? text : undefined),
  cell: text => (/^\d{1,3}_\d{1,3}$/.test(text) ? text : undefined),
}
export const START = { phase: FIRST.phase }

export const toLink = ({ phase, at, rate, taught, dropout, maps, momentum, weights, cell }) => ({
  phase,
  at,
  rate: rate === null ? null : String(Number(rate.toPrecision(6))),
  told: taught,
  dropped: dropout ? `${dropout}${maps ? '_maps' : ''}` : null,
  momentum: momentum ? MOMENTUM : null,
  weights: weights && `${weights.layer}_${weights.unit}`,
  cell: cell && cell.join('_'),
})

function weightsOf(text) {
  const cut = text.lastIndexOf('_')
  return { layer: text.slice(0, cut), unit: Number(text.slice(cut + 1)) }
}

export const fromLink = said => ({
  phase: said.phase ?? FIRST.phase,
  at: said.at ?? FIRST.at,
  rate: said.rate === undefined ? FIRST.rate : Number(said.rate),
  taught: said.told ?? FIRST.taught,
  dropout: said.dropped ? Number(said.dropped.replace('_maps', '')) : FIRST.dropout,
  maps: said.dropped?.endsWith('_maps') ?? FIRST.maps,
  momentum: said.momentum !== undefined,
  weights: said.weights ? weightsOf(said.weights) : FIRST.weights,
  cell: said.cell ? said.cell.split('_').map(Number) : FIRST.cell,
})
