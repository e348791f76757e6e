// An answer to `cnn/receipt`: one cell's terms in groups, one per input channel, and the way back to the pixels. Pure.
import { parseBinary, real, Unreadable } from '../../kit/binary.js'

const numbersOf = facts => Object.fromEntries(Object.entries(facts ?? {}).map(([name, value]) => [name, real(value)]))

function traceStepOf(said, thumbnail) {
  const { strongest } = said
  return {
    ...said,
    torch_value: real(said.torch_value),
    facts: numbersOf(said.facts),
    values: said.values.map(real),
    strongest: strongest && {
      ...strongest,
      value: real(strongest.value),
      weight: real(strongest.weight),
      product: real(strongest.product),
    },
    minimum: real(said.minimum),
    maximum: real(said.maximum),
    low: real(said.low),
    step: real(said.step),
    thumbnail,
  }
}

/** → { layer, kind, cell, rule, bias, sum, torch_value, bound, agrees, formula, facts, terms, groups, window, plane, curve, trace, skipped } */
export function parseReceipt(buffer) {
  const { head, arrays } = parseBinary(buffer)
  const said = head.receipt
  const array = name => arrays.get(name) ?? fail(`${name} is missing`)
  if (!said || !Array.isArray(head.trace)) fail('it has no receipt')
  const [values, weights, products, cells, source] = ['values', 'weights', 'products', 'cells', 'source'].map(name => array(name).values)
  const terms = Array.from(values, (value, i) => ({
    value,
    weight: weights[i], // NaN where the value enters otherwise than by a product
    product: said.rule === 'distance' || Number.isNaN(weights[i]) ? products[i] : value * weights[i],
    cell: cellOf(cells, i), // null: padding
  }))
  return {
    ...said,
    network: head.network,
    torch_value: real(said.torch_value),
    bias: real(said.bias),
    sum: real(said.sum),
    bound: real(said.bound),
    facts: numbersOf(said.facts),
    terms,
    groups: groupsOf(terms, source, said.layers, said.window),
    plane: array('plane'),
    curve: array('curve').values,
    trace: head.trace.map((step, i) => traceStepOf(step, array(`thumbnail:${i}`))),
    skipped: head.skipped ?? 0,
  }
}

const fail = what => {
  throw new Unreadable(what)
}

const cellOf = (cells, i) => {
  const cell = [...cells.subarray(3 * i, 3 * i + 3)].filter(at => at >= 0)
  return cell.length ? cell : null
}

/** One group per window: { layer, channel (null: units, or nothing but padding), first, count, sum, order }, the largest |sum| first. */
export function groupsOf(terms, source, layers, [rows, columns]) {
  const count = rows * columns
  const groups = Array.from(source, (which, ctx) => {
    const own = terms.slice(ctx * count, (ctx + 1) * count)
    const known = own.find(term => term.cell)?.cell
    return {
      layer: layers[which],
      channel: known?.length === 3 ? known[0] : null,
      units: known?.length === 1,
      first: ctx * count,
      count,
      sum: own.reduce((sum, term) => sum + term.product, 0),
      order: own.map((_, i) => ctx * count + i).sort((a, b) => before(terms[a], terms[b]) || a - b),
    }
  })
  return groups.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum) || a.first - b.first)
}

const size = v => Math.abs(v) || 0
const before = (a, b) => size(b.product) - size(a.product) || size(b.weight) - size(a.weight) || b.value - a.value

/** The largest |value|, |weight| and |product| of some terms: where their colours end. */
export function endsOf(terms) {
  const most = read => terms.reduce((largest, term) => Math.max(largest, Number.isFinite(read(term)) ? Math.abs(read(term)) : 0), 0)
  return { value: most(term => term.value), weight: most(term => term.weight), product: most(term => term.product) }
}

const POOLED = new Set(['average pooling', 'subsampling'])
/** How a receipt is shown. */
export function viewOf({ rule, terms, groups, window: [rows, columns], kind }) {
  if (rule === 'given') return 'pixel'
  if (rule === 'share') return 'shares'
  if (rule === 'function') return 'graph'
  if (kind === 'normalisation' && terms.length) return 'line'
  if (rule === 'product' || rule === 'copy' || (rows * columns === 1 && groups.length <= 4)) return 'operands'
  if (groups.length === 1 && groups[0].channel !== null && (rule === 'largest' || POOLED.has(kind))) return 'window'
  return groups.length && groups.every(group => !group.units) ? 'channels' : 'list' // one channel: a drawing's first layer, a depthwise kernel
}
