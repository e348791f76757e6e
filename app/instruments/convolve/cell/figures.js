// The sum in figures, and PyTorch's own beside it.
import { createElement } from '../../kit/element.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { comparison, decimalsFor, figureSize } from './terms.js'

const MINUS = '−'
/** A term as [sign, figures]. */
const signed = (v, decimals, first) => {
  const text = write.fixed(Math.abs(v), decimals)
  const plain = Number(Math.abs(v).toFixed(decimals)) === 0 ? '0' : text
  const below = v < 0 && plain !== '0'
  return [first ? (below ? MINUS : '') : below ? `${MINUS} ` : '+ ', plain]
}

/** A step's span: its sign, its figures, a space; written anew only where they are others. */
function writeStep(span, sign, figures) {
  if (span.childNodes.length !== 3) span.replaceChildren('', createElement('b'), ' ')
  const [before, number] = span.childNodes
  if (before.data !== sign) before.data = sign
  if (number.textContent !== figures) number.textContent = figures
}

/** Spans for the steps, reused from the last time. */
function spans(line, count) {
  while (line.children.length > count) line.lastChild.remove()
  while (line.children.length < count) line.append(createElement('span'))
  return [...line.children]
}

/** Writes the line of the sum. → its decimals, null where it has no terms in it. */
export function writeSum(line, { list, account, kernel, shown, marked, term, t }) {
  if (list.length && list[0].kind === 'row' && figureSize(kernel) === 'colour') {
    line.textContent = term === null ? ofProducts(account, t) : oneProduct(account, kernel, term, t)
    return null
  }
  if (line.firstChild?.nodeType === Node.TEXT_NODE) line.textContent = ''
  const decimals = decimalsFor(Math.max(Math.abs(account.sum), ...list.map(({ value }) => Math.abs(value))))
  const all = spans(line, list.length + 1)
  list.forEach(({ value }, i) => {
    const [sign, figures] = signed(value, decimals, i === 0)
    writeStep(all[i], sign, figures)
    all[i].className = i === marked ? 'marked' : i >= shown ? 'later' : ''
    all[i].dataset.step = i
  })
  all.at(-1).className = 'total'
  delete all.at(-1).dataset.step
  writeStep(all.at(-1), '= ', figureSize(kernel) === 'wide' ? '' : write.fixed(account.sum, decimals)) // there the cell stands beside it
  const letters = String(line.textContent.length)
  if (line.style.getPropertyValue('--letters') !== letters) line.style.setProperty('--letters', letters)
  return decimals
}

const ofProducts = ({ count, bias, sum }, t) =>
  `${fillTemplate(bias ? t.of_products_bias : t.of_products, { n: write.count(count) })} = ${write.number(sum)}`

function oneProduct({ parts, front = 0 }, { columns }, term, t) {
  const { values, weights, products } = parts[front]
  return fillTemplate(t.one_product, {
    row: Math.floor(term / columns),
    column: term % columns,
    value: write.number(values[term]),
    weight: write.number(weights[term]),
    product: write.number(products[term]),
  })
}

/** In what order the terms are added, where that is not plain to see. */
const order = (list, t) => {
  const bias = list.at(-1).kind === 'bias'
  if (list[0].kind === 'row') return bias ? t.by_rows_bias : t.by_rows
  if (list[0].kind === 'channel') return bias ? t.by_channels_bias : t.by_channels
  return ''
}

/** Writes what PyTorch says of the cell; the tick is computed. `value`: its own, null while it is not here, NaN if it never will be. */
export function writeTorch(line, given) {
  /** @type {Record<string, any>} */
  const said = { tick: '', after: '', decimals: '', ...sayTorch(given) }
  const places = spans(line, 5)
  for (const [i, name] of ['order', 'says', 'tick', 'after', 'decimals'].entries()) {
    if (places[i].textContent !== said[name]) places[i].textContent = said[name]
    places[i].classList.add(name)
  }
  const [, says, tick] = places
  says.title = said.title ?? ''
  tick.classList.toggle('failed', said.tick === '✗')
  if (said.tick) tick.setAttribute('role', 'img')
  else tick.removeAttribute('role')
  tick.ariaLabel = said.label ?? null
}

function sayTorch({ list, account, decimals, value, live, t }) {
  const before = decimals === null || list[0].kind === 'term' ? '' : `${order(list, t)} `
  if (value === null || Number.isNaN(value))
    return { order: before, says: live ? t.torch_live : value === null ? t.torch_asked : t.torch_gone }
  const { difference, bound, agrees } = comparison(account, value)
  const plain = Math.abs(value) >= 0.001 && decimals !== null
  return {
    order: before,
    says: `${fillTemplate(t.torch_says, { v: plain ? write.fixed(value, decimals) : write.number(value) })} `,
    title: fillTemplate(t.torch_help, { bound: write.number(bound, 2) }),
    tick: agrees ? '✓' : '✗',
    label: agrees ? t.agrees : t.disagrees,
    after: ` ${fillTemplate(t.differs, { d: write.number(Math.abs(difference), 2) })}.`,
    decimals: list[0].kind === 'term' ? ` ${fillTemplate(t.decimals, { n: decimals })}` : '',
  }
}
