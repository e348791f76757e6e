// Right answers on the gallery, before and after, and a pair of bars for each class.
import { createElement } from '../../kit/element.js'
import { fitCanvas, styleOf } from '../../kit/canvas.js'
import { galleryColumns } from '../settings.js'
import { write } from '../../kit/language.js'
import { fillTemplate } from '../../kit/numbers.js'
import { tooltip } from '../../kit/tooltip.js'

/** @typedef {import('../../kit/types.js').Instrument} Instrument */

const MOST = 12 // classes that have room
const LINE = 18 // px below the bars, for the names

const total = values => values.reduce((a, b) => a + b, 0)

/** How wide each column is: as its name wants it, where all names have room, else all alike and without names. */
function columnsOf(labels, width, measure) {
  const wanted = labels.map(label => measure(label) + 4)
  const spare = (width - total(wanted)) / labels.length
  const alike = width / labels.length
  if (wanted.every(one => one <= alike)) return { named: true, widths: labels.map(() => alike) }
  return spare < 0 ? { named: false, widths: labels.map(() => alike) } : { named: true, widths: wanted.map(one => one + spare) }
}

function bars(element, now, put) {
  return (ctx, width, height) => {
    const d = now()
    if (!d) return
    const styles = styleOf(element)
    ctx.font = styles.font()
    const { named, widths } = columnsOf(
      d.columns.map(({ label }) => label),
      width,
      label => ctx.measureText(label).width,
    )
    put(widths)
    const high = height - (named ? LINE : 0)
    ctx.textAlign = 'center'
    ctx.textBaseline = 'alphabetic'
    let x = 0
    d.columns.forEach(({ label, before, after }, i) => {
      const each = widths[i]
      ctx.fillStyle = styles.of('line')
      ctx.fillRect(x + 2, high - 1, each - 4, 1)
      ctx.fillStyle = styles.of('edge')
      ctx.fillRect(x + each * 0.18, high - high * before, each * 0.2, high * before)
      ctx.fillStyle = styles.of(after < before ? 'accent' : 'edge')
      ctx.fillRect(x + each * 0.42, high - high * after, each * 0.4, high * after)
      ctx.fillStyle = styles.of('ink-2')
      if (named) ctx.fillText(label, x + each / 2, height - 4)
      x += each
    })
  }
}

/** @param {Pick<Instrument, 'element' | '$' | 't' | 'bus'>} parts */
export function correctCounts({ element, $, t, bus }) {
  const canvas = $('.right canvas')
  /** @returns {any} */
  const now = () => {
    const found = bus.get('filters.tally')
    const network = bus.get('network')
    if (!found || found.network !== network?.key) return null
    const columns = galleryColumns(found.pictures, MOST).map(index => {
      const n = found.pictures[index]
      return { label: network.classes[index] ?? String(index), n, before: found.before[index] / n, after: found.after[index] / n, index }
    })
    return { ...found, columns }
  }
  let widths = []
  const paint = fitCanvas(
    canvas,
    bars(element, now, found => (widths = found)),
  )
  const what = $('.right .what')
  const word = createElement('span')
  what.append(word)
  tooltip(word, () => (!now()?.labelled ? t.same_help : bus.get('network').drawing ? t.right_help : t.right_photographs_help))
  bus.on(['filters.tally', 'filters.edits', 'network'], () => {
    const d = now()
    $('.right').classList.toggle('old', !d || d.edits !== bus.get('filters.edits'))
    if (!d) return
    const drawn = bus.get('network').drawing
    word.textContent = fillTemplate(d.labelled ? (drawn ? t.right : t.right_photographs) : t.same, { n: write.count(d.total) })
    const [before, after] = [d.before, d.after].map(values => write.percent(total(values) / d.done))
    const change = fillTemplate(d.edits.length ? t.change : t.alone, { before, after })
    const stay = d.edits.length && d.labelled ? ` · ${fillTemplate(t.stay, { n: write.percent(d.stayed / d.done) })}` : ''
    const far =
      d.done < d.total ? fillTemplate(t.so_far, { change, done: write.count(d.done), total: write.count(d.total) }) : `${change}${stay}`
    $('.right .sum').textContent = far
    const say = ({ label, n, index }) => fillTemplate(t.class, { label, before: d.before[index], after: d.after[index], n })
    canvas.ariaLabel = d.columns.map(say).join('; ')
    paint()
  })
  canvas.addEventListener('pointermove', event => {
    const d = now()
    if (!d) return
    let left = event.clientX - canvas.getBoundingClientRect().left
    const one = d.columns[widths.findIndex(width => (left -= width) < 0)]
    canvas.title = one ? fillTemplate(t.class, { label: one.label, before: d.before[one.index], after: d.after[one.index], n: one.n }) : ''
  })
}
